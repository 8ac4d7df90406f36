#include "core/net/http.h"

#include <algorithm>

namespace countersign::net {

std::optional<std::string> HttpReply::header(std::string_view name) const
{
    const auto found = std::ranges::find(headers, name, &HttpHeader::name);
    if (found == headers.end()) return {};
    return found->value;
}

} // namespace countersign::net
