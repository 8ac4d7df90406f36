#include "ui/common/theme/style.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QPainter>
#include <QStyleOption>

namespace countersign::ui {

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    if (element == PE_FrameFocusRect) return drawFocusRing(*painter, option->rect, option->palette);
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const bool control = type == CT_PushButton || type == CT_ToolButton || type == CT_LineEdit || type == CT_ComboBox ||
                         type == CT_SpinBox || type == CT_MenuItem;
    if (!control || !option) return result;
    if (type == CT_MenuItem && static_cast<const QStyleOptionMenuItem*>(option)->menuItemType ==
                                   QStyleOptionMenuItem::Separator)
        return result;
    result.setHeight(std::max(result.height(), std::max(28, option->fontMetrics.height() * 7 / 4)));
    return result;
}

void drawFocusRing(QPainter& painter, const QRect& rect, const QPalette& palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokensOf(palette).focus, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), kRadius - 2, kRadius - 2);
    painter.restore();
}

} // namespace countersign::ui
