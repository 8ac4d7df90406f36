#pragma once

#include "ui/receipts/receipt_drop.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <optional>

namespace countersign::ui {

/// The receipts of a batch, one a row.
class ReceiptModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { VerdictColumn, TransactionColumn, FileColumn, KindColumn, ServiceColumn, DocumentColumn, WhyColumn, ColumnCount };
    enum Role { SortRole = Qt::UserRole, VerdictRole, TextRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<ReceiptRow> rows);
    const ReceiptRow& rowAt(int row) const { return m_rows[std::size_t(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString textOf(const ReceiptRow& row, int column) const;

    std::vector<ReceiptRow> m_rows;
};

/// Those with a verdict and a word in any column.
class ReceiptFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ReceiptFilter(QObject* parent = nullptr);

    void setVerdict(std::optional<Verdict> verdict); ///< None: all.
    void setWord(const QString& word);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::optional<Verdict> m_verdict;
    QString m_word;
};

} // namespace countersign::ui
