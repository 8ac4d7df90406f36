#pragma once

#include <functional>
#include <stop_token>
#include <thread>

namespace countersign {

/// While it lives, the first SIGINT or SIGTERM asks for a stop, and the second ends the process at once with status
/// 130. One at a time in a process. Restores the handlers it found.
class InterruptWatch
{
public:
    /// `onStop` is called on a thread of its own, once, after the stop was asked for.
    explicit InterruptWatch(std::function<void()> onStop);
    ~InterruptWatch();

    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    void watch();

    std::function<void()> m_onStop;
    std::stop_source m_stop;
    std::thread m_watcher;
};

} // namespace countersign
