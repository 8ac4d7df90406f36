#pragma once

#include <QProxyStyle>

namespace countersign::ui {

/// Fusion with a focus ring that is always seen, and controls that are never too small to hit.
class Style final : public QProxyStyle
{
    Q_OBJECT
public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
};

/// The 2 px ring around what has the keyboard's focus, for widgets that paint themselves.
void drawFocusRing(QPainter& painter, const QRect& rect, const QPalette& palette);

} // namespace countersign::ui
