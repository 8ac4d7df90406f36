#pragma once

#include "core/base/worker_pool.h"
#include "core/ccf/ledger/identity_tracker.h"
#include "core/ccf/ledger/leaf_pipeline.h"
#include "core/ccf/ledger/member_messages.h"
#include "core/ccf/ledger/range_book.h"
#include "core/ccf/ledger/recent_leaves.h"
#include "core/ccf/ledger/run_history.h"
#include "core/ccf/ledger/signature_judge.h"

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <vector>

namespace countersign::ccf {

/// Where a run begins when the ledger does not begin at its genesis: a CCF snapshot that was judged good.
struct StartingPoint {
    SeqNo seqno = 0; ///< The state is as of this transaction, which the tree holds.
    crypto::MerkleFrontier frontier;
    HistoryState state;
};

/// One snapshot evidence transaction of the ledger (spec ccf (c)).
struct SnapshotEvidence {
    SeqNo seqno = 0;    ///< Of the evidence transaction.
    SeqNo version = 0;  ///< Of the state.
    Digest digest{};
    bool claimed = false; ///< The transaction's claims digest is the same.
};

/// One pass over one line: every check of a ledger but comparison of copies, CCF snapshots and trust in an anchor.
class LedgerRun
{
public:
    LedgerRun(const LedgerFiles& files, const Line& line, WorkerPool& pool, RunLog& log, std::stop_token stop);

    /// Judges the line from `start`, from genesis, or from wherever it begins. False when it was stopped.
    bool run(std::optional<StartingPoint> start);

    RangeBook& book() noexcept { return m_book; }
    const RangeBook& book() const noexcept { return m_book; }
    const std::vector<Epoch>& epochs() const noexcept { return m_identity.epochs(); }
    const std::vector<SnapshotEvidence>& evidence() const noexcept { return m_evidence; }
    const VerificationStats& stats() const noexcept { return m_stats; }
    RunHistory& history() noexcept { return m_history; }
    const HistoryState& state() const noexcept { return m_state; }
    bool startedAtGenesis() const noexcept { return m_startedAtGenesis; }
    /// Good heads in order, only the latest when there are many.
    const std::deque<SignedHead>& heads() const noexcept { return m_heads; }
    std::optional<TransactionId> lastRead() const noexcept { return m_lastRead; }
    /// The last head that a signed transaction of a later view builds on, so that it was committed.
    std::optional<SignedHead> builtOn() const noexcept { return m_builtOn; }
    /// View of a transaction that was read.
    View viewOf(SeqNo seqno) const noexcept;
    const std::vector<RootAt>& rootsAt() const noexcept { return m_rootsAt; }
    SeqNo firstRead() const noexcept { return m_firstRead; }
    SeqNo lastSignature() const noexcept { return m_lastSignature; }

private:
    struct Waiting {
        std::shared_ptr<JudgedSignature> judged;
        SignedRange range;
    };

    void start(SeqNo first);
    void consume(HashedSlice& hashed);
    void consumeNotes(const Slice& slice);
    void consumeEntry(const HashedSlice& hashed, std::size_t index);
    void consumeFaults(const HashedSlice& hashed);
    void gap(SeqNo from, SeqNo to);
    void blameViews();
    void blameFile(const Slice& slice, const ReadNote& note);
    void keepIdentityInStep(SeqNo seqno);
    void frameworkEntry(const HashedSlice& hashed, std::size_t index);
    void signatureEntry(const HashedSlice& hashed, std::size_t index, const Entry& entry,
                        const std::vector<TableBlock>& tables);
    void noteKinds(const SignatureTransaction& signature, const Place& where);
    void closeBroken(const SignatureTransaction& signature, const std::shared_ptr<const Chunk>& chunk,
                     TransactionId own, std::optional<Digest> computed, Place where);
    void resynchronise(const SerialisedTree& tree, SeqNo own, SignedRange& range, bool vouched);
    bool disagrees(const SerialisedTree& tree, SeqNo own) const;
    bool judgePast(const SerialisedTree& tree, SeqNo own, bool rangeCovered);
    void takeLeaves(const SerialisedTree& tree, SeqNo own);
    void accuse(SeqNo from, SeqNo to);
    void noteEvidence(const Entry& entry, const std::vector<TableBlock>& tables, SeqNo seqno, const Place& where);
    void adoptIdentity(const SignatureTransaction& signature);
    SignedRange openRange(SeqNo to) const;
    void settle(Waiting& waiting);
    void judgeTime(JudgedSignature& judged);
    void takeHead(const JudgedSignature& judged, bool joined);
    void collect(bool all);
    void progress(bool last);
    Place place(const HashedSlice& hashed, std::size_t index) const;
    bool proposalIdFits(const std::string& id, Bytes signature) const;

    const LedgerFiles& m_files;
    const Line& m_line;
    WorkerPool& m_pool;
    RunLog& m_log;
    std::stop_token m_stop;

    RangeBook m_book;
    CertificateCache m_certificates;
    SignatureJudge m_judge;
    IdentityTracker m_identity;
    MemberMessages m_messages;
    RunHistory m_history;
    HistoryState m_state;
    crypto::MerkleFrontier m_frontier;
    bool m_frontierKnown = false;
    bool m_joined = true; ///< The tree of the open range continues the one before.
    RecentLeaves m_recent;
    std::deque<Waiting> m_waiting;
    std::vector<SnapshotEvidence> m_evidence;
    VerificationStats m_stats;

    std::set<SeqNo> m_wantedRoots;
    std::vector<RootAt> m_rootsAt;
    bool m_started = false;
    bool m_startedAtGenesis = false;
    SeqNo m_firstRead = 0;
    SeqNo m_rangeFrom = 0;
    SeqNo m_next = 0;
    View m_view = 0;
    std::vector<std::pair<SeqNo, View>> m_views; ///< First seqno of each view.
    SeqNo m_lastSignature = 0;
    bool m_lastWasSignature = false;
    bool m_serviceSignatureSeen = false;
    std::optional<TransactionId> m_lastRead;
    std::optional<SignedHead> m_lastGoodHead;
    std::deque<SignedHead> m_heads; ///< The latest good ones.
    std::optional<SignedHead> m_builtOn;
    std::optional<UtcTime> m_lastTime; ///< Of good service signatures.
    SeqNo m_stretchFrom = 0; ///< Since here the tree was followed leaf by leaf.
    bool m_nodeSignatureSeen = false;
    bool m_stretchBroken = false; ///< A range of the stretch stayed unexplained.
    std::vector<std::pair<SeqNo, SeqNo>> m_viewFaults; ///< Where the view went up, and down again; until the next signature.
    std::set<SeqNo> m_altered;                         ///< Found so by the signature at hand.
    std::uint64_t m_totalBytes = 0;
    std::chrono::steady_clock::time_point m_begin, m_lastProgress;
};

} // namespace countersign::ccf
