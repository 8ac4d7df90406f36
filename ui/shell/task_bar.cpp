#include "ui/shell/task_bar.h"

#include "ui/common/task_row.h"
#include "ui/common/theme/metrics.h"

#include <QVBoxLayout>

namespace countersign::ui {

TaskBar::TaskBar(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("taskBar"));
    setAccessibleName(tr("Running work"));
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, space(this, 4), 0, space(this, 4));
    m_layout->setSpacing(0);
    hide();
}

// Rows that go with the bar have nobody left to tell.
TaskBar::~TaskBar()
{
    for (TaskRow* row : std::as_const(m_rows)) row->disconnect(this);
}

TaskRow* TaskBar::add(const QString& what)
{
    auto* row = new TaskRow(what, this);
    m_layout->addWidget(row);
    m_rows.append(row);
    connect(row, &TaskRow::stateChanged, this, &TaskBar::changed);
    connect(row, &QObject::destroyed, this, &TaskBar::remove);
    show();
    Q_EMIT changed();
    return row;
}

QString TaskBar::summary() const
{
    if (m_rows.isEmpty()) return {};
    const TaskRow* latest = m_rows.last();
    const QString one = latest->isPaused() ? tr("%1 (paused)").arg(latest->what()) : latest->what();
    return m_rows.size() == 1 ? one : tr("%1 (and %2 more)").arg(one).arg(m_rows.size() - 1);
}

void TaskBar::remove(QObject* row)
{
    m_rows.removeIf([row](const TaskRow* known) { return static_cast<const QObject*>(known) == row; });
    setVisible(!m_rows.isEmpty());
    Q_EMIT changed();
}

} // namespace countersign::ui
