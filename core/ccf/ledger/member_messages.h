#pragma once

#include "core/base/worker_pool.h"
#include "core/ccf/ledger/history_state.h"
#include "core/ccf/ledger/member_message.h"
#include "core/ccf/ledger/run_log.h"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>

namespace countersign::ccf {

/// Judges the messages members signed, under their certificates as of the state before the transaction that records them.
class MemberMessages
{
public:
    /// `blame` is told the seqno of a message that does not hold.
    MemberMessages(WorkerPool& pool, RunLog& log, std::function<void(SeqNo, Verdict, const char*)> blame)
        : m_pool(pool), m_log(log), m_blame(std::move(blame))
    {
    }

    void judge(const std::vector<TableBlock>& tables, const HistoryState& stateBefore, Place where);
    /// Takes in what the pool has finished; with `all`, waits for the rest.
    void collect(bool all);
    /// Waits for those of transactions up to `seqno`.
    void collectUpTo(SeqNo seqno);
    std::uint64_t count() const noexcept { return m_count; }

private:
    struct Pending {
        Pending(MemberMessage m, crypto::PublicKey k, Place w)
            : message(std::move(m)), key(std::move(k)), where(std::move(w))
        {
        }

        MemberMessage message;
        crypto::PublicKey key;
        Place where;
        bool holds = false;
        std::atomic<bool> done{false};
    };

    void collectFront();
    void judgeOne(const std::string& member, Result<MemberMessage> message, const std::vector<TableBlock>& tables,
                  const HistoryState& stateBefore, const Place& where);
    void judgeContents(const std::string& member, const MemberMessage& message, const std::vector<TableBlock>& tables,
                       const Place& where);
    void fail(const char* check, Verdict verdict, const char* reason, const Place& where, std::string detail);

    WorkerPool& m_pool;
    RunLog& m_log;
    std::function<void(SeqNo, Verdict, const char*)> m_blame;
    std::deque<std::shared_ptr<Pending>> m_pending;
    std::uint64_t m_count = 0;
};

} // namespace countersign::ccf
