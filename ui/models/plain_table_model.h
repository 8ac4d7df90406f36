#pragma once

#include "core/base/verification.h"

#include <QAbstractTableModel>

#include <optional>

namespace countersign::ui {

struct PlainCell {
    QString text;
    std::optional<Verdict> verdict = {}; ///< Gives the cell the verdict's shape and colour.
    QString toolTip = {};
    std::optional<double> number = {}; ///< Right aligned, and sorted by it.
};

struct PlainRow {
    QList<PlainCell> cells;
    QString kind = {}, value = {}; ///< Where the row leads, as Page::openPlace() takes it; empty: nowhere.
};

/// A small table of finished texts: what a pane says, or the numbers of a chart.
class PlainTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { SortRole = Qt::UserRole, KindRole, ValueRole };

    explicit PlainTableModel(QStringList headers, QObject* parent = nullptr);

    void setRows(QList<PlainRow> rows);
    void setTable(QStringList headers, QList<PlainRow> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_headers;
    QList<PlainRow> m_rows;
};

} // namespace countersign::ui
