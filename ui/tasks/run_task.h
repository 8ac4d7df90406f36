#pragma once

#include <QFutureWatcher>
#include <QThread>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <stop_token>
#include <type_traits>
#include <utility>

namespace countersign::ui {

/// Runs `work(stop_token)` on `pool`, then `done(result)` on the thread of `context`, which is the calling one.
/// If `context` dies first, the work is asked to stop and `done` is never called. The stop source that is returned may
/// be dropped; asking it to stop does not keep `done` from being called.
///
/// `work` must not throw, and must not hold `context`.
template <class Work, class Done>
std::stop_source runTask(QThreadPool& pool, QObject* context, Work work, Done done)
{
    using Value = std::invoke_result_t<Work&, std::stop_token>;
    Q_ASSERT(context->thread() == QThread::currentThread());
    std::stop_source stop;
    auto* watcher = new QFutureWatcher<Value>(context);
    QObject::connect(watcher, &QObject::destroyed, [stop]() mutable { stop.request_stop(); });
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, done = std::move(done)]() mutable {
                         watcher->deleteLater();
                         auto future = watcher->future();
                         if constexpr (std::is_void_v<Value>) done();
                         else if (future.resultCount() == 1) done(future.takeResult());
                     });
    watcher->setFuture(QtConcurrent::run(
        &pool, [work = std::move(work), token = stop.get_token()]() mutable { return work(token); }));
    return stop;
}

} // namespace countersign::ui
