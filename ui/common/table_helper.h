#pragma once

#include <QObject>
#include <QTimer>

class QTableView;

namespace countersign::ui {

class EmptyState;
class LayoutMemory;

/// Gives a table what every table of the program has: hairlines, selection by row, a header that sorts, a column
/// chooser, remembered widths, rows copied as TSV, and its sentence when it is empty. A child of the table.
class TableHelper final : public QObject
{
    Q_OBJECT
public:
    enum class Sorting : quint8 { Off, On };

    /// Call after the model is set. `memory` may be null; else it outlives the table.
    TableHelper(QTableView* table, const QString& key, LayoutMemory* memory, Sorting sorting = Sorting::On);

    /// Shown over the table while its model has no row. Becomes a child of the table.
    void setEmptyState(EmptyState* state);

    /// The selected rows as text, visible columns in the order shown, tabs between and a line end after each.
    QString selectionAsTsv() const;

    bool eventFilter(QObject* watched, QEvent* event) override;

public Q_SLOTS:
    void copySelection() const;

private:
    void showColumnChooser(const QPoint& position);
    void updateEmptyState();
    void keepLayout();

    QTableView* m_table;
    QObject* m_viewport;
    QString m_key;
    LayoutMemory* m_memory;
    EmptyState* m_empty = nullptr;
    QTimer m_keepTimer;
};

/// More rows than this are not copied at once; the clipboard is no export.
inline constexpr int kMostCopiedRows = 100'000;

} // namespace countersign::ui
