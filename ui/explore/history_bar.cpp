#include "ui/explore/history_bar.h"

#include "ui/common/format.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"
#include "ui/models/transaction_model.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>


namespace countersign::ui {

HistoryBar::HistoryBar(int span, QWidget* parent) : QWidget(parent), m_span(SeqNo(span))
{
    setObjectName(QStringLiteral("historyBar"));
    setAccessibleName(tr("Range of the history that is shown"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
}

QSize HistoryBar::sizeHint() const
{
    return {space(this, 24) * 10, hitHeight(fontMetrics())};
}

void HistoryBar::setHistory(SeqNo first, SeqNo last)
{
    m_first = first;
    m_last = last;
    m_shown = first;
    m_current = 0;
    m_verdicts = {};
    describe();
    update();
}

void HistoryBar::setVerdicts(const RowVerdicts& verdicts)
{
    m_verdicts = verdicts;
    describe();
    update();
}

void HistoryBar::setCurrent(SeqNo seqno)
{
    m_current = seqno;
    update();
}

SeqNo HistoryBar::shownLast() const
{
    return m_last == 0 ? 0 : std::min(m_last, m_shown + m_span - 1);
}

void HistoryBar::choose(SeqNo from)
{
    if (m_last == 0) return;
    const SeqNo latest = m_last - m_first >= m_span ? m_last - m_span + 1 : m_first;
    m_shown = std::clamp(from, m_first, latest);
    describe();
    update();
    Q_EMIT chosen(m_shown, shownLast());
}

void HistoryBar::chooseAround(SeqNo seqno)
{
    if (seqno < m_first || seqno > m_last) return;
    choose(m_first + (seqno - m_first) / m_span * m_span);
}

void HistoryBar::describe()
{
    if (m_last == 0) return setAccessibleDescription(tr("There are no transactions."));
    setAccessibleDescription(tr("Transactions %1 to %2 of %3 to %4 are in the list.")
                                 .arg(formatCount(m_shown), formatCount(shownLast()), formatCount(m_first), formatCount(m_last)));
}

QRect HistoryBar::bar() const
{
    const int margin = space(this, 4);
    return rect().adjusted(margin, margin, -margin, -margin);
}

double HistoryBar::xOf(SeqNo seqno) const
{
    const double share = double(seqno - m_first) / double(m_last - m_first + 1);
    return bar().left() + share * bar().width();
}

SeqNo HistoryBar::seqnoAt(int x) const
{
    if (m_last == 0) return 0;
    const double share = std::clamp(double(x - bar().left()) / std::max(1, bar().width()), 0.0, 1.0);
    return std::min(m_last, m_first + SeqNo(share * double(m_last - m_first + 1)));
}

void HistoryBar::paintVerdicts(QPainter& painter) const
{
    const Tokens& tokens = tokensOf(palette());
    // Failed last, and never thinner than two pixels: one bad record in a hundred million must be seen.
    for (const bool bad : {false, true}) {
        for (const RangeVerdict& range : m_verdicts.ranges()) {
            const RowVerdict verdict = RowVerdicts::of(range);
            if ((verdict == RowVerdict::Failed) != bad || range.to < m_first || range.from > m_last) continue;
            const double left = xOf(std::max(range.from, m_first));
            const double right = std::max(xOf(std::min(range.to, m_last) + 1), left + (bad ? 3 : 1));
            const QRectF place(left, bar().top(), right - left, bar().height());
            painter.fillRect(place, tint(tokens.surface, verdictColour(verdictOf(verdict), tokens), bad ? 0.85 : 0.45));
            if (verdict != RowVerdict::Unsigned && verdict != RowVerdict::Indeterminate) continue;
            painter.fillRect(place, QBrush(verdictColour(Verdict::Indeterminate, tokens), Qt::BDiagPattern));
        }
    }
}

void HistoryBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Tokens& tokens = tokensOf(palette());
    painter.fillRect(bar(), tint(tokens.surface, tokens.notChecked, 0.18));
    if (m_last != 0) {
        paintVerdicts(painter);
        const double left = xOf(m_shown);
        const QRectF shown(left, bar().top() - 2, std::max(4.0, xOf(shownLast() + 1) - left), bar().height() + 4);
        painter.setPen(QPen(tokens.text, 2));
        painter.drawRect(shown.adjusted(0, 0, -1, -1));
        if (m_current) painter.fillRect(QRectF(xOf(m_current) - 1, bar().top() - 3, 3, bar().height() + 6), tokens.accent);
    }
    if (hasFocus()) drawFocusRing(painter, rect(), palette());
}

void HistoryBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_last) Q_EMIT placeWanted(seqnoAt(event->pos().x()));
}

void HistoryBar::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton && m_last) Q_EMIT placeWanted(seqnoAt(event->pos().x()));
}

void HistoryBar::keyPressEvent(QKeyEvent* event)
{
    const SeqNo before = m_shown > m_first + m_span ? m_shown - m_span : m_first;
    switch (event->key()) {
    case Qt::Key_Left: return choose(before);
    case Qt::Key_Right: return choose(m_shown + m_span);
    case Qt::Key_Home: return choose(m_first);
    case Qt::Key_End: return choose(m_last);
    default: QWidget::keyPressEvent(event);
    }
}

bool HistoryBar::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || m_last == 0) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    const SeqNo seqno = seqnoAt(help->pos().x());
    const RangeVerdict* range = m_verdicts.rangeOf(seqno);
    const QString text = range ? tr("%1: %2, as all of %3 to %4")
                                     .arg(formatCount(seqno), rowVerdictWord(RowVerdicts::of(*range)), formatCount(range->from),
                                          formatCount(range->to))
                               : tr("%1: not checked").arg(formatCount(seqno));
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace countersign::ui
