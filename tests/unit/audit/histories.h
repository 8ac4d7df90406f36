#pragma once

#include "core/audit/snapshot_signature.h"
#include "core/audit/snapshot_taking.h"
#include "core/family/family.h"
#include "tests/support/ledger_editor.h"
#include "tests/support/ledger_script.h"

#include <filesystem>
#include <optional>
#include <string>

// One service's history as several folders tell it, and snapshots of them.

namespace countersign::test {

/// A folder that was judged, with its snapshot.
struct Seen {
    std::shared_ptr<const Family> family;
    std::unique_ptr<EvidenceSource> source;
    VerificationReport report;
    audit::AuditSnapshot snapshot;
};

struct SeeOptions {
    UtcTime takenAt{1'767'312'000}; ///< 2026-01-02.
    std::string anchor;             ///< PEM; empty: none.
    std::vector<SeqNo> rootsAt;
    std::string name = "Contoso";
    std::optional<audit::Auditor> auditor;
    std::optional<Digest> previous;
    unsigned jobs = 1;
};

/// Judges the folder and takes its snapshot. Throws std::runtime_error when it cannot be asked.
Seen see(const std::filesystem::path& ledger, const SeeOptions& options);

/// The document of a snapshot as a file; throws when it has none.
audit::SnapshotFile fileOf(const audit::AuditSnapshot& snapshot);

/// Ledger folders made from one script: what a service wrote, and what others made of it.
class Histories
{
public:
    /// `events` as LedgerScript::events.
    explicit Histories(std::filesystem::path folder,
                       std::multimap<SeqNo, std::function<void(support::SyntheticService&)>> events = {});

    const support::GeneratedLedger& made() const { return m_made; }
    const std::string& anchor() const { return m_made.identities.front().certificate; }
    std::filesystem::path whole() const { return m_made.ledger(); }

    /// The signature transaction at `seqno` or after.
    SeqNo signatureFrom(SeqNo seqno) const;
    /// The history up to a signature transaction, its last chunk ended and named as committed.
    std::filesystem::path upTo(SeqNo signature, const std::string& name);
    /// A transaction in the middle is another one, and everything after it is signed anew by the true keys.
    std::filesystem::path rewritten(SeqNo from, SeqNo changed, const std::string& name);
    /// The same until `seqno`, then another primary took over and wrote something else.
    std::filesystem::path forked(SeqNo seqno, const std::string& name);

private:
    support::LedgerScript script() const;

    std::filesystem::path m_folder;
    std::multimap<SeqNo, std::function<void(support::SyntheticService&)>> m_events;
    support::GeneratedLedger m_made;
};

} // namespace countersign::test
