#pragma once

#include "ui/network/detail_item.h"

#include <QStringList>

namespace countersign::ui {

/// How a proposal fares and what it would change, by the service's own constitution run here. No evidence: the service
/// may decide otherwise, and every page that shows it says "as evaluated here".
struct LiveEvaluation {
    QString headline;    ///< How far it is.
    QStringList warnings; ///< What a person should hear before signing.
    QStringList notes;   ///< What was not known here, and what nodes would do besides.
    QList<DetailItem> changes; ///< A line a table, with its rows.
};

} // namespace countersign::ui
