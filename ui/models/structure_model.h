#pragma once

#include "ui/models/structure_tree.h"

#include <QAbstractItemModel>

namespace countersign::ui {

/// A record's structure as a tree: name, value, format.
class StructureModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, ValueColumn, FormatColumn, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    /// May be null: an empty tree.
    void setTree(std::shared_ptr<const StructureTree> tree);
    const std::shared_ptr<const StructureTree>& tree() const { return m_tree; }

    int entryOf(const QModelIndex& index) const { return index.isValid() ? int(index.internalId()) : 0; }
    QModelIndex indexOf(int entry, int column = NameColumn) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const StructureTree> m_tree;
};

} // namespace countersign::ui
