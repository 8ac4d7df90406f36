#pragma once

#include "core/base/bytes.h"

#include <QString>

namespace countersign::ui {

enum class CopyFormat : quint8 { Hex, Base64, Text, CArray };

/// Bytes as text for the clipboard. Text keeps valid UTF-8 as it stands and writes every other byte as an escape.
QString copyText(Bytes bytes, CopyFormat format);

} // namespace countersign::ui
