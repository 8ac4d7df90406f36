#pragma once

#include "ui/receipts/receipt_drop.h"

#include <QString>

namespace countersign::ui {

/// What was registered, in one sentence: the transaction and by which service, as far as the receipt shows it.
QString registeredSentence(const ReceiptOutcome& outcome);

/// What is known of dates: when it was signed, and the certificate of the node then and at `now`.
QString datesSentence(const ReceiptOutcome& outcome, const UtcTime& now);

/// "JSON receipt", "COSE receipt", "Statement", …
QString receiptKindText(const std::string& kind);

/// Whether the one document at hand is what the receipt claims; empty without one.
QString documentSentence(const ReceiptRow& row, const std::vector<DocumentInput>& documents);
/// The same as a verdict, for the shape beside it.
Verdict documentVerdict(const ReceiptRow& row, const std::vector<DocumentInput>& documents);

} // namespace countersign::ui
