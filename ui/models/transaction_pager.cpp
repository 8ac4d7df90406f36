#include "ui/models/transaction_pager.h"

#include "ui/tasks/run_task.h"

#include <algorithm>

namespace countersign::ui {

TransactionPager::TransactionPager(QThreadPool& pool, QObject* parent) : QObject(parent), m_pool(pool) {}

TransactionPager::~TransactionPager()
{
    m_stop.request_stop();
}

void TransactionPager::setRecords(std::shared_ptr<RecordAccess> records)
{
    m_records = std::move(records);
    showRange(0, 0);
}

void TransactionPager::showRange(SeqNo first, int count)
{
    restart();
    m_showsHits = false;
    m_first = first;
    m_count = std::clamp(count, 0, kMostRows);
    m_hits.clear();
}

void TransactionPager::showHits(std::vector<SeqNo> hits)
{
    restart();
    m_showsHits = true;
    m_hits = std::move(hits);
    if (m_hits.size() > std::size_t(kMostRows)) m_hits.resize(std::size_t(kMostRows));
}

void TransactionPager::appendHits(const std::vector<SeqNo>& hits)
{
    const std::size_t room = std::size_t(kMostRows) - m_hits.size();
    m_hits.insert(m_hits.end(), hits.begin(), hits.begin() + std::ptrdiff_t(std::min(room, hits.size())));
}

void TransactionPager::restart()
{
    m_stop.request_stop();
    m_stop = {};
    ++m_generation;
    m_pages.clear();
    m_used.clear();
    m_wanted.clear();
    m_running.clear();
}

SeqNo TransactionPager::seqnoAt(int row) const
{
    if (row < 0 || row >= rowCount()) return 0;
    return m_showsHits ? m_hits[std::size_t(row)] : m_first + SeqNo(row);
}

int TransactionPager::rowAtOrAfter(SeqNo seqno) const
{
    if (m_showsHits) {
        const auto found = std::lower_bound(m_hits.begin(), m_hits.end(), seqno);
        return found == m_hits.end() ? -1 : int(found - m_hits.begin());
    }
    if (m_count == 0 || seqno >= m_first + SeqNo(m_count)) return -1;
    return seqno <= m_first ? 0 : int(seqno - m_first);
}

bool TransactionPager::shows(SeqNo seqno) const
{
    const int row = rowAtOrAfter(seqno);
    return row >= 0 && seqnoAt(row) == seqno;
}

TransactionPager::Slot TransactionPager::peek(int row) const
{
    const auto found = m_pages.find(row / kPageRows);
    if (row < 0 || found == m_pages.end()) return {};
    const Page& page = found->second;
    if (page.failed) return {State::Failed, nullptr};
    const auto index = std::size_t(row % kPageRows);
    if (index >= page.rows.size()) return {};
    return page.rows[index] ? Slot{State::Present, &*page.rows[index]} : Slot{State::Missing, nullptr};
}

TransactionPager::Slot TransactionPager::at(int row)
{
    if (row < 0 || row >= rowCount()) return {State::Missing, nullptr};
    const int number = row / kPageRows;
    const Slot slot = peek(row);
    if (slot.state == State::Waiting) {
        want(number);
    } else {
        m_used.splice(m_used.begin(), m_used, m_pages.at(number).use);
    }
    return slot;
}

void TransactionPager::want(int page)
{
    if (!m_records || std::find(m_running.begin(), m_running.end(), page) != m_running.end()) return;
    if (!m_wanted.empty() && m_wanted.front() == page) return;
    std::erase(m_wanted, page);
    m_wanted.push_front(page);
    if (int(m_wanted.size()) > kMostWaiting) m_wanted.pop_back();
    startNext();
}

std::vector<SeqNo> TransactionPager::seqnosOf(int page) const
{
    std::vector<SeqNo> seqnos;
    const int end = std::min(rowCount(), (page + 1) * kPageRows);
    for (int row = page * kPageRows; row < end; ++row) seqnos.push_back(seqnoAt(row));
    return seqnos;
}

void TransactionPager::startNext()
{
    while (int(m_running.size()) < kMostRunning && !m_wanted.empty()) {
        const int page = m_wanted.front();
        m_wanted.pop_front();
        m_running.push_back(page);
        runTask(m_pool, this,
                [records = m_records, seqnos = seqnosOf(page), stop = m_stop.get_token()](std::stop_token) {
                    return fetch(*records, seqnos, stop);
                },
                [this, page, generation = m_generation](Answer answer) {
                    if (generation == m_generation) take(page, std::move(answer));
                });
    }
}

TransactionPager::Answer TransactionPager::fetch(RecordAccess& records, const std::vector<SeqNo>& seqnos,
                                                 std::stop_token stop)
{
    Answer answer;
    answer.rows.resize(seqnos.size());
    for (std::size_t begin = 0; begin < seqnos.size();) {
        std::size_t end = begin + 1;
        while (end < seqnos.size() && seqnos[end] == seqnos[end - 1] + 1) ++end;
        auto rows = records.rows(seqnos[begin], end - begin, stop);
        if (!rows) {
            answer.error = std::move(rows).error();
            return answer;
        }
        for (RecordRow& row : *rows) {
            if (row.seqno < seqnos[begin] || row.seqno > seqnos[end - 1]) continue;
            answer.rows[begin + std::size_t(row.seqno - seqnos[begin])] = std::move(row);
        }
        begin = end;
    }
    return answer;
}

void TransactionPager::take(int number, Answer answer)
{
    std::erase(m_running, number);
    if (const auto old = m_pages.find(number); old != m_pages.end()) {
        m_used.erase(old->second.use);
        m_pages.erase(old);
    }
    m_used.push_front(number);
    m_pages[number] = Page{std::move(answer.rows), answer.error.has_value(), m_used.begin()};
    while (int(m_pages.size()) > kPagesKept) {
        m_pages.erase(m_used.back());
        m_used.pop_back();
    }
    startNext();
    const int first = number * kPageRows;
    Q_EMIT arrived(first, std::min(rowCount(), first + kPageRows) - 1);
    if (answer.error) Q_EMIT failed(*answer.error);
}

} // namespace countersign::ui
