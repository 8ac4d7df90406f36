#pragma once

#include "ui/receipts/receipt_drop.h"
#include "ui/verify/ledger_session.h"

#include <QObject>

namespace countersign::ui {

/// Judges one drop of receipts off the GUI thread, a source at a time, and holds what came of it.
class ReceiptBatch final : public QObject
{
    Q_OBJECT
public:
    /// `pool` outlives the batch.
    ReceiptBatch(QThreadPool& pool, int jobs, QObject* parent = nullptr);

    void start(ReceiptDrop drop);
    /// Judges all again.
    void setAnchors(AnchorChoice anchors);
    void cancel();

    const ReceiptDrop& drop() const { return m_drop; }
    bool isRunning() const { return m_session != nullptr; }
    bool wasCancelled() const { return m_cancelled; }
    const std::vector<ReceiptRow>& rows() const { return m_rows; }
    std::size_t count(Verdict verdict) const;
    /// Of the source, after it was judged; null before.
    std::shared_ptr<const VerificationReport> report(std::size_t source) const;
    /// Files that were looked at and hold no receipt.
    std::uint64_t leftOut() const;

Q_SIGNALS:
    void started();
    void progressed(const countersign::Progress& progress);
    void failed(const countersign::Error& error);
    void ended();

private:
    void judgeNext();
    void take(const std::shared_ptr<const VerificationReport>& report);
    QString documentOf(const ReceiptOutcome& outcome) const;

    QThreadPool& m_pool;
    int m_jobs;
    ReceiptDrop m_drop;
    std::vector<ReceiptRow> m_rows;
    std::vector<std::shared_ptr<const VerificationReport>> m_reports;
    LedgerSession* m_session = nullptr;
    bool m_cancelled = false;
    bool m_askDocument = false;
};

} // namespace countersign::ui
