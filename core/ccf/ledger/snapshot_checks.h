#pragma once

#include "core/ccf/ledger/ledger_run.h"
#include "core/ccf/ledger/snapshot.h"
#include "core/ccf/ledger/trust.h"

#include <map>
#include <optional>
#include <stop_token>
#include <vector>

namespace countersign::ccf {

/// Judges the CCF snapshots at hand by their four links and against the ledger's own state.
class SnapshotChecks
{
public:
    SnapshotChecks(const LedgerFiles& files, RunLog& log) : m_files(files), m_log(log) {}

    /// The starting point for a line that begins after its genesis: the snapshot right before `first` whose digest and receipt
    /// hold under the service it names itself. Trust in that service is judged later, like any identity's.
    std::optional<StartingPoint> startFor(SeqNo first);

    /// Digest, receipt and certificate of each snapshot; evidence where the ledger holds it. On the one at `start` the whole line
    /// rests, so that its evidence must be there, and signed.
    void judge(const LedgerRun* run, const TrustJudge& trust, std::optional<SeqNo> start);
    /// Replays the public tables of the line and compares them with each snapshot's. Needs a line from genesis or `start`.
    void compareStates(const Line& line, std::optional<SeqNo> start, bool fromGenesis, std::stop_token stop);

    /// The anchor that a snapshot's receipt led to by itself; null when none did.
    const CcfAnchor* anchor() const noexcept { return m_anchor; }

    static constexpr std::size_t kMostRows = 500'000; ///< Of a state that is replayed.

private:
    void judgeOne(const SnapshotFile& file, const Snapshot& snapshot, const LedgerRun* run, const TrustJudge& trust);
    void judgeReceipt(const SnapshotFile& file, const Snapshot& snapshot, const TrustJudge& trust, const Place& where);
    void judgeEvidenceName(const SnapshotFile& file, const Snapshot& snapshot, const JsonReceipt& receipt,
                           const Place& where);
    void judgeCertificate(const Snapshot& snapshot, const JsonReceipt& receipt, const TrustJudge& trust,
                          const Place& where);
    void judgeEvidence(const SnapshotFile& file, const Snapshot& snapshot, const LedgerRun& run, const Place& where);
    void evidenceNotAtHand(const SnapshotFile& file, const Snapshot& snapshot, const char* reason, const Place& where);
    bool receiptHolds(const Snapshot& snapshot, const JsonReceipt& receipt, std::string& why) const;
    Place place(const SnapshotFile& file) const;

    const LedgerFiles& m_files;
    RunLog& m_log;
    const CcfAnchor* m_anchor = nullptr;
    std::optional<SeqNo> m_start;
};

} // namespace countersign::ccf
