#pragma once

#include <QWidget>

namespace countersign::ui {

/// A distance of the 4 · 8 · 12 · 16 · 24 scale in the pixels of the widget's font: with a font twice as high it is
/// twice as far.
int space(const QWidget* widget, int step);

int rowHeight(const QFontMetrics& metrics);      ///< Of a list or table: 1.9 × font height.
int denseRowHeight(const QFontMetrics& metrics); ///< Of long tables: 1.6 × font height.
int hitHeight(const QFontMetrics& metrics);      ///< Least height of something to click: at least 28.
int iconSide(const QFontMetrics& metrics);       ///< Side of an icon beside text.

inline constexpr int kRadius = 6;

/// The system's fixed font in the size of `font`: for ids, hex, transaction ids and code.
QFont fixedFont(const QFont& font);

/// `font` in bold, or scaled and bold for headings.
QFont boldFont(QFont font, double scale = 1.0);

} // namespace countersign::ui
