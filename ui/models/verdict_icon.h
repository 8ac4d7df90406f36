#pragma once

#include "core/base/verification.h"

#include <QIcon>

namespace countersign::ui {

/// The shape of a verdict in its colour, for cells of tables. Kept for each colour, so that it follows the theme.
QIcon verdictCellIcon(Verdict verdict);

/// One of the line icons in a stated colour.
QIcon colouredIcon(const QString& name, const QColor& ink);

} // namespace countersign::ui
