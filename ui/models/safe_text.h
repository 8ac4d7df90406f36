#pragma once

#include "core/base/bytes.h"

#include <QString>

namespace countersign::ui {

/// Bytes of a ledger made fit to be shown: valid UTF-8 is kept; control characters, bytes that are no text, and
/// characters that reorder or hide text are written as escapes. At most `limit` characters, then "…".
QString safeText(std::string_view text, qsizetype limit = 4096);
QString safeText(const QString& text, qsizetype limit = 4096);

/// As safeText(), but keeps line ends and tabs; for panes of several lines.
QString safeMultiline(std::string_view text, qsizetype limit);

/// A tooltip that is never taken for rich text.
QString plainToolTip(const QString& text);

} // namespace countersign::ui
