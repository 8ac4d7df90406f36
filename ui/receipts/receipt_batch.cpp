#include "ui/receipts/receipt_batch.h"

#include <algorithm>

namespace countersign::ui {

ReceiptBatch::ReceiptBatch(QThreadPool& pool, int jobs, QObject* parent) : QObject(parent), m_pool(pool), m_jobs(jobs) {}

void ReceiptBatch::start(ReceiptDrop drop)
{
    if (m_session) m_session->deleteLater();
    m_session = nullptr;
    m_drop = std::move(drop);
    m_rows.clear();
    m_reports.clear();
    m_cancelled = false;
    m_askDocument = false;
    Q_EMIT started();
    judgeNext();
}

void ReceiptBatch::setAnchors(AnchorChoice anchors)
{
    ReceiptDrop drop = std::move(m_drop);
    drop.anchors = std::move(anchors);
    start(std::move(drop));
}

void ReceiptBatch::cancel()
{
    if (!m_session) return;
    m_cancelled = true;
    m_session->cancel();
}

void ReceiptBatch::judgeNext()
{
    if (m_session) m_session->deleteLater();
    m_session = nullptr;
    const std::size_t next = m_reports.size();
    if (next >= m_drop.sources.size() || m_cancelled) return Q_EMIT ended();
    m_session = new LedgerSession(m_pool, m_drop.sources[next], m_jobs, this);
    VerifyOptions questions;
    questions.anchorsNameTheService = false;
    if (m_askDocument) questions.document = m_drop.documents.front();
    m_session->setQuestions(std::move(questions));
    m_session->setAnchor(m_drop.anchors);
    connect(m_session, &LedgerSession::progressed, this, &ReceiptBatch::progressed);
    connect(m_session, &LedgerSession::finished, this, &ReceiptBatch::take);
    connect(m_session, &LedgerSession::failed, this, [this](const Error& error) {
        Q_EMIT failed(error);
        m_reports.push_back(nullptr);
        judgeNext();
    });
    m_session->start();
}

void ReceiptBatch::take(const std::shared_ptr<const VerificationReport>& report)
{
    // One receipt and one document: the question is whether it is about that one. Of many, each is told which it claims.
    const bool alone = m_drop.sources.size() == 1 && report->receipts.size() == 1 && m_drop.documents.size() == 1;
    if (alone && !m_askDocument) {
        m_askDocument = true;
        return judgeNext();
    }
    SeqNo number = 0;
    for (const ReceiptOutcome& outcome : report->receipts)
        m_rows.push_back({m_reports.size(), ++number, outcome, documentOf(outcome)});
    m_reports.push_back(report);
    judgeNext();
}

QString ReceiptBatch::documentOf(const ReceiptOutcome& outcome) const
{
    const auto found = std::ranges::find_if(m_drop.documents, [&](const DocumentInput& document) {
        return outcome.claimsDigest == document.digest;
    });
    return found == m_drop.documents.end() ? QString() : QString::fromStdString(found->source);
}

std::size_t ReceiptBatch::count(Verdict verdict) const
{
    return std::size_t(std::ranges::count_if(m_rows, [&](const ReceiptRow& row) { return row.outcome.verdict == verdict; }));
}

std::shared_ptr<const VerificationReport> ReceiptBatch::report(std::size_t source) const
{
    return source < m_reports.size() ? m_reports[source] : nullptr;
}

std::uint64_t ReceiptBatch::leftOut() const
{
    std::uint64_t count = 0;
    for (const auto& report : m_reports) {
        if (!report) continue;
        for (const NotCheckedItem& item : report->notChecked)
            if (item.reason == "UNSUPPORTED" || item.reason == "NO_PROOF") count += item.count;
    }
    return count;
}

} // namespace countersign::ui
