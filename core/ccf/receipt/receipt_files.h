#pragma once

#include "core/ccf/receipt/identity_endorsement.h"
#include "core/ccf/receipt/receipt_kind.h"
#include "core/family/evidence_source.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// Which formats a family takes.
using FormatFilter = std::function<bool(ReceiptFormat)>;

/// Files that may hold receipts, and the endorsements of identities beside them.
struct ReceiptFiles {
    SourceSummary summary;
    FormatFilter takes;
    std::vector<std::filesystem::path> files;        ///< Receipts, statements, JSON lines, ZIP archives, in order.
    std::vector<std::filesystem::path> endorsements; ///< Named, in the same folders, or below a folder given.
    std::vector<NotCheckedItem> notChecked;          ///< Files of a folder that could be receipts by name but are none.
};

/// Lists files and folders given by the user; folders with all below them, no symbolic links. NotFound or Io for a path that
/// cannot be asked; NotFound when there is no receipt at all.
Result<ReceiptFiles> listReceiptFiles(const std::vector<std::filesystem::path>& paths, const FormatFilter& takes);

/// The kind of a path in the words of Family::recognise(): "receipt", "statement", "endorsements" or empty.
std::string receiptKindOf(const std::filesystem::path& path, const FormatFilter& takes);

/// Reads the endorsements; those that cannot be read are noted in `notChecked`.
std::vector<IdentityEndorsement> readEndorsements(const std::vector<std::filesystem::path>& files,
                                                  std::vector<NotCheckedItem>& notChecked);

} // namespace countersign::ccf
