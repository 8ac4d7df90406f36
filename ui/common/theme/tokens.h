#pragma once

#include <QColor>
#include <QPalette>

namespace countersign::ui {

/// Every colour of the program, named by use. Nothing else in the window states a colour.
struct Tokens {
    QColor window, surface, raised;
    QColor border, focus;
    QColor text, muted;
    QColor accent, onAccent;
    QColor passed, failed, indeterminate, notChecked;
    QColor demo;
    QColor control; ///< Ground of buttons.
};

const Tokens& lightTokens();
const Tokens& darkTokens();

/// The tokens a palette was made from, told by the lightness of its window: a widget asks with its own palette and
/// so needs no global state.
const Tokens& tokensOf(const QPalette& palette);

/// The palette handed to the application.
QPalette paletteFrom(const Tokens& tokens);

/// `share` (0..1) of `ink` laid over `ground`.
QColor tint(const QColor& ground, const QColor& ink, double share);

inline constexpr double kBadgeTint = 0.10;
inline constexpr double kSelectionTint = 0.14;

/// WCAG 2 contrast ratio, 1..21.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace countersign::ui
