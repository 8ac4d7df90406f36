#include "ui/shell/shell_style_sheet.h"

#include "ui/common/theme/tokens.h"

namespace countersign::ui {

QString shellStyleSheet(const Tokens& tokens)
{
    return QStringLiteral("QTreeWidget#navigation { background: %1; border: none; border-right: 1px solid %2; outline: none; }"
                          "QTreeWidget#navigation::item, QTreeWidget#navigation::branch { background: transparent; }"
                          "QFrame#trustBar { background: %3; border: none; border-bottom: 1px solid %2; }")
        .arg(tint(tokens.window, tokens.surface, 0.4).name(), tokens.border.name(), tokens.surface.name());
}

} // namespace countersign::ui
