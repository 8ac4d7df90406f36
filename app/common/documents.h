#pragma once

#include "core/base/bytes.h"
#include "core/base/readable_text.h"
#include "core/base/transaction_id.h"
#include "core/base/verification.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

// The JSON that the command line writes. Keys keep the order in which they are added, so equal inputs give equal text.

namespace countersign {

using Json = nlohmann::ordered_json;

/// {"schema","tool"}: how every document begins.
Json documentHead(const std::string& schema);

/// ASCII only, so that no text of a ledger can steer a terminal; bytes that are no UTF-8 become U+FFFD. Ends with a
/// newline.
std::string documentText(const Json& document);

Json placeJson(const Place& place); ///< {"file","offset","length","seqno"}, null where not known.

/// {"text"} when the bytes are UTF-8, else {"hex"}.
Json bytesJson(Bytes bytes);

template <class T>
Json orNull(const std::optional<T>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json orNull(const std::optional<TransactionId>& value); ///< As "view.seqno".

} // namespace countersign
