#pragma once

#include "core/attestation/policy.h"
#include "core/attestation/roots.h"
#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "core/base/utc_time.h"
#include "core/crypto/certificate.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace countersign::attestation {

inline constexpr std::uint64_t kEvidenceLimit = 1u << 20; ///< Larger evidence is refused unread.

enum class EvidenceKind : std::uint8_t {
    SnpReport,      ///< AMD SEV-SNP, with what came beside it.
    Quote,          ///< Intel SGX or TDX, bare or as Open Enclave evidence.
    UvmEndorsement, ///< COSE_Sign1 alone.
    HclReport,      ///< Azure's wrapping of either.
    Virtual,        ///< CCF without hardware.
    Missing,        ///< None at all, of a node that ought to show some.
};

const char* evidenceKindName(EvidenceKind kind) noexcept; ///< "snp-report", "quote", …

/// What a file beside the evidence is.
enum class Role : std::uint8_t {
    Endorsements,   ///< PEM certificates: the signing key's first.
    OeEndorsements, ///< Open Enclave's structure of Intel's collateral.
    Uvm,            ///< COSE_Sign1 about the measurement.
    Thim,           ///< JSON of Azure's host: certificates and TCB.
    SecurityPolicy, ///< Base64 of the policy whose digest is the host data.
    CoseKey,        ///< COSE_Key bound by the report data.
    NodeKey,        ///< SubjectPublicKeyInfo bound by the report data.
    NodeCertificate,
    Quote,       ///< The quote that goes with a wrapped TD report.
    RuntimeData, ///< JSON taken out of a wrapped report.
    Report,      ///< Report taken out of a wrapped report.
    Collateral,  ///< JSON with Intel's collateral for this quote.
};

/// Bytes with where they came from, for people.
struct NamedBytes {
    ByteVector content;
    std::string source;
};

/// Where a ledger's members accepted a value that the evidence shows.
struct Acceptance {
    std::string check, table, key;
    std::optional<SeqNo> since; ///< Of the row that accepts it; none: at `at` there is no such row.
    SeqNo at = 0;
    std::string ledger; ///< For people; empty for the ledger that the evidence is from.
};

/// Something that ought to have come with the evidence and did not: it leaves the check Indeterminate.
struct MissingPart {
    const char* check;
    std::string what; ///< English.
};

/// One piece of evidence and all that came with it. Nothing here has been judged.
struct AttestationInput {
    EvidenceKind kind = EvidenceKind::SnpReport;
    NamedBytes evidence;
    std::map<Role, NamedBytes> parts;
    std::optional<std::string> nodeId;      ///< As a service states it: hex of the digest of the node's key.
    std::optional<std::string> endorsedTcb; ///< As a service states it.
    std::optional<ByteVector> measurement;  ///< For an endorsement alone: what it must endorse.
    std::optional<AttestationPolicy> policy; ///< In place of the context's: what the members accepted at its time.
    std::optional<UtcTime> at;               ///< In place of the context's time, likewise.
    std::vector<MissingPart> missing;
    std::vector<Acceptance> accepted;        ///< What a ledger at hand says of it; told beside the checks.

    const NamedBytes* part(Role role) const;
};

/// What evidence is judged against. Everything is explicit; nothing is fetched and no clock is read.
struct AttestationContext {
    std::optional<UtcTime> at; ///< Time of judgement; without it dates are Indeterminate.
    AttestationPolicy policy;
    bool policyChosen = false; ///< By the user: then it goes before the one that came with the evidence.
    std::vector<NamedBytes> collateral;              ///< Files from elsewhere, used where they fit.
    std::vector<crypto::Certificate> serviceAnchors; ///< Identities that a node's certificate may come from.
    std::vector<RootPin> roots = builtinRoots();
};

} // namespace countersign::attestation
