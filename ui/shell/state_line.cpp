#include "ui/shell/state_line.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace countersign::ui {

StateLine::StateLine(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("stateLine"));
    setAccessibleName(tr("State line"));
    m_layout = new QHBoxLayout(this);
    m_layout->setContentsMargins(space(this, 16), space(this, 4), space(this, 16), space(this, 4));
    m_layout->setSpacing(space(this, 24));
    m_signed = addField(QStringLiteral("stateSigned"), 0);
    m_unsigned = addField(QStringLiteral("stateUnsigned"), 0);
    m_task = addField(QStringLiteral("stateTask"), 1);
    m_key = addField(QStringLiteral("stateKey"), 0);
    m_times = addField(QStringLiteral("stateTimes"), 0);
    adoptTheme();
    setLedger(std::nullopt);
    setTask({});
    setTimeDisplay(TimeDisplay::Utc);
}

QLabel* StateLine::addField(const QString& name, int stretch)
{
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    m_layout->addWidget(label, stretch);
    return label;
}

void StateLine::setLedger(const std::optional<LedgerState>& state)
{
    m_signed->setVisible(state.has_value());
    m_unsigned->setVisible(state && state->unsignedFrom && state->unsignedTo);
    m_key->setText(state && !state->key.isEmpty() ? tr("key: %1").arg(state->key) : tr("no key loaded"));
    if (!state) return;
    m_signed->setText(state->signedTo ? tr("signed to %1").arg(formatCount(*state->signedTo)) : tr("nothing signed yet"));
    if (state->unsignedFrom && state->unsignedTo)
        m_unsigned->setText(
            tr("unsigned %1–%2").arg(formatCount(*state->unsignedFrom), formatCount(*state->unsignedTo)));
}

void StateLine::setTask(const QString& text)
{
    m_task->setText(text.isEmpty() ? tr("idle") : text);
}

void StateLine::setTimeDisplay(TimeDisplay display)
{
    m_times->setText(display == TimeDisplay::Utc ? tr("UTC") : tr("local time"));
    m_times->setToolTip(tr("How times are shown; change it in Settings."));
}

void StateLine::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.window);
    painter.fillRect(QRect(0, 0, width(), 1), tokens.border);
}

void StateLine::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_times) adoptTheme();
}

void StateLine::adoptTheme()
{
    QPalette own; // one role only: the others still follow the application
    own.setColor(QPalette::WindowText, tokensOf(QApplication::palette()).muted);
    for (QLabel* label : {m_signed, m_unsigned, m_task, m_key, m_times}) label->setPalette(own);
}

} // namespace countersign::ui
