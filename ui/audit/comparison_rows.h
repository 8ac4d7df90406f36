#pragma once

#include "core/audit/comparison.h"
#include "ui/models/plain_table_model.h"

#include <QStringList>

namespace countersign::ui {

/// One tab of a comparison.
struct ComparisonTab {
    QString id;    ///< Untranslated: "members".
    QString title; ///< Translated.
    QList<PlainRow> rows;
};

QStringList comparisonHeaders();

/// Everything that changed, and then kind by kind; certificates once more by themselves. Rows of transactions lead
/// there.
QList<ComparisonTab> comparisonTabs(const audit::ConsortiumChanges& changes);

} // namespace countersign::ui
