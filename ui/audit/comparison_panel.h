#pragma once

#include "core/audit/comparison.h"

#include <QWidget>

#include <optional>

class QLabel;
class QTabWidget;

namespace countersign::ui {

class LayoutMemory;
class PlainTableModel;
class VerdictBadge;

/// The answer to a comparison: its first line, why, and what changed, kind by kind.
class ComparisonPanel final : public QWidget
{
    Q_OBJECT
public:
    /// `memory` may be null, else it outlives the panel.
    explicit ComparisonPanel(LayoutMemory* memory, QWidget* parent = nullptr);

    void show(const audit::Comparison& comparison);
    /// Says that the ledger is being asked what made the changes.
    void setExplaining(bool explaining);
    const std::optional<audit::Comparison>& comparison() const { return m_comparison; }

Q_SIGNALS:
    /// The person wants to see a transaction of the later side's ledger.
    void transactionWanted(const QString& id);

private:
    void addTab(const QString& id);
    void showNotes();

    LayoutMemory* m_memory;
    VerdictBadge* m_badge = nullptr;
    QLabel* m_line = nullptr;
    QLabel* m_reason = nullptr;
    QLabel* m_notes = nullptr;
    QTabWidget* m_tabs = nullptr;
    QList<PlainTableModel*> m_models;
    std::optional<audit::Comparison> m_comparison;
    bool m_explaining = false;
};

} // namespace countersign::ui
