#include "ui/common/task_row.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

namespace countersign::ui {

TaskRow::TaskRow(const QString& what, QWidget* parent) : QFrame(parent), m_what(what)
{
    setObjectName(QStringLiteral("taskRow"));
    setAccessibleName(what);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space(this, 12), 0, space(this, 8), 0);
    layout->setSpacing(space(this, 12));
    auto* title = new QLabel(what, this);
    title->setTextFormat(Qt::PlainText);
    layout->addWidget(title);
    m_bar = new QProgressBar(this);
    m_bar->setAccessibleName(tr("Progress of: %1").arg(what));
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(space(this, 8));
    layout->addWidget(m_bar, 1);
    m_state = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_state->setWordWrap(false);
    m_state->setObjectName(QStringLiteral("taskState"));
    layout->addWidget(m_state);
    m_pause = makeButton(QStringLiteral("taskPause"), QStringLiteral("pause"), tr("Pause"));
    connect(m_pause, &QToolButton::clicked, this, &TaskRow::togglePause);
    m_pause->hide();
    m_cancel = makeButton(QStringLiteral("taskCancel"), QStringLiteral("close"), tr("Cancel"));
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        Q_EMIT cancelWanted();
    });
    layout->addWidget(m_pause);
    layout->addWidget(m_cancel);
}

QToolButton* TaskRow::makeButton(const QString& name, const QString& icon, const QString& label)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(lineIcon(icon));
    button->setAutoRaise(true);
    button->setToolTip(label);
    button->setAccessibleName(tr("%1: %2", "action, then the work it acts on").arg(label, m_what));
    return button;
}

void TaskRow::setProgress(const Progress& progress)
{
    m_progress = progress;
    if (progress.totalBytes == 0) m_bar->setRange(0, 0);
    else {
        m_bar->setRange(0, 1000);
        m_bar->setValue(int(double(progress.doneBytes) / double(progress.totalBytes) * 1000));
    }
    m_state->setText(stateText());
    Q_EMIT stateChanged();
}

void TaskRow::setPausable(bool pausable)
{
    m_pause->setVisible(pausable);
}

QString TaskRow::stateText() const
{
    if (m_paused) return tr("Paused");
    QStringList parts;
    const bool totalKnown = m_progress.totalBytes > 0;
    const double done = double(m_progress.doneBytes);
    if (totalKnown) parts += formatShare(done / double(m_progress.totalBytes));
    if (m_progress.seconds > 0.2) {
        const double rate = done / m_progress.seconds;
        if (rate >= 1) parts += tr("%1/s", "a size a second").arg(formatBytes(quint64(rate)));
        const auto items = quint64(double(m_progress.doneItems) / m_progress.seconds);
        if (items > 0) parts += tr("%1 transactions/s").arg(formatCount(items));
        if (totalKnown && rate >= 1 && m_progress.totalBytes >= m_progress.doneBytes)
            parts += tr("%1 left").arg(formatDuration(double(m_progress.totalBytes - m_progress.doneBytes) / rate));
    }
    return parts.join(QStringLiteral(" · "));
}

void TaskRow::togglePause()
{
    m_paused = !m_paused;
    m_pause->setIcon(lineIcon(m_paused ? QStringLiteral("resume") : QStringLiteral("pause")));
    const QString label = m_paused ? tr("Resume") : tr("Pause");
    m_pause->setToolTip(label);
    m_pause->setAccessibleName(tr("%1: %2", "action, then the work it acts on").arg(label, m_what));
    m_state->setText(stateText());
    Q_EMIT pauseWanted(m_paused);
    Q_EMIT stateChanged();
}

} // namespace countersign::ui
