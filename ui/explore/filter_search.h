#pragma once

#include "ui/explore/filter/filter_eval.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <mutex>

namespace countersign::ui {

/// Asks a filter of every record of a stretch, off this thread; hits are told while it runs, at most ten times a second.
class FilterSearch final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kBatch = 2000;
    static constexpr std::uint64_t kMostBytesARecord = 16u << 20;

    struct Progress {
        quint64 looked = 0;
        quint64 total = 0;
        quint64 hits = 0;
        quint64 undecided = 0; ///< Records that could not be read whole: they may match.
        bool full = false;     ///< As many hits as a list shows: the rest was not looked for.
    };

    explicit FilterSearch(QThreadPool& pool, QObject* parent = nullptr);
    ~FilterSearch() override;

    /// Ends a search under way and begins one over `from`..`to`.
    void start(std::shared_ptr<RecordAccess> records, filter::FilterEvaluator evaluator, SeqNo from, SeqNo to,
               std::size_t mostHits);
    /// What was found stays; finished() follows.
    void cancel();
    /// Nothing more is told of it.
    void drop();
    bool isRunning() const { return m_running; }
    const Progress& progress() const { return m_progress; }

Q_SIGNALS:
    void found(const std::vector<countersign::SeqNo>& hits);
    void progressed();
    void finished(bool cancelled);
    void failed(const countersign::Error& error);

private:
    struct Mailbox;
    struct Job;

    void collect();
    void end(const std::optional<Error>& error);

    QThreadPool& m_pool;
    QTimer m_timer;
    std::shared_ptr<Mailbox> m_mailbox;
    std::stop_source m_stop;
    quint64 m_generation = 0;
    bool m_running = false;
    Progress m_progress;
};

} // namespace countersign::ui
