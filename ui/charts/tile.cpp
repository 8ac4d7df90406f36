#include "ui/charts/tile.h"

#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"

#include <QPainter>
#include <QStyle>

namespace countersign::ui {

Tile::Tile(QWidget* parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void Tile::setData(const TileData& data)
{
    m_data = data;
    setObjectName(QStringLiteral("tile-%1").arg(data.id));
    setAccessibleName(tr("%1: %2", "tile, its value").arg(data.title, data.value));
    setAccessibleDescription(data.lines.join(QLatin1Char(' ')));
    updateGeometry();
    update();
}

QFont Tile::valueFont() const
{
    return boldFont(font(), 1.25);
}

int Tile::edge() const
{
    return space(this, 12);
}

QSize Tile::sizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * 40;
    return {width, heightForWidth(width)};
}

QSize Tile::minimumSizeHint() const
{
    const int width = fontMetrics().averageCharWidth() * 26;
    return {width, heightForWidth(width)};
}

int Tile::heightForWidth(int width) const
{
    const int inner = width - 2 * edge();
    int height = edge() * 2 + fontMetrics().height() + QFontMetrics(valueFont()).height() + space(this, 8);
    for (const QString& line : m_data.lines)
        height += fontMetrics().boundingRect(0, 0, inner, 10'000, Qt::TextWordWrap, line).height() + space(this, 4);
    return height;
}

void Tile::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    const QColor colour = m_data.verdict ? verdictColour(*m_data.verdict, tokens) : tokens.text;
    const QColor ground = m_data.verdict ? tint(tokens.surface, colour, kBadgeTint / 2) : tokens.surface;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(underMouse() ? tokens.accent : tokens.border, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    const auto mirrored = [this](const QRect& area) { return QStyle::visualRect(layoutDirection(), rect(), area); };
    const auto left = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignTop));
    const int side = iconSide(fontMetrics());
    const int inner = width() - 2 * edge();
    int y = edge();
    paintLineIcon(painter, mirrored({edge(), y, side, side}), m_data.icon, tokens.muted, ground);
    painter.setPen(tokens.muted);
    painter.drawText(mirrored({edge() + side + space(this, 8), y, inner - side, fontMetrics().height()}), left, m_data.title);
    y += fontMetrics().height() + space(this, 4);
    const QFontMetrics valueMetrics(valueFont());
    int indent = 0;
    if (m_data.verdict) {
        paintLineIcon(painter, mirrored({edge(), y + (valueMetrics.height() - side) / 2, side, side}),
                      verdictIcon(*m_data.verdict), colour, ground);
        indent = side + space(this, 8);
    }
    painter.setFont(valueFont());
    painter.setPen(colour);
    painter.drawText(mirrored({edge() + indent, y, inner - indent, valueMetrics.height()}), left,
                     valueMetrics.elidedText(m_data.value, Qt::ElideMiddle, inner - indent));
    y += valueMetrics.height() + space(this, 4);
    painter.setFont(font());
    painter.setPen(tokens.text);
    for (const QString& line : m_data.lines) {
        const int height = fontMetrics().boundingRect(0, 0, inner, 10'000, Qt::TextWordWrap, line).height();
        painter.drawText(mirrored({edge(), y, inner, height}), left | int(Qt::TextWordWrap), line);
        y += height + space(this, 4);
    }
    if (hasFocus()) drawFocusRing(painter, rect(), palette());
}

} // namespace countersign::ui
