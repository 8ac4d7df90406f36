#include "ui/common/theme/style.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QApplication>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

namespace countersign::ui {

namespace {
constexpr const char* kPrimary = "countersignPrimary";
}

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const
{
    if (element == PE_FrameFocusRect) return drawFocusRing(*painter, option->rect, option->palette);
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const
{
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    const bool primary = element == CE_PushButton && button && widget && widget->property(kPrimary).toBool();
    if (!primary || !(button->state & State_Enabled)) return QProxyStyle::drawControl(element, option, painter, widget);
    drawPrimary(*button, *painter, widget);
}

// Flat, so that the text stands on the accent itself: Fusion would lighten it below the contrast text needs.
void Style::drawPrimary(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) const
{
    const Tokens& tokens = tokensOf(option.palette);
    const double pushed = option.state & State_Sunken ? 0.16 : option.state & State_MouseOver ? 0.08 : 0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint(tokens.accent, tokens.text, pushed));
    painter.drawRoundedRect(option.rect, 3, 3);
    painter.restore();
    QStyleOptionButton label = option;
    label.palette.setColor(QPalette::ButtonText, tokens.onAccent);
    QProxyStyle::drawControl(CE_PushButtonLabel, &label, &painter, widget);
    if (!(option.state & State_HasFocus)) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.onAccent, 2));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(3, 3, -3, -3), 2, 2);
    painter.restore();
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    const bool icon = metric == PM_ButtonIconSize || metric == PM_SmallIconSize || metric == PM_TabBarIconSize ||
                      metric == PM_ListViewIconSize;
    if (!icon) return QProxyStyle::pixelMetric(metric, option, widget);
    return iconSide(widget ? widget->fontMetrics() : QFontMetrics(QApplication::font()));
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const bool control = type == CT_PushButton || type == CT_ToolButton || type == CT_LineEdit || type == CT_ComboBox ||
                         type == CT_SpinBox || type == CT_MenuItem || type == CT_MenuBarItem;
    if (!control || !option) return result;
    if (type == CT_MenuItem && static_cast<const QStyleOptionMenuItem*>(option)->menuItemType ==
                                   QStyleOptionMenuItem::Separator)
        return result;
    result.setHeight(std::max(result.height(), std::max(28, option->fontMetrics.height() * 7 / 4)));
    return result;
}

void makePrimary(QPushButton* button)
{
    button->setProperty(kPrimary, true);
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
