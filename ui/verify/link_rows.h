#pragma once

#include "core/family/records.h"
#include "ui/models/plain_table_model.h"

namespace countersign::ui {

/// Headers and rows of a table of checks over one piece of evidence: what is asked, the answer, why, and the values.
QStringList linkHeaders();
QList<PlainRow> linkRows(const std::vector<ProofLink>& links);

} // namespace countersign::ui
