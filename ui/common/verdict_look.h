#pragma once

#include "core/base/verification.h"
#include "ui/common/theme/tokens.h"

#include <QString>

namespace countersign::ui {

QString verdictWord(Verdict verdict); ///< Translated: "Passed", "Failed", "Indeterminate", "Not checked".
QString verdictIcon(Verdict verdict); ///< Name of the icon; the four differ in outline.
QColor verdictColour(Verdict verdict, const Tokens& tokens);

} // namespace countersign::ui
