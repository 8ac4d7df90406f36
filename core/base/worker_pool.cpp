#include "core/base/worker_pool.h"

#include <algorithm>

namespace countersign {

WorkerPool::WorkerPool(unsigned helpers)
{
    for (unsigned i = 0; i < helpers; ++i) m_threads.emplace_back([this](std::stop_token stop) { work(stop); });
}

WorkerPool::~WorkerPool()
{
    for (std::jthread& thread : m_threads) thread.request_stop();
    m_changed.notify_all();
    std::unique_lock lock(m_mutex);
    while (!m_queue.empty()) runFront(lock);
    lock.unlock();
    m_threads.clear();
}

void WorkerPool::submit(std::function<void()> task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(task));
    }
    m_changed.notify_all();
}

void WorkerPool::runFront(std::unique_lock<std::mutex>& lock)
{
    const std::function<void()> task = std::move(m_queue.front());
    m_queue.pop_front();
    lock.unlock();
    task();
    lock.lock();
    m_changed.notify_all();
}

void WorkerPool::work(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_queue.empty(); })) runFront(lock);
}

unsigned threadsFor(unsigned requested) noexcept
{
    const unsigned wanted = requested != 0 ? requested : std::thread::hardware_concurrency();
    return std::clamp(wanted, 1u, 64u);
}

} // namespace countersign
