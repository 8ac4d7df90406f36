#pragma once

#include "core/base/bytes.h"
#include "core/base/utc_time.h"
#include "core/family/consortium.h"
#include "core/family/report.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::audit {

/// How the clock of the machine stood to the evidence.
struct ClockState {
    std::string state;                   ///< "not-compared", "plausible", "behind-evidence".
    std::optional<UtcTime> latestSigned; ///< Latest signed time in the evidence.

    bool operator==(const ClockState&) const = default;
};

/// Who stands for a snapshot. The name is what they call themselves; the key tells who signed.
struct Auditor {
    std::string name;
    ByteVector publicKey; ///< SubjectPublicKeyInfo (DER); empty: not signed.

    bool operator==(const Auditor&) const = default;
};

/// An identity that was trusted, and why.
struct SnapshotAnchor {
    std::string source; ///< Where it came from: a file, "workspace pin of 2026-11-12".
    std::string subject;
    std::string fingerprint; ///< SHA-256 of the certificate, hex; empty for a bare key.
    std::string keyId;
    bool carries = false; ///< The verdict rests on it.

    bool operator==(const SnapshotAnchor&) const = default;
};

/// Something that was looked at.
struct SnapshotInput {
    std::string path; ///< As given, or a URL.
    std::uint64_t size = 0;
    std::optional<Digest> sha256; ///< None when it could not be read.
    std::string state;            ///< FileState by name, or "reply".
    std::optional<SeqNo> first, last;
    std::string problem; ///< A reason; empty when none.

    bool operator==(const SnapshotInput&) const = default;
};

struct SnapshotIdentity {
    SeqNo from = 0, to = 0;
    std::string subject, fingerprint, keyId, status;
    Verdict trust = Verdict::NotChecked;
    std::string trustReason, link;

    bool operator==(const SnapshotIdentity&) const = default;
};

struct SnapshotHead {
    SignedRoot signedRoot;
    std::vector<RootSignature> signatures;

    bool operator==(const SnapshotHead&) const = default;
};

/// Our record of what was seen and verified at a moment.
struct AuditSnapshot {
    std::string origin; ///< "files", "service".
    std::string name;   ///< What the user calls the consortium; may be empty.
    std::string family;
    std::string kind;                  ///< Of the subject: "ledger", "service", ….
    std::vector<std::string> subjects; ///< Paths or URLs, as given.
    UtcTime takenAt;
    ClockState clock;
    std::string toolVersion;
    std::optional<Auditor> auditor;
    std::optional<Digest> previous; ///< SHA-256 of the record before it in the same workspace.

    std::vector<SnapshotAnchor> anchors;
    std::vector<SnapshotInput> inputs;

    Verdict verdict = Verdict::NotChecked; ///< As statedVerdict() has it.
    std::string reason;
    std::vector<RangeVerdict> ranges;
    std::vector<SnapshotIdentity> identities;
    std::optional<SnapshotHead> head; ///< Where verified state ended.
    std::optional<TransactionId> committedTo;
    std::string committedBasis; ///< As VerificationReport; "service" when the service itself said so.
    std::optional<SeqNo> unsignedFrom;
    std::optional<TransactionId> lastRead;
    std::vector<SignedRoot> landmarks;
    std::vector<RootAt> rootsAt; ///< What stood where earlier snapshots ended.

    ConsortiumState consortium;
    std::vector<Check> checks;
    std::vector<Finding> findings; ///< At most kMostSnapshotFindings.
    std::uint64_t findingsOmitted = 0;
    std::vector<NotCheckedItem> notChecked;
    VerificationStats stats; ///< Its seconds are not kept.
};

inline constexpr std::size_t kMostSnapshotFindings = 1000;

} // namespace countersign::audit
