#include "ui/models/plain_table_model.h"

#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"
#include "ui/models/verdict_icon.h"

#include <QApplication>

namespace countersign::ui {

PlainTableModel::PlainTableModel(QStringList headers, QObject* parent)
    : QAbstractTableModel(parent), m_headers(std::move(headers))
{
}

void PlainTableModel::setRows(QList<PlainRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void PlainTableModel::setTable(QStringList headers, QList<PlainRow> rows)
{
    beginResetModel();
    m_headers = std::move(headers);
    m_rows = std::move(rows);
    endResetModel();
}

int PlainTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PlainTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_headers.size());
}

QVariant PlainTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size()) return {};
    const PlainRow& row = m_rows[index.row()];
    if (role == KindRole) return row.kind;
    if (role == ValueRole) return row.value;
    if (index.column() >= row.cells.size()) return {};
    const PlainCell& cell = row.cells[index.column()];
    switch (role) {
    case Qt::DisplayRole: return cell.text;
    case Qt::ToolTipRole: return plainToolTip(cell.toolTip.isEmpty() ? cell.text : cell.toolTip);
    case Qt::DecorationRole: return cell.verdict ? QVariant(verdictCellIcon(*cell.verdict)) : QVariant();
    case Qt::ForegroundRole:
        return cell.verdict ? QVariant(verdictColour(*cell.verdict, tokensOf(QApplication::palette()))) : QVariant();
    case Qt::TextAlignmentRole: return int((cell.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case SortRole: return cell.number ? QVariant(*cell.number) : QVariant(cell.text);
    default: return {};
    }
}

QVariant PlainTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_headers.size()) return {};
    if (role == Qt::DisplayRole) return m_headers[section];
    if (role == Qt::TextAlignmentRole && !m_rows.isEmpty()) return data(index(0, section), role);
    return {};
}

} // namespace countersign::ui
