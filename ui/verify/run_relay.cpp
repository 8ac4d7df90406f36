#include "ui/verify/run_relay.h"

#include <algorithm>

namespace countersign::ui {

VerifyObserver RunRelay::observer(std::shared_ptr<RunRelay> self)
{
    return {.progress =
                [self](const Progress& progress) {
                    const std::lock_guard lock(self->m_mutex);
                    self->m_news.progress = progress;
                },
            .range = [self](const RangeVerdict& range) { self->addRange(range); },
            .finding =
                [self](const Finding& finding) {
                    const std::lock_guard lock(self->m_mutex);
                    self->m_news.findings.push_back(finding);
                },
            .waitWhilePaused = [self] { self->waitWhilePaused(); }};
}

void RunRelay::addRange(const RangeVerdict& range)
{
    const std::lock_guard lock(m_mutex);
    auto& ranges = m_news.ranges;
    m_news.rangesChanged = true;
    if (!ranges.empty() && ranges.back().to + 1 == range.from && ranges.back().verdict == range.verdict &&
        ranges.back().reason == range.reason) {
        ranges.back().to = range.to;
        return;
    }
    const auto at = std::upper_bound(ranges.begin(), ranges.end(), range.from,
                                     [](SeqNo from, const RangeVerdict& other) { return from < other.from; });
    ranges.insert(at, range);
}

RunNews RunRelay::takeNews()
{
    const std::lock_guard lock(m_mutex);
    RunNews news{.progress = m_news.progress, .rangesChanged = m_news.rangesChanged};
    if (m_news.rangesChanged) news.ranges = m_news.ranges;
    news.findings.swap(m_news.findings);
    m_news.rangesChanged = false;
    return news;
}

void RunRelay::pause(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused = paused;
    }
    m_resumed.notify_all();
}

void RunRelay::release()
{
    {
        const std::lock_guard lock(m_mutex);
        m_released = true;
    }
    m_resumed.notify_all();
}

void RunRelay::waitWhilePaused()
{
    std::unique_lock lock(m_mutex);
    m_resumed.wait(lock, [this] { return !m_paused || m_released; });
}

} // namespace countersign::ui
