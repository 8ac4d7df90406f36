#include "ui/common/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace countersign::ui {

const Tokens& lightTokens()
{
    static const Tokens tokens{
        .window = QColor(0xF4, 0xF6, 0xF8),
        .surface = QColor(0xFF, 0xFF, 0xFF),
        .raised = QColor(0xFF, 0xFF, 0xFF),
        .border = QColor(0xD5, 0xDB, 0xE3),
        .focus = QColor(0x24, 0x56, 0xC9),
        .text = QColor(0x18, 0x21, 0x2C),
        .muted = QColor(0x56, 0x61, 0x71),
        .accent = QColor(0x24, 0x56, 0xC9),
        .onAccent = QColor(0xFF, 0xFF, 0xFF),
        .passed = QColor(0x1B, 0x7A, 0x46),
        .failed = QColor(0xB3, 0x26, 0x1E),
        .indeterminate = QColor(0x8A, 0x58, 0x00),
        .notChecked = QColor(0x56, 0x61, 0x71),
        .demo = QColor(0x6A, 0x3F, 0xB5),
        .control = QColor(0xF8, 0xFA, 0xFB),
    };
    return tokens;
}

const Tokens& darkTokens()
{
    static const Tokens tokens{
        .window = QColor(0x14, 0x18, 0x1E),
        .surface = QColor(0x1B, 0x20, 0x27),
        .raised = QColor(0x23, 0x2A, 0x33),
        .border = QColor(0x32, 0x3B, 0x47),
        .focus = QColor(0x7A, 0xA5, 0xFF),
        .text = QColor(0xE7, 0xEB, 0xF1),
        .muted = QColor(0x9C, 0xA8, 0xB7),
        .accent = QColor(0x7A, 0xA5, 0xFF),
        .onAccent = QColor(0x14, 0x18, 0x1E),
        .passed = QColor(0x5C, 0xCB, 0x90),
        .failed = QColor(0xFF, 0x8E, 0x84),
        .indeterminate = QColor(0xF1, 0xB9, 0x4D),
        .notChecked = QColor(0x9C, 0xA8, 0xB7),
        .demo = QColor(0xBF, 0xA2, 0xFF),
        .control = QColor(0x29, 0x31, 0x3B),
    };
    return tokens;
}

const Tokens& tokensOf(const QPalette& palette)
{
    return palette.color(QPalette::Active, QPalette::Window).lightness() < 128 ? darkTokens() : lightTokens();
}

QPalette paletteFrom(const Tokens& tokens)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& colour) { palette.setColor(role, colour); };
    set(QPalette::Window, tokens.window);
    set(QPalette::WindowText, tokens.text);
    set(QPalette::Base, tokens.surface);
    set(QPalette::AlternateBase, tint(tokens.surface, tokens.text, 0.04));
    set(QPalette::ToolTipBase, tokens.raised);
    set(QPalette::ToolTipText, tokens.text);
    set(QPalette::Text, tokens.text);
    set(QPalette::PlaceholderText, tokens.muted);
    set(QPalette::Button, tokens.control);
    set(QPalette::ButtonText, tokens.text);
    set(QPalette::BrightText, tokens.failed);
    set(QPalette::Highlight, tokens.accent);
    set(QPalette::HighlightedText, tokens.onAccent);
    set(QPalette::Link, tokens.accent);
    set(QPalette::LinkVisited, tokens.accent);
    set(QPalette::Light, tint(tokens.control, Qt::white, 0.10));
    set(QPalette::Midlight, tint(tokens.control, Qt::white, 0.05));
    set(QPalette::Mid, tokens.border);
    set(QPalette::Dark, tint(tokens.border, tokens.text, 0.25));
    set(QPalette::Shadow, tint(tokens.border, Qt::black, 0.50));
    const QColor faint = tint(tokens.surface, tokens.muted, 0.70);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tokens.border);
    return palette;
}

QColor tint(const QColor& ground, const QColor& ink, double share)
{
    const auto mix = [share](int a, int b) { return int(std::lround(a + (b - a) * share)); };
    return {mix(ground.red(), ink.red()), mix(ground.green(), ink.green()), mix(ground.blue(), ink.blue())};
}

namespace {

double luminance(const QColor& colour)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(double(colour.redF())) + 0.7152 * linear(double(colour.greenF())) +
           0.0722 * linear(double(colour.blueF()));
}

} // namespace

double contrastRatio(const QColor& a, const QColor& b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace countersign::ui
