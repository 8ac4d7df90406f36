#pragma once

#include <QProxyStyle>

class QPushButton;
class QStyleOptionButton;

namespace countersign::ui {

/// Fusion with a focus ring that is always seen, and controls that are never too small to hit.
class Style final : public QProxyStyle
{
    Q_OBJECT
public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;

private:
    void drawPrimary(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) const;
};

/// The one action a page is there for is painted in the accent. Give such a button no icon.
void makePrimary(QPushButton* button);

/// The 2 px ring around what has the keyboard's focus, for widgets that paint themselves.
void drawFocusRing(QPainter& painter, const QRect& rect, const QPalette& palette);

} // namespace countersign::ui
