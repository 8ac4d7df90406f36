#pragma once

#include "core/ccf/ledger/record_access.h"
#include "core/ccf/ledger/signature_transaction.h"
#include "core/family/report.h"

#include <optional>
#include <vector>

// What proof.cpp and proof_signature.cpp share; nothing else includes this.

namespace countersign::ccf {

/// A signature transaction that closes records. Views its chunk.
struct ClosingSignature {
    LocatedEntry located;
    TransactionId id;
    SignatureTransaction parts;

    const NodeSignatureRow* node() const noexcept { return parts.node && *parts.node ? &parts.node->value() : nullptr; }
    const ServiceSignatureRow* service() const noexcept
    {
        return parts.service && *parts.service ? &parts.service->value() : nullptr;
    }
    const SerialisedTree* tree() const noexcept { return parts.tree && *parts.tree ? &parts.tree->value() : nullptr; }
};

/// The first signature transaction from `from` on that decodes; none when there is none.
std::optional<ClosingSignature> closingSignature(const LedgerRecords& records, SeqNo from);

Place placeOf(const LedgerRecords& records, const LocatedEntry& located);

/// A link with its answer; Passed has no reason.
ProofLink proofLink(const char* id, Verdict verdict, const char* reason, std::string subject, std::string evidence,
                    Place where);

/// Node signature, node identity, endorsement, service header and service signature, over `root`.
std::vector<ProofLink> signatureLinks(const LedgerRecords& records, const ClosingSignature& closing, const Digest& root,
                                      const VerificationReport& report);

/// The identity under which record `seqno` was signed; null when the report tells none.
const IdentityEpoch* epochOf(const VerificationReport& report, SeqNo seqno) noexcept;

} // namespace countersign::ccf
