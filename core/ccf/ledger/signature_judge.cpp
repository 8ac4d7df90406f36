#include "core/ccf/ledger/signature_judge.h"

#include "core/base/hex.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr std::int64_t kCcfTreeAlgorithm = 2; ///< CCF_LEDGER_SHA256, label 395.

} // namespace

void JudgedSignature::finish()
{
    finished = true;
    const auto answer = [&](const char* check, bool holds, const char* reason, std::string detail = {}) {
        answers.push_back({check, holds ? Verdict::Passed : Verdict::Failed, holds ? "" : reason, where,
                           std::move(detail)});
    };
    if (work.nodeKey) answer(kCheckNodeSignature, work.nodeHolds, kReasonSignatureInvalid, "node " + node);
    if (work.serviceKey) answer(kCheckServiceSignature, work.serviceHolds, kReasonSignatureInvalid);
    if (!hasNode && work.serviceKey) answer(kCheckTreeRoot, work.serviceHolds, kReasonRootMismatch);
    if (work.tree) answer(kCheckTreeContents, work.treeHolds, kReasonTreeMismatch);
    if (work.serviceHolds) bound = true;
    work.keepAlive.reset();
    work.tree.reset();
    // A root the service itself signed does not rest on the node's standing.
    if (!work.serviceHolds && !statusKnown)
        answers.push_back({kCheckNodeStatus, Verdict::Indeterminate, kReasonAfterFault, where, "node " + node});
}

Verdict JudgedSignature::verdict() const noexcept
{
    Verdict result = Verdict::Passed;
    for (const Answer& answer : answers) result = worse(result, answer.verdict);
    return result;
}

const char* JudgedSignature::reason() const noexcept
{
    const Verdict worst = verdict();
    for (const Answer& answer : answers)
        if (answer.verdict == worst) return answer.reason;
    return "";
}

bool SignatureJudge::endorsed(const crypto::Certificate& certificate, const crypto::PublicKey& service)
{
    const auto key = std::pair(certificate.fingerprint(), service.spkiDigest());
    const auto known = m_endorsed.find(key);
    if (known != m_endorsed.end()) return known->second;
    const bool answer = certificate.signedWith(service).value_or(false);
    m_endorsed.emplace(key, answer);
    return answer;
}

void SignatureJudge::judgeEndorsement(JudgedSignature& judged, const crypto::Certificate& certificate,
                                      const HistoryState& state)
{
    if (!state.service()) {
        judged.answers.push_back({kCheckNodeEndorsement, Verdict::Indeterminate, kReasonIdentityUnknown, judged.where,
                                  certificate.subject()});
        return;
    }
    if (endorsed(certificate, state.service()->certificate.publicKey())) {
        judged.answers.push_back({kCheckNodeEndorsement});
        judged.bound = true;
        return;
    }
    // After a gap the service may have changed its identity where nobody can see it.
    const Verdict verdict = state.complete() ? Verdict::Failed : Verdict::Indeterminate;
    judged.answers.push_back({kCheckNodeEndorsement, verdict,
                              state.complete() ? kReasonNotEndorsed : kReasonIdentityUnknown, judged.where,
                              certificate.subject()});
}

/// Nodes signed for themselves only as long as their service endorsed none.
void SignatureJudge::judgeSelfSigned(JudgedSignature& judged, const HistoryState& state)
{
    const bool endorses = std::ranges::any_of(state.nodes(), [](const auto& node) { return node.second.endorsed.has_value(); });
    if (!endorses) return;
    judged.answers.push_back({kCheckNodeEndorsement, Verdict::Failed, kReasonNotEndorsed, judged.where,
                              "self-signed, in a service that endorses its nodes"});
}

void SignatureJudge::judgeNode(JudgedSignature& judged, const NodeSignatureRow& row, const HistoryState& state)
{
    judged.node = row.node;
    judged.hasNode = true;
    const auto fail = [&](const char* check, const char* reason, std::string detail) {
        judged.answers.push_back({check, Verdict::Failed, reason, judged.where, std::move(detail)});
    };
    const KnownNode* node = state.node(row.node);
    std::optional<crypto::Certificate> certificate;
    bool selfSigned = false;
    if (node && node->endorsed) certificate = node->endorsed;
    else if (node && node->record.selfSigned) {
        certificate = node->record.selfSigned;
        selfSigned = true;
    }
    const auto named = [&](const crypto::Certificate& candidate) {
        return toHex(candidate.publicKey().spkiDigest()) == row.node;
    };
    // Where a row may have been lost or damaged, the signature's own copy of the certificate serves, if it fits the name.
    const auto doubtful = [&] {
        if (!certificate || !named(*certificate)) return true;
        return state.service() && !selfSigned && !endorsed(*certificate, state.service()->certificate.publicKey());
    };
    if (!state.complete() && row.certificate && named(*row.certificate) && doubtful()) {
        certificate = row.certificate;
        selfSigned = false;
    }
    if (!certificate) {
        if (state.complete())
            fail(kCheckNodeIdentity, kReasonNodeUnknown, row.node);
        else
            judged.answers.push_back(
                {kCheckNodeIdentity, Verdict::Indeterminate, kReasonNodeUnknown, judged.where, row.node});
        return;
    }
    if (!named(*certificate))
        fail(kCheckNodeIdentity, kReasonKeyMismatch, "node " + row.node);
    else if (row.certificate && row.certificate->publicKey() != certificate->publicKey())
        fail(kCheckNodeIdentity, kReasonKeyMismatch, "certificate in the signature row");
    else
        judged.answers.push_back({kCheckNodeIdentity});

    if (!node)
        judged.statusKnown = false;
    else if ((node->record.status == "Trusted" || node->record.status == "Retired") && !node->record.retiredCommitted)
        judged.answers.push_back({kCheckNodeStatus});
    else if (state.complete())
        fail(kCheckNodeStatus, kReasonNodeStatus, row.node + ": " + node->record.status);
    else
        judged.statusKnown = false;

    if (selfSigned)
        judgeSelfSigned(judged, state);
    else
        judgeEndorsement(judged, *certificate, state);
    // The row's own copy may be an earlier one, but of this service.
    const bool another = row.certificate && *row.certificate != *certificate;
    if (another && !selfSigned && state.service() && !endorsed(*row.certificate, state.service()->certificate.publicKey()))
        fail(kCheckNodeIdentity, kReasonNotEndorsed, "certificate in the signature row");
    judged.work.nodeKey = certificate->publicKey();
    judged.work.nodeSignature = row.signature;
}

void SignatureJudge::judgeService(JudgedSignature& judged, const ServiceSignatureRow& row, const HistoryState& state)
{
    judged.hasService = true;
    judged.time = row.time;
    const auto answer = [&](Verdict verdict, const char* check, const char* reason, std::string detail) {
        judged.answers.push_back({check, verdict, reason, judged.where, std::move(detail)});
    };
    if (!state.service()) {
        answer(Verdict::Indeterminate, kCheckServiceSignature, kReasonIdentityUnknown, row.keyId);
        return;
    }
    const crypto::PublicKey& key = state.service()->certificate.publicKey();
    const std::string keyId = toHex(key.spkiDigest());
    if (row.keyId != keyId && !state.complete()) {
        answer(Verdict::Indeterminate, kCheckServiceSignature, kReasonIdentityUnknown, row.keyId);
        return;
    }
    if (row.keyId != keyId)
        answer(Verdict::Failed, kCheckServiceHeader, kReasonKeyMismatch, row.keyId);
    else if (row.stated && *row.stated != judged.id)
        answer(Verdict::Failed, kCheckServiceHeader, kReasonTransactionIdMismatch, row.stated->toString());
    else if (row.treeAlgorithm && *row.treeAlgorithm != kCcfTreeAlgorithm)
        answer(Verdict::Failed, kCheckServiceHeader, kReasonUnsupported, std::to_string(*row.treeAlgorithm));
    else
        judged.answers.push_back({kCheckServiceHeader});

    judged.work.serviceKey = key;
    judged.work.service = row;
}

std::shared_ptr<JudgedSignature> SignatureJudge::judge(const SignatureTransaction& signature, TransactionId own,
                                                       const Digest& root, const HistoryState& state, Place where,
                                                       std::shared_ptr<const void> keepAlive, bool now)
{
    auto judged = std::make_shared<JudgedSignature>();
    judged->id = own;
    judged->where = std::move(where);
    judged->root = root;
    const auto answer = [&](Verdict verdict, const char* check, const char* reason, std::string detail) {
        judged->answers.push_back({check, verdict, reason, judged->where, std::move(detail)});
    };
    if (!signature.shapeHolds)
        answer(Verdict::Failed, kCheckSignatureShape, kReasonForeignTables, signature.shapeDetail);
    if (signature.node && !*signature.node)
        answer(Verdict::Failed, kCheckSignatureShape, kReasonMalformed, signature.node->error().where);
    else if (signature.node) {
        const NodeSignatureRow& row = **signature.node;
        if (row.stated != own)
            answer(Verdict::Failed, kCheckSignatureShape, kReasonTransactionIdMismatch, row.stated.toString());
        else
            answer(Verdict::Passed, kCheckSignatureShape, "", {});
        if (row.root == root)
            answer(Verdict::Passed, kCheckTreeRoot, "", {});
        else
            answer(Verdict::Failed, kCheckTreeRoot, kReasonRootMismatch,
                   "signed " + toHex(row.root) + ", recomputed " + toHex(root));
        judgeNode(*judged, row, state);
    }
    if (signature.service && !*signature.service)
        answer(Verdict::Failed, kCheckServiceSignature, kReasonMalformed, signature.service->error().where);
    else if (signature.service)
        judgeService(*judged, **signature.service, state);

    if (signature.tree && !*signature.tree)
        answer(Verdict::Failed, kCheckTreeContents, kReasonMalformed, signature.tree->error().where);
    else if (signature.tree && (*signature.tree)->size() != own.seqno)
        answer(Verdict::Failed, kCheckTreeContents, kReasonTreeMismatch,
               std::to_string((*signature.tree)->size()) + " leaves");
    else if (signature.tree) {
        judged->work.tree = **signature.tree;
        judged->work.keepAlive = std::move(keepAlive);
    }

    const auto run = [this, &judged, now](auto arithmetic) {
        ++judged->remaining;
        auto task = [judged, arithmetic] {
            arithmetic(*judged);
            --judged->remaining;
        };
        if (now)
            task();
        else
            m_pool.submit(task);
    };
    // Counted up before the first can end, so that nobody sees 0 too early.
    ++judged->remaining;
    if (judged->work.nodeKey)
        run([](JudgedSignature& j) {
            j.work.nodeHolds = j.work.nodeKey->ecdsaDerHolds(j.root, j.work.nodeSignature).value_or(false);
        });
    if (judged->work.serviceKey)
        run([](JudgedSignature& j) {
            j.work.serviceHolds = j.work.service->cose.holds(*j.work.serviceKey, j.root).value_or(false);
        });
    if (judged->work.tree)
        run([](JudgedSignature& j) { j.work.treeHolds = j.work.tree->frontier().root() == j.root; });
    --judged->remaining;
    if (now) judged->finish();
    return judged;
}

} // namespace countersign::ccf
