#pragma once

#include "app/cli/console.h"
#include "app/common/documents.h"
#include "core/ccf/client/delivery.h"

#include <string>

namespace countersign {

/// {"type","member","proposal","answer","refusal","transaction","status","receipt","receiptReason","end","note"}.
Json deliveryJson(const ccf::Delivery& delivery);

/// Whole lines, escaped: what became of the message, with the service's own words beside plain ones.
std::string deliveryText(const ccf::Delivery& delivery, const Console& console);

/// 5 when the service could not be reached, 4 for an answer that cannot be read, else as the verdict says. Says on standard
/// error why a message went no further, when no answer of the service's says it.
int deliveryStatus(const ccf::Delivery& delivery, Console& console);

/// Writes the receipt; the status to go on with: `status`, or kExitUnreadable when it cannot be written.
int keepReceipt(const std::string& path, const ccf::Delivery& delivery, int status, Console& console);

} // namespace countersign
