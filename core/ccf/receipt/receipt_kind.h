#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace countersign::ccf {

enum class ReceiptFormat : std::uint8_t {
    None,
    Json,         ///< A CCF receipt.
    Azure,        ///< Azure Confidential Ledger's answer, or the receipt out of it in camel case.
    Cose,         ///< A COSE receipt.
    Signature,    ///< A ledger's COSE signature alone, which is about nothing by itself.
    Statement,    ///< A SCITT statement.
    Endorsements, ///< COSE identity endorsements.
};

/// Which of them a file's beginning, or one line of it, looks like. Tells kinds apart, no more: a broken receipt is still
/// one. Never fails.
ReceiptFormat receiptFormat(Bytes head);

/// The same, and when the bytes say nothing, by the name (".receipt." in it): a broken receipt must not be left out.
ReceiptFormat receiptFormat(Bytes head, std::string_view name);

/// The same from a file's first bytes and, when those say nothing, its name (".receipt." in it). Only regular files.
ReceiptFormat receiptFormatOf(const std::filesystem::path& path);

/// Whether text is JSON values of one line each: a line that is an object, and another line.
bool isJsonLines(Bytes head) noexcept;

} // namespace countersign::ccf
