#pragma once

#include "core/family/evidence_source.h"

#include <condition_variable>
#include <mutex>

namespace countersign::ui {

/// What a run under way has to tell since it was last asked.
struct RunNews {
    Progress progress;
    std::vector<RangeVerdict> ranges; ///< All so far, in order, adjoining equal ones merged.
    bool rangesChanged = false;
    std::vector<Finding> findings; ///< New ones only.
};

/// Between the thread that verifies and the one that shows: takes what comes, gives it out when asked, and holds the
/// verification while it is paused. Safe from any thread.
class RunRelay
{
public:
    /// The observer keeps the relay alive through `self`, and calls nothing else.
    static VerifyObserver observer(std::shared_ptr<RunRelay> self);

    RunNews takeNews();
    void pause(bool paused);
    /// Ends a pause for good, so that a cancelled run can end.
    void release();

private:
    void addRange(const RangeVerdict& range);
    void waitWhilePaused();

    std::mutex m_mutex;
    std::condition_variable m_resumed;
    RunNews m_news;
    bool m_paused = false;
    bool m_released = false;
};

} // namespace countersign::ui
