#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/family/consortium.h"
#include "core/family/records.h"
#include "core/family/report.h"
#include "core/family/table_history.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace countersign {

enum class FileState : std::uint8_t {
    Committed, ///< Complete, and named as committed.
    Complete,  ///< Complete, commit not stated by its name.
    Open,      ///< Still being written when it was copied.
    Recovery,  ///< Written while a recovery was in progress.
    SetAside,  ///< ".ignored", ".corrupted": no part of the history.
    Snapshot,
    Duplicate, ///< Same bytes as another file of the history.
    Foreign,   ///< Not recognised; not looked into.
    Unreadable,
};

const char* fileStateName(FileState state) noexcept;

struct SourceFile {
    std::string folder; ///< As given by the user.
    std::string name;
    std::uint64_t size = 0;
    std::optional<SeqNo> first, last; ///< By name or, for an open chunk, by what it holds as far as it is known.
    FileState state = FileState::Foreign;
    std::string problem; ///< A reason, empty when none was seen yet.

    std::string path() const;
};

/// Numbers that no file holds, or that several hold.
struct SourceIrregularity {
    enum class Kind : std::uint8_t { Gap, Overlap } kind = Kind::Gap;
    SeqNo from = 0;
    SeqNo to = 0;
    std::vector<std::uint32_t> files; ///< Indices into SourceSummary::files.
};

/// What is known at once, from names and sizes alone.
struct SourceSummary {
    std::string family;
    std::string kind;               ///< "ledger", "chunk", "snapshot", "receipt", "statement".
    std::vector<std::string> paths; ///< As given.
    std::vector<SourceFile> files;
    std::vector<SourceIrregularity> irregularities;
    std::optional<SeqNo> first, last;
    std::uint64_t bytes = 0; ///< Of the files that are part of the history.
};

/// What Passed rests on in this family and what it cannot show; ids that ui/ and reports turn into sentences.
struct AssuranceProfile {
    std::vector<std::string> restsOn;
    std::vector<std::string> cannotShow;
};

/// A file handed in beside what is judged.
struct NamedFile {
    ByteVector content;
    std::string source; ///< Its name, for people.
};

/// A document that a receipt is said to be about.
struct DocumentInput {
    Digest digest{};      ///< SHA-256 of its bytes.
    Digest rfc9162Leaf{}; ///< SHA-256 of a zero byte and its bytes: its leaf in a tree of RFC 9162.
    std::string source;
};

/// What a receipt is said to claim. The family decides what the bytes are: a digest in hex, or (ACL) application claims.
struct ClaimsInput {
    ByteVector content;
    std::string source;
};

struct VerifyOptions {
    std::vector<AnchorInput> anchors;
    /// The anchors name the service that the evidence is said to come from. False: they are merely what is at hand, and
    /// evidence of yet another service contradicts nothing.
    bool anchorsNameTheService = true;
    std::optional<NamedFile> policy;   ///< What the user accepts; for families that takesCollateral().
    std::vector<NamedFile> collateral; ///< Certificates, revocation lists and vendors' data from elsewhere; likewise.
    std::optional<TransactionId> transactionId; ///< What receipts are said to be about; each is held against it.
    std::optional<DocumentInput> document;
    std::optional<ClaimsInput> claims;
    std::optional<UtcTime> at;      ///< Certificates' dates are reported against it.
    std::vector<SeqNo> rootsAt;     ///< Numbers whose roots are wanted: VerificationReport::rootsAt.
    unsigned jobs = 0;              ///< Threads in all; 0 means one a processor.
    std::size_t maxFindings = 10'000;
};

/// Partial results while a verification runs. Called from the verifying thread; must not block.
struct VerifyObserver {
    ProgressSink progress;
    std::function<void(const RangeVerdict&)> range;
    std::function<void(const Finding&)> finding;
    /// Returns while work may go on; blocks as long as the user paused it. May be empty.
    std::function<void()> waitWhilePaused;
};

/// An opened source behind the seam every ledger family stands behind. Optional services are null where the family has no
/// such thing.
class EvidenceSource
{
public:
    virtual ~EvidenceSource() = default;

    virtual const SourceSummary& summary() const = 0;
    virtual AssuranceProfile assurance() const = 0;
    virtual RecordAccess& records() = 0;

    /// Judges everything. Cancelling is no Error: the report is Indeterminate with CANCELLED. An Error means that nothing
    /// could be judged (no file readable, an anchor that cannot be read).
    virtual Result<VerificationReport> verify(const VerifyOptions& options, std::stop_token stop,
                                              const VerifyObserver& observer) = 0;

    /// The chain from one record up to the pin, each link judged anew from the files, with the identities of `report`.
    virtual Result<std::vector<ProofLink>> prove(SeqNo seqno, const VerificationReport& report) = 0;

    virtual TableHistory* tables() { return nullptr; }
    virtual ConsortiumHistory* consortium() { return nullptr; }
};

} // namespace countersign
