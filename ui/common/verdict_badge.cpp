#include "ui/common/verdict_badge.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/icons.h"
#include "ui/common/verdict_look.h"

#include <QPainter>
#include <QStyle>

namespace countersign::ui {

VerdictBadge::VerdictBadge(QWidget* parent) : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("verdictBadge"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setResult(Verdict::NotChecked, {});
}

void VerdictBadge::setResult(Verdict verdict, const QString& scope)
{
    m_verdict = verdict;
    m_scope = scope;
    const QString word = verdictWord(verdict);
    setText(word);
    setAccessibleName(scope.isEmpty() ? tr("Verdict: %1").arg(word) : tr("Verdict: %1, %2").arg(word, scope));
    setToolTip(scope.isEmpty() ? tr("Show the checks") : tr("%1\nShow the checks").arg(scope));
    updateGeometry();
    update();
}

int VerdictBadge::widthWithoutScope() const
{
    const int gap = space(this, 8);
    return gap * 3 + iconSide(fontMetrics()) + QFontMetrics(boldFont(font())).horizontalAdvance(text());
}

QSize VerdictBadge::sizeHint() const
{
    const int scope = m_scope.isEmpty() ? 0 : space(this, 8) + fontMetrics().horizontalAdvance(m_scope);
    return {widthWithoutScope() + scope + 2, std::max(28, fontMetrics().height() * 7 / 4)};
}

QSize VerdictBadge::minimumSizeHint() const
{
    // A verdict is never one word: some of its scope stays in the narrowest window.
    const int some = fontMetrics().averageCharWidth() * 14;
    return {std::min(sizeHint().width(), widthWithoutScope() + some), sizeHint().height()};
}

void VerdictBadge::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    const QColor colour = verdictColour(m_verdict, tokens);
    const QColor ground = tint(tokens.surface, colour, underMouse() ? kBadgeTint + 0.04 : kBadgeTint);
    const int gap = space(this, 8);
    const int side = iconSide(fontMetrics());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tint(ground, colour, 0.45), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);

    const QRect icon = QStyle::visualRect(layoutDirection(), rect(), QRect(gap, (height() - side) / 2, side, side));
    paintLineIcon(painter, icon, verdictIcon(m_verdict), colour, ground);
    QRect words = rect().adjusted(gap + side + gap * 3 / 4, 0, -gap, 0);
    painter.setFont(boldFont(font()));
    painter.setPen(colour);
    const auto flags = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter));
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), words), flags, text());
    words.setLeft(words.left() + painter.fontMetrics().horizontalAdvance(text()) + gap);
    painter.setFont(font());
    painter.setPen(tokens.muted);
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), words), flags,
                     fontMetrics().elidedText(m_scope, Qt::ElideRight, words.width()));
    if (hasFocus()) drawFocusRing(painter, rect(), palette());
}

} // namespace countersign::ui
