#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace countersign {

/// A few threads and one queue. The thread that owns the pool takes part through helpUntil(), so a pool of zero threads
/// works too, one task after the other.
class WorkerPool
{
public:
    /// `helpers` threads besides the caller's.
    explicit WorkerPool(unsigned helpers);
    /// Runs what is queued, then joins.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    unsigned threads() const noexcept { return static_cast<unsigned>(m_threads.size()) + 1; }

    /// Must not throw. Tasks start in the order they were submitted.
    void submit(std::function<void()> task);

    /// Runs queued tasks on this thread until `done()`; waits when there are none. `done` is asked after each task of any
    /// thread and must be cheap.
    template <class Done>
    void helpUntil(Done done)
    {
        std::unique_lock lock(m_mutex);
        while (!done()) {
            if (m_queue.empty())
                m_changed.wait(lock);
            else
                runFront(lock);
        }
    }

private:
    void runFront(std::unique_lock<std::mutex>& lock);
    void work(std::stop_token stop);

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_queue;
    std::vector<std::jthread> m_threads;
};

/// `requested` threads in all, or one a processor for 0; at least 1, at most 64.
unsigned threadsFor(unsigned requested) noexcept;

} // namespace countersign
