#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "core/base/utc_time.h"
#include "core/base/verification.h"
#include "core/family/outcomes.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign {

/// An identity the user decided to trust, as handed in. The family decides what the bytes are (CCF: a PEM certificate, a
/// bundle, or a PEM public key).
struct AnchorInput {
    ByteVector content;
    std::string source; ///< Where it came from, for people: a file name, "workspace pin of 12 Nov".
};

/// The anchor that carried the verdict.
struct AnchorMatch {
    std::string source;
    std::string subject;
    std::string fingerprint; ///< SHA-256 of the certificate, hex; empty when the anchor is a bare key.
    std::string keyId;       ///< SHA-256 of the SubjectPublicKeyInfo, hex.
    std::optional<UtcTime> notBefore, notAfter;
};

/// One identity a service had, in order; CCF calls the time under one an epoch.
struct IdentityEpoch {
    std::uint64_t from = 0; ///< First record under it.
    std::uint64_t to = 0;   ///< Last record judged under it.
    View firstView = 0;
    std::string subject;
    std::string fingerprint; ///< Of its latest certificate.
    std::string keyId;
    ByteVector certificateDer;
    std::string status;                ///< Last seen, as the service writes it ("Open").
    std::uint32_t renewals = 0;        ///< New certificates with the same key.
    bool isAnchor = false;
    Verdict trust = Verdict::NotChecked;
    std::string trustReason;
    std::string link; ///< What carries the trust: "anchor", "cose-endorsement", "signed-tree", "member-approval", or empty.
    std::string linkEvidence;
};

struct NotCheckedItem {
    std::string id;     ///< Of the check that was not made.
    std::string reason; ///< One of reasons.h.
    std::string detail;
    std::uint64_t count = 1;
};

struct VerificationStats {
    std::uint64_t transactions = 0;
    std::uint64_t signatures = 0;        ///< Signature transactions.
    std::uint64_t nodeSignatures = 0;
    std::uint64_t serviceSignatures = 0;
    std::uint64_t memberMessages = 0;
    std::uint64_t bytes = 0;
    double seconds = 0;
};

/// The root that a signature record signs.
struct SignedRoot {
    TransactionId id;
    Digest root{};

    bool operator==(const SignedRoot&) const = default;
};

/// What the records have at a number that was asked for.
struct RootAt {
    TransactionId id;           ///< Of the record there.
    bool signs = false;         ///< It is one that signs a root.
    std::optional<Digest> root; ///< As the records before give it, whatever is signed; none where nothing can be recomputed.

    bool operator==(const RootAt&) const = default;
};

/// A moment for charts: a signature transaction with a signed time.
struct TimePoint {
    SeqNo seqno = 0;
    View view = 0;
    UtcTime time;
};

/// An event on the way that charts and lists show ("governance", "recovery", "node-trusted", "view-change", …).
struct HistoryEvent {
    std::string kind;
    SeqNo seqno = 0;
    std::string subject; ///< Node, member or proposal id; free data.
    std::string detail;
};

/// A node's life as the tables tell it.
struct NodeLife {
    std::string id;
    SeqNo joined = 0;
    std::optional<SeqNo> trusted, retired;
    std::string lastStatus;
    std::uint64_t signatures = 0; ///< Signature transactions signed by it.
    std::string quoteFormat;
};

/// The answer over a whole run. Two runs share nothing.
struct VerificationReport {
    std::string family;
    std::string subjectKind;           ///< "ledger", "chunk", "snapshot", "receipt", "statement".
    std::vector<std::string> subjects; ///< Paths as given.
    Verdict verdict = Verdict::NotChecked;
    std::string reason; ///< Of the worst check; empty when Passed.

    std::vector<RangeVerdict> ranges; ///< In order, without overlap; adjoining equal ones are merged.
    std::optional<AnchorMatch> anchor;
    std::vector<IdentityEpoch> identities;
    std::vector<SeparateAnswer> answers; ///< Empty for families with one question.
    std::vector<Check> checks;
    std::vector<Finding> findings; ///< At most VerifyOptions::maxFindings; the rest are only counted.
    std::uint64_t findingsOmitted = 0;
    std::vector<NotCheckedItem> notChecked;
    std::vector<ReceiptOutcome> receipts; ///< In the order of the files.
    std::vector<EvidenceOutcome> evidence; ///< In the order of the files.
    VerificationStats stats;

    std::optional<TransactionId> signedTo;    ///< Last transaction in verified state.
    Digest rootAtSignedTo{};                  ///< Root that its signature signs.
    std::optional<TransactionId> committedTo; ///< As far as evidence or, weaker, file suffixes show.
    std::string committedBasis;               ///< "later-view", "later-identity", "copies", "suffix", or empty.
    std::optional<SeqNo> unsignedFrom;        ///< First transaction after the last signature.
    std::optional<TransactionId> lastRead;
    /// Signature records that hold, whoever is trusted, in order; thinned to at most 256 so that two reports over one
    /// history have some in common.
    std::vector<SignedRoot> landmarks;
    std::vector<RootAt> rootsAt; ///< For those of VerifyOptions::rootsAt that the records hold, in order.

    std::vector<TimePoint> times;     ///< Thinned to at most 20 000, first and last kept.
    std::vector<HistoryEvent> events; ///< Governance and lifecycle only; at most 100 000.
    std::vector<NodeLife> nodes;
};

} // namespace countersign
