#include "ui/explore/hex_copy.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "ui/models/safe_text.h"

#include <limits>

namespace countersign::ui {

QString copyText(Bytes bytes, CopyFormat format)
{
    switch (format) {
    case CopyFormat::Hex: return QString::fromStdString(toHex(bytes));
    case CopyFormat::Base64: return QString::fromStdString(toBase64(bytes));
    case CopyFormat::Text: return safeMultiline(textOf(bytes), std::numeric_limits<int>::max());
    case CopyFormat::CArray: break;
    }
    std::string text = "{";
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % 12 == 0) text += "\n    ";
        text += "0x" + toHex(bytes.subspan(i, 1)) + (i + 1 < bytes.size() ? ", " : "");
    }
    return QString::fromStdString(text + "\n}");
}

} // namespace countersign::ui
