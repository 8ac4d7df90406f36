#pragma once

#include <QStringList>

namespace countersign::ui {

/// One line of CSV (RFC 4180) with its line end; every field is quoted, and one that a spreadsheet would take for a formula
/// gets an apostrophe before it.
QString csvLine(const QStringList& fields);

} // namespace countersign::ui
