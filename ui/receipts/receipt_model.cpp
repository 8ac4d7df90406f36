#include "ui/receipts/receipt_model.h"

#include "ui/common/reason_text.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"
#include "ui/models/verdict_icon.h"
#include "ui/receipts/receipt_text.h"

#include <QApplication>

namespace countersign::ui {

namespace {

/// What needs a second look comes first.
int badness(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Failed: return 0;
    case Verdict::Indeterminate: return 1;
    case Verdict::NotChecked: return 2;
    case Verdict::Passed: break;
    }
    return 3;
}

} // namespace

void ReceiptModel::setRows(std::vector<ReceiptRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ReceiptModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ReceiptModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString ReceiptModel::textOf(const ReceiptRow& row, int column) const
{
    const ReceiptOutcome& outcome = row.outcome;
    switch (column) {
    case VerdictColumn: return verdictWord(outcome.verdict);
    case TransactionColumn:
        return outcome.transactionId ? QString::fromStdString(outcome.transactionId->toString()) : tr("none named");
    case FileColumn: {
        const QString file = safeText(outcome.path, 400).section(QLatin1Char('/'), -1);
        return outcome.line == 0 ? file : tr("%1, line %2").arg(file).arg(outcome.line);
    }
    case KindColumn: return receiptKindText(outcome.kind);
    case ServiceColumn: return outcome.service.empty() ? tr("unknown") : safeText(outcome.service, 200);
    case DocumentColumn: return safeText(row.document, 200).section(QLatin1Char('/'), -1);
    case WhyColumn: return outcome.reason.empty() ? QString() : reasonText(outcome.reason);
    default: return {};
    }
}

QVariant ReceiptModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    const ReceiptRow& row = m_rows[std::size_t(index.row())];
    const bool isVerdict = index.column() == VerdictColumn;
    switch (role) {
    case Qt::DisplayRole: return textOf(row, index.column());
    case Qt::ToolTipRole:
        return plainToolTip(index.column() == FileColumn ? safeText(row.outcome.path, 1000) : textOf(row, index.column()));
    case Qt::DecorationRole: return isVerdict ? QVariant(verdictCellIcon(row.outcome.verdict)) : QVariant();
    case Qt::ForegroundRole:
        return isVerdict ? QVariant(verdictColour(row.outcome.verdict, tokensOf(QApplication::palette()))) : QVariant();
    case VerdictRole: return int(row.outcome.verdict);
    case SortRole:
        if (isVerdict) return badness(row.outcome.verdict);
        if (index.column() != TransactionColumn) return textOf(row, index.column());
        return row.outcome.transactionId ? QVariant(qulonglong(row.outcome.transactionId->seqno)) : QVariant(qulonglong(0));
    default: return {};
    }
}

QVariant ReceiptModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case VerdictColumn: return tr("Verdict");
    case TransactionColumn: return tr("Transaction");
    case FileColumn: return tr("File");
    case KindColumn: return tr("Kind");
    case ServiceColumn: return tr("Service");
    case DocumentColumn: return tr("Document");
    case WhyColumn: return tr("Why");
    default: return {};
    }
}

ReceiptFilter::ReceiptFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setSortRole(ReceiptModel::SortRole);
}

void ReceiptFilter::setVerdict(std::optional<Verdict> verdict)
{
    m_verdict = verdict;
    invalidateFilter();
}

void ReceiptFilter::setWord(const QString& word)
{
    m_word = word.trimmed();
    invalidateFilter();
}

bool ReceiptFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const auto at = [&](int column) { return sourceModel()->index(row, column, parent); };
    if (m_verdict && at(0).data(ReceiptModel::VerdictRole).toInt() != int(*m_verdict)) return false;
    if (m_word.isEmpty()) return true;
    for (int column = 0; column < sourceModel()->columnCount(); ++column)
        if (at(column).data().toString().contains(m_word, Qt::CaseInsensitive)) return true;
    return false;
}

} // namespace countersign::ui
