#pragma once

#include "ui/receipts/receipt_drop.h"

#include <QByteArray>

namespace countersign::ui {

/// The outcomes as CSV (RFC 4180, UTF-8) with stable English names; a cell that a spreadsheet would take for a formula
/// gets an apostrophe before it.
QByteArray receiptsAsCsv(const std::vector<ReceiptRow>& rows);

} // namespace countersign::ui
