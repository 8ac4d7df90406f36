#pragma once

#include "core/ccf/receipt/receipt_source.h"

namespace countersign::ccf {

/// JSON and COSE receipts, endorsements and SCITT statements: what the CCF family takes.
bool isCcfReceiptFormat(ReceiptFormat format) noexcept;

/// Lives as long as the program.
const ReceiptFamily& ccfReceiptFamily();

} // namespace countersign::ccf
