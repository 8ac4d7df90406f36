#include "core/base/transaction_id.h"

#include <charconv>

namespace countersign {

namespace {

bool parseNumber(std::string_view text, std::uint64_t& value)
{
    if (text.empty() || text.front() == '0') return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

} // namespace

Result<TransactionId> parseTransactionId(std::string_view text)
{
    const auto dot = text.find('.');
    TransactionId id;
    if (dot == std::string_view::npos || !parseNumber(text.substr(0, dot), id.view)
        || !parseNumber(text.substr(dot + 1), id.seqno))
        return Error{ErrorCode::Malformed, "transaction id", std::string(text.substr(0, 64))};
    return id;
}

} // namespace countersign
