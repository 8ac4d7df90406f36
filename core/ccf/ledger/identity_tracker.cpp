#include "core/ccf/ledger/identity_tracker.h"

#include "core/base/hex.h"
#include "core/ccf/ledger/member_message.h"
#include "core/ccf/ledger/tables.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

const TableBlock* find(const std::vector<TableBlock>& tables, std::string_view name)
{
    const auto found = std::ranges::find(tables, name, &TableBlock::name);
    return found == tables.end() ? nullptr : &*found;
}

std::optional<Bytes> single(const std::vector<TableBlock>& tables, std::string_view name)
{
    const TableBlock* block = find(tables, name);
    return block ? block->singleValue() : std::optional<Bytes>{};
}

/// Spec ccf (b), "Verification of a ledger", step 5; a renewal keeps the status.
bool statusMayFollow(std::string_view before, std::string_view after)
{
    if (before == after || after == "Opening") return true;
    if (before == "Opening") return after == "Open" || after == "WaitingForRecoveryShares";
    if (before == "Open") return after == "Recovering";
    if (before == "Recovering") return after == "WaitingForRecoveryShares" || after == "Open";
    if (before == "WaitingForRecoveryShares") return after == "Open" || after == "Recovering";
    return false;
}

} // namespace

void IdentityTracker::fail(const char* check, const char* reason, const Place& where, std::string detail)
{
    m_log.record({check, Verdict::Failed, reason, where, std::move(detail)});
    m_blame(where.seqno.value_or(0), Verdict::Failed, reason);
}

/// What contradicts the history as far as it was seen, where a gap or a fault may have hidden what explains it.
void IdentityTracker::unseen(const char* check, const Place& where, std::string detail)
{
    m_log.record({check, Verdict::Indeterminate, kReasonAfterFault, where, std::move(detail)});
}

void IdentityTracker::begin(SeqNo from, const ServiceRecord& service)
{
    m_epochs.push_back({.from = from, .firstView = 0, .service = service});
}

void IdentityTracker::before(const std::vector<TableBlock>& tables, TransactionId id, const HistoryState& state,
                             Place where)
{
    const TableBlock* info = find(tables, tables::kServiceInfo);
    if (!info) return;
    const auto value = info->singleValue();
    auto next = value ? parseServiceRecord(*value) : Error{ErrorCode::Malformed, "service.info", {}};
    if (!next) {
        fail(kCheckIdentityStatus, kReasonMalformed, where, next.error().where);
        return;
    }
    if (m_epochs.empty()) {
        m_epochs.push_back({.from = id.seqno, .firstView = id.view, .service = *next});
        return;
    }
    Epoch& epoch = m_epochs.back();
    if (epoch.service.certificate.publicKey() != next->certificate.publicKey()) {
        change(*next, id, state, tables, where);
        return;
    }
    checkStatus(epoch.service.status, next->status, state.complete(), where);
    if (epoch.service.certificate != next->certificate) ++epoch.renewals;
    epoch.service = *std::move(next);
}

void IdentityTracker::checkStatus(const std::string& before, const std::string& after, bool complete,
                                  const Place& where)
{
    if (statusMayFollow(before, after))
        m_log.pass(kCheckIdentityStatus);
    else if (!complete)
        unseen(kCheckIdentityStatus, where, before + " to " + after);
    else
        fail(kCheckIdentityStatus, kReasonStatusTransition, where, before + " to " + after);
}

void IdentityTracker::change(const ServiceRecord& next, TransactionId id, const HistoryState& state,
                             const std::vector<TableBlock>& tables, const Place& where)
{
    const Epoch& previous = m_epochs.back();
    Epoch epoch{.from = id.seqno, .firstView = id.view, .service = next};
    const auto& countBefore = previous.service.recoveryCount;
    const bool counted = !next.recoveryCount || *next.recoveryCount == countBefore.value_or(0) + 1;
    epoch.recovered = next.status == "Recovering" && counted;
    if (epoch.recovered)
        checkStatus(previous.service.status, next.status, state.complete(), where);
    else if (!state.complete())
        unseen(kCheckIdentityStatus, where, "the recovery itself was not seen");
    else
        fail(kCheckIdentityStatus, kReasonIdentityUnexplained, where, "the key changed with status " + next.status);
    checkRecoveryRows(previous, tables, state.complete(), where);
    epoch.membersBefore = state.members();
    epoch.membersBeforeKnown = state.complete();
    epoch.thresholdBefore = state.recoveryThreshold().value_or(0);
    m_epochs.push_back(std::move(epoch));
}

void IdentityTracker::checkRecoveryRows(const Epoch& previous, const std::vector<TableBlock>& tables, bool complete,
                                        const Place& where)
{
    if (const auto row = single(tables, tables::kPreviousIdentity)) checkPreviousIdentity(previous, *row, complete, where);
    const auto row = single(tables, tables::kLastSignedRoot);
    if (!row) return;
    if (!previous.lastHead || previous.lastHead->id.seqno + 1 != where.seqno) {
        m_log.notChecked(kCheckIdentityPrevious, kReasonNotCovered,
                         "the last signed root before " + std::to_string(where.seqno.value_or(0)) + " is not at hand");
        return;
    }
    const auto text = parseJsonString(*row);
    const std::string root = toHex(previous.lastHead->root);
    if (text && *text == root)
        m_log.pass(kCheckIdentityPrevious);
    else
        fail(kCheckIdentityPrevious, kReasonIdentityMismatch, where,
             "last signed root: recorded " + text.value_or("nothing") + ", recomputed " + root);
}

void IdentityTracker::checkPreviousIdentity(const Epoch& previous, Bytes row, bool complete, const Place& where)
{
    const auto pem = parseJsonString(row);
    const auto certificate = pem ? crypto::Certificate::fromPem(*pem) : Result<crypto::Certificate>(pem.error());
    if (certificate && certificate->publicKey() == previous.service.certificate.publicKey())
        m_log.pass(kCheckIdentityPrevious);
    else if (certificate && !complete) // a whole identity may have come and gone unseen
        unseen(kCheckIdentityPrevious, where, "previous identity: " + certificate->subject());
    else
        fail(kCheckIdentityPrevious, kReasonIdentityMismatch, where,
             "previous identity: " + (certificate ? certificate->subject() : certificate.error().where));
}

void IdentityTracker::after(const std::vector<TableBlock>& tables, TransactionId, const HistoryState& state,
                            Place where)
{
    if (const auto value = single(tables, tables::kEndorsement)) endorsement(*value, state, where);
    if (m_epochs.size() > 1 && !m_epochs.back().acceptedOpening) openingMessages(tables);
}

void IdentityTracker::endorsement(Bytes value, const HistoryState& state, const Place& where)
{
    const auto refuse = [&](const char* reason, std::string detail) {
        fail(kCheckIdentityEndorsement, reason, where, std::move(detail));
    };
    auto row = parseEndorsementRecord(value);
    if (!row) return refuse(kReasonMalformed, row.error().where);
    const bool ofService = state.service() && row->endorsingKey == state.service()->certificate.publicKey();
    if (!ofService && !state.complete())
        return unseen(kCheckIdentityEndorsement, where, "the endorsing key is not the service's, as far as it was seen");
    if (!ofService) return refuse(kReasonKeyMismatch, "the endorsing key is not the service's");
    if (!row->cose.holds(row->endorsingKey).value_or(false)) return refuse(kReasonSignatureInvalid, {});
    if (!row->rowAgrees) return refuse(kReasonIdentityMismatch, "the row's epoch is not the signed one");

    // Without a row before, the first identity endorses itself, or the one before that had none.
    const bool afterRecovery = m_epochs.size() > 1;
    const bool expected = m_lastEndorser ? row->endorsedKey == *m_lastEndorser
                                         : row->endorsedKey == row->endorsingKey
                                               || (afterRecovery && row->endorsedKey == previousKey());
    const bool failedRecovery = row->end && row->end->seqno < row->begin.seqno;
    if (failedRecovery)
        m_log.remark(kCheckIdentityEndorsement, Severity::Remark, kReasonFailedRecovery, where,
                     row->begin.toString() + " to " + row->end->toString());
    else if (state.complete() && !expected)
        return refuse(kReasonKeyMismatch, "endorses " + toHex(row->endorsedKey.spkiDigest()));
    else
        link(*row, state.complete(), where);
    m_log.pass(kCheckIdentityEndorsement);
    m_lastEndorser = row->endorsingKey;
}

const crypto::PublicKey& IdentityTracker::previousKey() const noexcept
{
    return m_epochs[m_epochs.size() - 2].service.certificate.publicKey();
}

void IdentityTracker::link(const EndorsementRecord& row, bool complete, const Place& where)
{
    for (std::size_t i = m_epochs.size() - 1; i-- > 0;) {
        const Epoch& earlier = m_epochs[i];
        if (earlier.service.certificate.publicKey() != row.endorsedKey) continue;
        const SeqNo next = m_epochs[i + 1].from;
        const bool endFits = row.end && (row.end->seqno + 1 == next || (!complete && row.end->seqno < next));
        // After a gap or a fault the last good head may be an earlier one, whose root says nothing here.
        const bool lastHeadKnown = earlier.lastHead && row.end && earlier.lastHead->id.seqno == row.end->seqno;
        const bool rootFits = !row.lastRoot || !lastHeadKnown || *row.lastRoot == earlier.lastHead->root;
        const bool beginFits = row.begin.seqno <= earlier.from;
        if (!beginFits || !endFits || !rootFits) {
            fail(kCheckIdentityEndorsement, kReasonIdentityMismatch, where,
                 "the endorsed epoch is " + row.begin.toString() + " to "
                     + (row.end ? row.end->toString() : std::string("nowhere")));
            return;
        }
        m_epochs.back().endorses = i;
        m_epochs.back().endorsedTo = row.end->seqno;
        m_epochs.back().endorsementEvidence = row.begin.toString() + " to " + row.end->toString();
        return;
    }
}

void IdentityTracker::signedHead(const SignedHead& head)
{
    for (std::size_t i = m_epochs.size(); i-- > 0;)
        if (m_epochs[i].from <= head.id.seqno) {
            m_epochs[i].lastHead = head;
            return;
        }
}

void IdentityTracker::openingMessages(const std::vector<TableBlock>& tables)
{
    const TableBlock* history = find(tables, tables::kCoseHistory);
    if (history)
        for (const TableWrite& write : history->writes)
            openingMessage(std::string(textOf(write.key)), write.value, tables);
    if (const TableBlock* infos = find(tables, tables::kProposalsInfo))
        for (const TableWrite& write : infos->writes) {
            Epoch& epoch = m_epochs.back();
            const std::string id(textOf(write.key));
            const auto info = parseProposalInfo(write.value);
            if (info && info->state == "Accepted" && epoch.openings.contains(id)) epoch.acceptedOpening = id;
        }
}

void IdentityTracker::openingMessage(const std::string& member, Bytes message, const std::vector<TableBlock>& tables)
{
    Epoch& epoch = m_epochs.back();
    const auto known = epoch.membersBefore.find(member);
    if (known == epoch.membersBefore.end() || !known->second.certificate || known->second.status != "Active"
        || !known->second.holdsShare)
        return;
    const auto parsed = parseMemberMessageRow(message);
    if (!parsed || parsed->keyId != member || !parsed->cose.payload
        || !parsed->cose.holds(known->second.certificate->publicKey()).value_or(false))
        return;
    if (parsed->type == kMessageBallot && isPlainYes(*parsed->cose.payload)) {
        const auto proposal = epoch.openings.find(parsed->proposalId);
        if (proposal != epoch.openings.end()) proposal->second.insert(member);
        return;
    }
    const TableBlock* proposals = find(tables, tables::kProposals);
    const auto opened = parsed->type == kMessageProposal ? openedIdentity(*parsed->cose.payload) : std::nullopt;
    if (!proposals || !opened || opened->publicKey() != epoch.service.certificate.publicKey()) return;
    for (const TableWrite& write : proposals->writes) {
        const std::string id(textOf(write.key));
        if (std::ranges::equal(write.value, *parsed->cose.payload) && m_proposalIdFits(id, parsed->cose.signature))
            epoch.openings.try_emplace(id);
    }
}

} // namespace countersign::ccf
