#include "core/ccf/receipt/judgement.h"

#include "core/base/hex.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

const ReceiptCheckIds kCcfReceiptChecks{
    .readable = kCheckReceiptReadable,
    .path = kCheckReceiptPath,
    .signature = kCheckReceiptSignature,
    .node = kCheckReceiptNode,
    .endorsement = kCheckReceiptEndorsement,
    .anchor = kCheckReceiptAnchor,
    .transaction = kCheckReceiptTransaction,
    .claims = kCheckReceiptClaims,
    .ledger = kCheckReceiptLedger,
};

namespace {

bool answers(const LeafStatement& leaf, const std::optional<TransactionId>& asked)
{
    return !asked || leaf.id == asked;
}

std::string idsOf(const std::vector<LeafStatement>& leaves)
{
    std::string text;
    for (const LeafStatement& leaf : leaves)
        text += (text.empty() ? "" : ", ") + (leaf.id ? leaf.id->toString() : std::string("no id"));
    return text.empty() ? "no id" : text;
}

} // namespace

std::optional<Digest> LeafStatement::claims() const
{
    return claimsDigest && *claimsDigest != Digest{} ? claimsDigest : std::nullopt;
}

void Judgement::pass(const char* checkId, std::string evidence)
{
    checks.push_back({checkId, Verdict::Passed, {}, std::move(evidence), 1, {}});
}

void Judgement::record(const char* checkId, Verdict verdict, const char* reason, std::string evidence)
{
    if (verdict == Verdict::Passed) return pass(checkId, std::move(evidence));
    checks.push_back({checkId, verdict, reason, std::move(evidence), 1, {}});
}

void Judgement::skip(const char* checkId, const char* reason, std::string detail)
{
    notChecked.push_back({checkId, reason, std::move(detail), 1});
}

void Judgement::remark(const char* checkId, Severity severity, const char* reason, std::string detail)
{
    remarks.push_back({checkId, severity, reason, {}, std::move(detail)});
}

Verdict Judgement::verdict() const noexcept
{
    const Verdict all = overall(checks);
    if (all == Verdict::NotChecked) return Verdict::Indeterminate;
    return all == Verdict::Passed && !anchor ? Verdict::Indeterminate : all;
}

std::string Judgement::reason() const
{
    const Verdict worst = verdict();
    if (worst == Verdict::Passed) return {};
    const auto found = std::ranges::find(checks, worst, &Check::verdict);
    return found != checks.end() && !found->reason.empty() ? found->reason : kReasonNoTrustAnchor;
}

Result<std::vector<Digest>> wantedClaims(const VerifyOptions& options)
{
    std::vector<Digest> wanted;
    if (options.document) wanted.push_back(options.document->digest);
    if (!options.claims) return wanted;
    std::string_view text = textOf(options.claims->content);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
    auto bytes = fromHex(text, HexCase::Any);
    Digest digest;
    if (!bytes || bytes->size() != digest.size())
        return Error{ErrorCode::Malformed, options.claims->source, "no SHA-256 digest in hex"};
    std::ranges::copy(*bytes, digest.begin());
    wanted.push_back(digest);
    return wanted;
}

void judgeLeaves(const ReceiptContext& context, const std::vector<Digest>& wanted, Judgement& judgement)
{
    judgeTransaction(context, judgement);
    judgeClaims(context, wanted, judgement);
}

void judgeTransaction(const ReceiptContext& context, Judgement& judgement)
{
    const char* id = context.ids.transaction;
    const auto& asked = context.options.transactionId;
    const auto& leaves = judgement.leaves;
    const bool bound = std::ranges::all_of(leaves, [](const LeafStatement& leaf) { return leaf.id.has_value(); });
    if (!bound || leaves.empty()) {
        const bool isRoot = !leaves.empty() && leaves.front().isRoot;
        if (asked)
            judgement.record(id, Verdict::Indeterminate, kReasonNotBound, "asked for " + asked->toString());
        else if (isRoot)
            judgement.skip(id, kReasonNotBound, "the receipt of a signature transaction");
        else // Any hash of the tree can be shown as a leaf: a verdict over it would say nothing.
            judgement.record(id, Verdict::Indeterminate, kReasonNotBound, "a bare leaf below other hashes");
        return;
    }
    judgement.id = leaves.front().id;
    const bool found = std::ranges::any_of(leaves, [&](const LeafStatement& leaf) { return answers(leaf, asked); });
    const std::string evidence = asked ? "asked for " + asked->toString() + ", found " + idsOf(leaves) : idsOf(leaves);
    judgement.record(id, found ? Verdict::Passed : Verdict::Failed, kReasonTransactionIdMismatch, evidence);
    if (found && asked) judgement.id = asked;
}

void judgeClaims(const ReceiptContext& context, const std::vector<Digest>& wanted, Judgement& judgement)
{
    const char* id = context.ids.claims;
    const auto& leaves = judgement.leaves;
    if (wanted.empty()) {
        for (const LeafStatement& leaf : leaves)
            if (const auto claims = leaf.claims()) judgement.skip(id, kReasonClaimsWithheld, toHex(*claims));
        return;
    }
    const bool parts = std::ranges::all_of(leaves, [](const LeafStatement& leaf) { return leaf.writeSetDigest.has_value(); });
    if (!parts || leaves.empty()) {
        judgement.record(id, Verdict::Indeterminate, kReasonNotBound, "a bare leaf shows no claims");
        return;
    }
    const auto holds = [&](const LeafStatement& leaf) {
        const auto claims = leaf.claims();
        const bool all = std::ranges::all_of(wanted, [&](const Digest& digest) { return claims == digest; });
        return all && answers(leaf, context.options.transactionId);
    };
    std::string evidence = "asked for " + toHex(wanted.front()) + ", claimed";
    for (const LeafStatement& leaf : leaves) evidence += ' ' + (leaf.claims() ? toHex(*leaf.claims()) : "nothing");
    judgement.record(id, std::ranges::any_of(leaves, holds) ? Verdict::Passed : Verdict::Failed, kReasonClaimsMismatch,
                     evidence);
}

void judgeAnchor(const ReceiptContext& context, const crypto::PublicKey* key, std::string evidence,
                 Judgement& judgement)
{
    const IdentityGraph& identities = context.identities;
    const char* id = context.ids.anchor;
    const TrustedKey* trusted = key ? identities.find(*key) : nullptr;
    if (!trusted) {
        if (!identities.isAnchored())
            return judgement.record(id, Verdict::Indeterminate, kReasonNoTrustAnchor, std::move(evidence));
        return judgement.record(id, context.elsewhere, kReasonAnchorNotInChain, std::move(evidence));
    }
    std::vector<std::optional<TransactionId>> asked;
    for (const LeafStatement& leaf : judgement.leaves) asked.push_back(leaf.id);
    if (asked.empty()) asked.emplace_back();
    for (const auto& one : asked) {
        const IdentityGraph::Cover cover = identities.covers(*key, one);
        if (cover == IdentityGraph::Cover::No)
            return judgement.record(id, Verdict::Failed, kReasonOutsideEpoch, one ? one->toString() : std::string());
        if (cover == IdentityGraph::Cover::Unknown)
            return judgement.record(id, Verdict::Indeterminate, kReasonNotBound, "the identity is endorsed for a time only");
    }
    judgement.anchor = trusted->anchor;
    judgement.pass(id, trusted->anchor.source + " (" + trusted->link + "), key " + trusted->anchor.keyId);
    const auto& at = context.options.at;
    if (at && trusted->anchor.notBefore && (*at < *trusted->anchor.notBefore || *trusted->anchor.notAfter < *at))
        judgement.remark(id, Severity::Remark, kReasonCertificateExpired,
                         "of the anchor: " + toIso8601(*trusted->anchor.notBefore) + " to "
                             + toIso8601(*trusted->anchor.notAfter));
}

void recordError(const char* id, const Error& error, Judgement& judgement)
{
    const std::string evidence = error.detail.empty() ? error.where : error.where + ": " + error.detail;
    switch (error.code) {
    case ErrorCode::Malformed:
    case ErrorCode::Truncated: return judgement.record(id, Verdict::Failed, kReasonMalformed, evidence);
    case ErrorCode::Unsupported:
    case ErrorCode::Crypto: return judgement.record(id, Verdict::Indeterminate, kReasonUnsupported, evidence);
    case ErrorCode::LimitExceeded: return judgement.record(id, Verdict::Indeterminate, kReasonLimitExceeded, evidence);
    case ErrorCode::Cancelled: return judgement.record(id, Verdict::Indeterminate, kReasonCancelled, evidence);
    case ErrorCode::NotFound:
    case ErrorCode::Io:
    case ErrorCode::Database:
    case ErrorCode::Network: break;
    }
    judgement.record(id, Verdict::Indeterminate, kReasonUnreadable, evidence);
}

} // namespace countersign::ccf
