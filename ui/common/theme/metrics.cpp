#include "ui/common/theme/metrics.h"

#include <QFontDatabase>
#include <QFontMetrics>

#include <algorithm>
#include <cmath>

namespace countersign::ui {

namespace {
constexpr double kDesignFontHeight = 16; // the font height at which a step is as many pixels
}

int space(const QWidget* widget, int step)
{
    return std::max(1, int(std::lround(step * widget->fontMetrics().height() / kDesignFontHeight)));
}

int rowHeight(const QFontMetrics& metrics)
{
    return int(std::ceil(metrics.height() * 1.9));
}

int denseRowHeight(const QFontMetrics& metrics)
{
    return int(std::ceil(metrics.height() * 1.6));
}

int hitHeight(const QFontMetrics& metrics)
{
    return std::max(28, rowHeight(metrics));
}

int iconSide(const QFontMetrics& metrics)
{
    return std::max(16, int(std::lround(metrics.height() * 1.05)));
}

QFont fixedFont(const QFont& font)
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (font.pointSizeF() > 0) fixed.setPointSizeF(font.pointSizeF());
    else fixed.setPixelSize(font.pixelSize());
    return fixed;
}

QFont boldFont(QFont font, double scale)
{
    if (font.pointSizeF() > 0) font.setPointSizeF(font.pointSizeF() * scale);
    else font.setPixelSize(int(font.pixelSize() * scale));
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace countersign::ui
