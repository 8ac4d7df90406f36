#pragma once

#include "ui/common/format.h"
#include "ui/shell/trust_state.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace countersign::ui {

/// The bottom line: signed to, unsigned, task, key, how times are shown.
class StateLine final : public QFrame
{
    Q_OBJECT
public:
    explicit StateLine(QWidget* parent = nullptr);

    void setLedger(const std::optional<LedgerState>& state); ///< Nothing: no ledger is shown.
    void setTask(const QString& text);                       ///< Empty: idle.
    void setTimeDisplay(TimeDisplay display);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QLabel* addField(const QString& name, int stretch);
    void adoptTheme();

    QHBoxLayout* m_layout = nullptr;
    QLabel* m_signed = nullptr;
    QLabel* m_unsigned = nullptr;
    QLabel* m_task = nullptr;
    QLabel* m_key = nullptr;
    QLabel* m_times = nullptr;
};

} // namespace countersign::ui
