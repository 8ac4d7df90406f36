#pragma once

#include "core/family/records.h"

#include <QObject>
#include <QThreadPool>

#include <deque>
#include <list>
#include <memory>
#include <unordered_map>

namespace countersign::ui {

/// Rows of a list, a page at a time: pages are fetched off this thread by sequence number, kept up to a limit, and
/// announced when they arrive. Shows either a run of the history or a list of hits. Lives on one thread.
class TransactionPager final : public QObject
{
    Q_OBJECT
public:
    static constexpr int kPageRows = 200;
    static constexpr int kPagesKept = 64;
    static constexpr int kMostWaiting = 8;  ///< Older wishes are dropped: the reader has scrolled on.
    static constexpr int kMostRunning = 2;
    static constexpr int kMostRows = 1'000'000;

    enum class State : quint8 {
        Waiting, ///< Asked for.
        Present,
        Missing, ///< No file holds it.
        Failed,  ///< Could not be read; failed() told why.
    };

    struct Slot {
        State state = State::Waiting;
        const RecordRow* row = nullptr; ///< With Present, until the next call of anything here.
    };

    explicit TransactionPager(QThreadPool& pool, QObject* parent = nullptr);
    ~TransactionPager() override;

    /// Forgets everything; late answers are dropped. `records` may be null.
    void setRecords(std::shared_ptr<RecordAccess> records);
    /// `count` numbers from `first` on, at most kMostRows.
    void showRange(SeqNo first, int count);
    /// Ascending; at most kMostRows are shown.
    void showHits(std::vector<SeqNo> hits);
    void appendHits(const std::vector<SeqNo>& hits);

    int rowCount() const { return m_showsHits ? int(m_hits.size()) : m_count; }
    bool showsHits() const { return m_showsHits; }
    SeqNo seqnoAt(int row) const;
    /// The row that shows `seqno`, or the next one after it; -1 when there is none.
    int rowAtOrAfter(SeqNo seqno) const;
    bool shows(SeqNo seqno) const;

    /// What is known of a row; asks for its page when it is not here.
    Slot at(int row);
    /// As at(), but asks for nothing.
    Slot peek(int row) const;
    int pagesHeld() const { return int(m_pages.size()); }

Q_SIGNALS:
    void arrived(int firstRow, int lastRow);
    void failed(const countersign::Error& error);

private:
    struct Page {
        std::vector<std::optional<RecordRow>> rows; ///< None: missing.
        bool failed = false;
        std::list<int>::iterator use;
    };
    struct Answer {
        std::vector<std::optional<RecordRow>> rows;
        std::optional<Error> error;
    };

    void restart();
    void want(int page);
    void startNext();
    void take(int page, Answer answer);
    std::vector<SeqNo> seqnosOf(int page) const;
    static Answer fetch(RecordAccess& records, const std::vector<SeqNo>& seqnos, std::stop_token stop);

    QThreadPool& m_pool;
    std::shared_ptr<RecordAccess> m_records;
    std::stop_source m_stop;
    quint64 m_generation = 0;
    bool m_showsHits = false;
    SeqNo m_first = 0;
    int m_count = 0;
    std::vector<SeqNo> m_hits;
    std::unordered_map<int, Page> m_pages;
    std::list<int> m_used; ///< Most recent first.
    std::deque<int> m_wanted;
    std::vector<int> m_running;
};

} // namespace countersign::ui
