#include "ui/explore/filter_search.h"

#include "ui/tasks/run_task.h"

namespace countersign::ui {

struct FilterSearch::Mailbox {
    std::mutex mutex;
    std::vector<SeqNo> hits;
    Progress progress;
};

/// What runs on the pool.
struct FilterSearch::Job {
    std::shared_ptr<RecordAccess> records;
    filter::FilterEvaluator evaluator;
    SeqNo from;
    SeqNo to;
    std::size_t mostHits;
    std::shared_ptr<Mailbox> mailbox;
    std::stop_token stop;
    std::size_t hitCount = 0;

    /// Unknown when the record could not be looked at.
    filter::Answer askContents(const RecordRow& row)
    {
        const auto detail = records->detail(row.seqno, kMostBytesARecord);
        if (!detail) return filter::Answer::Unknown;
        return evaluator.ask(row, filter::factsOf(*detail));
    }

    void look(const RecordRow& row, std::vector<SeqNo>& hits, quint64& undecided)
    {
        filter::Answer answer = evaluator.ask(row);
        if (answer == filter::Answer::Unknown) answer = askContents(row);
        if (answer == filter::Answer::Unknown) ++undecided;
        if (answer == filter::Answer::Yes) hits.push_back(row.seqno);
    }

    bool post(const std::vector<SeqNo>& hits, quint64 undecided, SeqNo next)
    {
        const std::lock_guard lock(mailbox->mutex);
        hitCount += hits.size();
        mailbox->hits.insert(mailbox->hits.end(), hits.begin(), hits.end());
        mailbox->progress.looked = next - from;
        mailbox->progress.hits = hitCount;
        mailbox->progress.undecided += undecided;
        mailbox->progress.full = hitCount >= mostHits;
        return !mailbox->progress.full;
    }

    std::optional<Error> run()
    {
        for (SeqNo at = from; at <= to && !stop.stop_requested();) {
            const std::size_t count = std::min<std::uint64_t>(kBatch, to - at + 1);
            auto rows = records->rows(at, count, stop);
            if (!rows && stop.stop_requested()) return {};
            if (!rows) return std::move(rows).error();
            std::vector<SeqNo> hits;
            quint64 undecided = 0;
            SeqNo next = rows->size() < count ? to + 1 : rows->back().seqno + 1;
            for (const RecordRow& row : *rows) {
                if (row.seqno > to) break;
                if (stop.stop_requested()) {
                    next = row.seqno;
                    break;
                }
                look(row, hits, undecided);
            }
            at = std::min(next, to + 1);
            if (!post(hits, undecided, at)) return {};
        }
        return {};
    }
};

FilterSearch::FilterSearch(QThreadPool& pool, QObject* parent) : QObject(parent), m_pool(pool)
{
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &FilterSearch::collect);
}

FilterSearch::~FilterSearch()
{
    m_stop.request_stop();
}

void FilterSearch::start(std::shared_ptr<RecordAccess> records, filter::FilterEvaluator evaluator, SeqNo from, SeqNo to,
                         std::size_t mostHits)
{
    drop();
    const auto [low, high] = evaluator.bounds();
    from = std::max({from, low, SeqNo(1)});
    to = std::min(to, high);
    m_stop = {};
    m_running = true;
    m_mailbox = std::make_shared<Mailbox>();
    m_mailbox->progress.total = from <= to ? to - from + 1 : 0;
    m_progress = m_mailbox->progress;
    m_timer.start();
    Job job{std::move(records), std::move(evaluator), from, to, mostHits, m_mailbox, m_stop.get_token()};
    runTask(m_pool, this, [job = std::move(job)](std::stop_token) mutable { return job.run(); },
            [this, generation = m_generation](const std::optional<Error>& error) {
                if (generation == m_generation) end(error);
            });
}

void FilterSearch::cancel()
{
    m_stop.request_stop();
}

void FilterSearch::drop()
{
    m_stop.request_stop();
    ++m_generation;
    m_running = false;
    m_timer.stop();
}

void FilterSearch::collect()
{
    std::vector<SeqNo> hits;
    {
        const std::lock_guard lock(m_mailbox->mutex);
        hits.swap(m_mailbox->hits);
        m_progress = m_mailbox->progress;
    }
    const quint64 generation = m_generation;
    if (!hits.empty()) Q_EMIT found(hits);
    if (generation == m_generation) Q_EMIT progressed();
}

void FilterSearch::end(const std::optional<Error>& error)
{
    const quint64 generation = m_generation;
    m_timer.stop();
    m_running = false;
    collect();
    if (generation != m_generation) return;
    if (error) Q_EMIT failed(*error);
    Q_EMIT finished(m_stop.stop_requested());
}

} // namespace countersign::ui
