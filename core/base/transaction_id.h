#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace countersign {

using SeqNo = std::uint64_t; ///< Position in a history, first is 1.
using View = std::uint64_t;

/// `view.seqno` in decimal, both at least 1 (CCF include/ccf/tx_id.h).
struct TransactionId {
    View view = 0;
    SeqNo seqno = 0;

    std::string toString() const { return std::to_string(view) + '.' + std::to_string(seqno); }
    auto operator<=>(const TransactionId&) const = default;
};

/// Malformed on anything but two decimal numbers without sign or leading zero, each at least 1.
Result<TransactionId> parseTransactionId(std::string_view text);

} // namespace countersign
