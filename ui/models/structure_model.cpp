#include "ui/models/structure_model.h"

#include "ui/common/theme/metrics.h"
#include "ui/models/safe_text.h"

#include <QGuiApplication>

namespace countersign::ui {

void StructureModel::setTree(std::shared_ptr<const StructureTree> tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
}

QModelIndex StructureModel::indexOf(int entry, int column) const
{
    if (!m_tree || entry <= 0) return {};
    return createIndex(m_tree->entries()[std::size_t(entry)].row, column, quintptr(entry));
}

QModelIndex StructureModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) return {};
    const int first = m_tree->entries()[std::size_t(entryOf(parent))].firstChild;
    return createIndex(row, column, quintptr(first + row));
}

QModelIndex StructureModel::parent(const QModelIndex& index) const
{
    if (!index.isValid()) return {};
    return indexOf(m_tree->entries()[std::size_t(entryOf(index))].parent);
}

int StructureModel::rowCount(const QModelIndex& parent) const
{
    if (!m_tree || parent.column() > 0) return 0;
    return m_tree->childCount(entryOf(parent));
}

int StructureModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant StructureModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) return {};
    const StructureNode& node = *m_tree->entries()[std::size_t(entryOf(index))].node;
    if (role == Qt::FontRole && index.column() == ValueColumn) return fixedFont(QGuiApplication::font());
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const qsizetype limit = role == Qt::ToolTipRole ? 2000 : 300;
    const std::string& text = index.column() == NameColumn    ? node.name
                              : index.column() == ValueColumn ? node.value
                                                              : node.format;
    const QString shown = safeText(text, limit);
    return role == Qt::ToolTipRole ? plainToolTip(shown) : shown;
}

QVariant StructureModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn: return tr("Field");
    case ValueColumn: return tr("Value");
    case FormatColumn: return tr("Format");
    default: return {};
    }
}

} // namespace countersign::ui
