#pragma once

#include "core/base/verification.h"

#include <QByteArray>

#include <vector>

namespace countersign::ui {

enum class FindingFormat : quint8 { Text, Csv, Json };

/// Findings as text for people, as CSV (RFC 4180, formulas neutralised) or as a JSON array with the keys of the command
/// line's document. UTF-8.
QByteArray exportFindings(const std::vector<Finding>& findings, FindingFormat format);

} // namespace countersign::ui
