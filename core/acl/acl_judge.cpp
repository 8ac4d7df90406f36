#include "core/acl/acl_judge.h"

#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/receipt/json_judge.h"
#include "core/crypto/sha2.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::acl {

const ccf::ReceiptCheckIds kAclReceiptChecks{
    .readable = kCheckAclReceiptReadable,
    .path = kCheckAclReceiptPath,
    .signature = kCheckAclReceiptSignature,
    .node = kCheckAclReceiptNode,
    .endorsement = kCheckAclReceiptEndorsement,
    .anchor = kCheckAclReceiptAnchor,
    .transaction = kCheckAclReceiptTransaction,
    .claims = kCheckAclReceiptClaims,
    .ledger = kCheckAclReceiptLedger,
};

namespace {

using ccf::Judgement;
using ccf::ReceiptContext;

/// The envelope's id is not signed: the commit evidence inside must say the same.
void judgeEnvelope(const AclReceipt& receipt, const ReceiptContext& context, Judgement& judgement)
{
    const auto inside = receipt.receipt->transactionId();
    if (!receipt.envelope || !inside || *receipt.envelope == *inside) return ccf::judgeTransaction(context, judgement);
    judgement.id = inside;
    judgement.record(kCheckAclReceiptTransaction, Verdict::Failed, kReasonTransactionIdMismatch,
                     "shown for " + receipt.envelope->toString() + ", about " + inside->toString());
}

void judgeDocument(const AclReceipt& receipt, const Digest& document, Judgement& judgement)
{
    if (!receipt.claims || !receipt.claims->has_value()) {
        judgement.record(kCheckAclReceiptClaims, Verdict::Indeterminate, kReasonClaimsWithheld,
                         "no contents to hold the document against");
        return;
    }
    const bool found = std::ranges::any_of(receipt.claims->value(), [&](const ApplicationClaim& claim) {
        return claim.contents && crypto::sha256(bytesOf(*claim.contents)) == document;
    });
    judgement.record(kCheckAclReceiptClaims, found ? Verdict::Passed : Verdict::Failed, kReasonClaimsMismatch,
                     "document " + toHex(document));
}

void judgeClaims(const AclReceipt& receipt, const AclQuestion& question, Judgement& judgement)
{
    const ccf::LeafStatement& leaf = judgement.leaves.front();
    const auto stated = leaf.claims();
    const std::string evidence = "claims digest " + (stated ? toHex(*stated) : std::string("none"));
    const auto compare = [&](const Digest& wanted) {
        if (!leaf.writeSetDigest)
            return judgement.record(kCheckAclReceiptClaims, Verdict::Indeterminate, kReasonNotBound, evidence);
        judgement.record(kCheckAclReceiptClaims, stated == wanted ? Verdict::Passed : Verdict::Failed,
                         kReasonClaimsMismatch, evidence + ", computed " + toHex(wanted));
    };
    if (receipt.claims && !receipt.claims->has_value())
        ccf::recordError(kCheckAclReceiptClaims, receipt.claims->error(), judgement);
    else if (receipt.claims)
        compare(claimsDigestOf(receipt.claims->value()));
    if (question.claimsDigest) compare(*question.claimsDigest);
    if (question.document) judgeDocument(receipt, *question.document, judgement);
    if (!receipt.claims && !question.claimsDigest && stated)
        judgement.skip(kCheckAclReceiptClaims, kReasonClaimsWithheld, evidence);
}

} // namespace

Result<AclQuestion> aclQuestion(const VerifyOptions& options)
{
    AclQuestion question;
    if (options.document) question.document = options.document->digest;
    if (!options.claims) return question;
    VerifyOptions claimsOnly;
    claimsOnly.claims = options.claims;
    if (const auto digest = ccf::wantedClaims(claimsOnly)) {
        question.claimsDigest = digest->front();
        return question;
    }
    auto json = parseJson(options.claims->content);
    if (!json) return Error{ErrorCode::Malformed, options.claims->source, "neither claims nor a digest in hex"};
    auto claims = parseApplicationClaims(json->is_object() && json->contains("applicationClaims")
                                             ? (*json)["applicationClaims"]
                                             : *json);
    if (!claims) return Error{claims.error().code, options.claims->source + ": " + claims.error().where, claims.error().detail};
    question.claimsDigest = claimsDigestOf(*claims);
    return question;
}

void judgeAclReceipt(const AclReceipt& receipt, const AclQuestion& question, const ReceiptContext& context,
                     Judgement& judgement)
{
    if (!receipt.ready) return judgement.record(kCheckAclReceiptReady, Verdict::Indeterminate, kReasonNotReady);
    judgement.pass(kCheckAclReceiptReadable);
    const ccf::JsonReceipt& inner = *receipt.receipt;
    judgement.leaves.push_back(ccf::leafOf(inner));
    judgeEnvelope(receipt, context, judgement);
    if (inner.statedRoot)
        judgement.record(kCheckAclReceiptPath, inner.root() == *inner.statedRoot ? Verdict::Passed : Verdict::Failed,
                         kReasonRootMismatch, "stated " + toHex(*inner.statedRoot) + ", computed " + toHex(inner.root()));
    judgeClaims(receipt, question, judgement);
    ccf::judgeJsonProof(inner, context, judgement);
    const bool said = std::ranges::any_of(
        judgement.checks, [](const Check& check) { return check.id == kCheckAclReceiptTransaction; });
    if (receipt.envelope && !said)
        judgement.record(kCheckAclReceiptTransaction, Verdict::Indeterminate, kReasonNotBound,
                         "shown for " + receipt.envelope->toString());
}

Result<std::vector<ccf::CcfAnchor>> parseAclAnchor(const AnchorInput& anchor)
{
    if (const auto json = parseJson(anchor.content)) {
        const auto pem = jsonText(*json, "ledgerTlsCertificate");
        if (!pem) return Error{ErrorCode::Malformed, anchor.source, "no ledgerTlsCertificate"};
        return ccf::parseAnchor({copyOf(bytesOf(*pem)), anchor.source});
    }
    return ccf::parseAnchor(anchor);
}

const ccf::ReceiptFamily& aclReceiptFamily()
{
    static const ccf::ReceiptFamily family{
        "acl", kAclReceiptChecks, parseAclAnchor,
        [](const ccf::IdentityGraph& identities, const VerifyOptions& options,
           ccf::ReceiptCertificates& cache) -> Result<ccf::ReceiptJudge> {
            auto question = aclQuestion(options);
            if (!question) return std::move(question).error();
            return ccf::ReceiptJudge([&identities, &options, &cache, asked = *question](Bytes content, ccf::ReceiptFormat) {
                // One ledger has one identity: under that of another, the receipt is not valid (spec acl 6.6).
                const Verdict elsewhere = options.anchorsNameTheService ? Verdict::Failed : Verdict::Indeterminate;
                const ReceiptContext context{identities, options, cache, kAclReceiptChecks, elsewhere};
                Judgement judgement;
                judgement.kind = "acl";
                const auto receipt = parseAclReceipt(content, &cache);
                if (receipt)
                    judgeAclReceipt(*receipt, asked, context, judgement);
                else
                    ccf::recordError(kCheckAclReceiptReadable, receipt.error(), judgement);
                return judgement;
            });
        }};
    return family;
}

} // namespace countersign::acl
