#pragma once

#include <QString>

namespace countersign::ui {

struct Tokens;

/// The one style sheet of the program: navigation and trust bar. Set on each of the two.
QString shellStyleSheet(const Tokens& tokens);

} // namespace countersign::ui
