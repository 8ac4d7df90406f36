#pragma once

#include <QString>

#include <optional>

namespace countersign::ui {

/// How well `text` answers to `query`, higher is better; nothing when a letter of the query does not occur in order.
/// Letters at the beginning of words and letters in a row count more. Case does not matter; spaces in the query are
/// skipped. An empty query fits everything equally.
std::optional<int> fuzzyScore(const QString& query, const QString& text);

} // namespace countersign::ui
