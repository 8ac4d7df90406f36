#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace countersign::net {

/// The place of a request, https only. No user name, no fragment: the first would put a secret into logs, the second
/// is never sent.
struct Url {
    std::string host; ///< Lower case; an IPv6 address without its brackets.
    std::uint16_t port = 443;
    std::string target = "/"; ///< Path and query as sent, beginning with '/'.

    std::string origin() const; ///< "https://127.0.0.1:9100", the port always written.
    std::string toString() const { return origin() + target; }
    /// Whether `host` is an address, IPv4 in four decimal parts or IPv6; such hosts are held against IP entries only.
    bool hostIsAddress() const;
    bool operator==(const Url&) const = default;
};

/// Unsupported for another scheme (plain HTTP too), Malformed for anything else that is no such URL: characters
/// outside printable ASCII, user names, fragments, ports that are none, hosts with characters that no host has.
Result<Url> parseUrl(std::string_view text);

/// Percent-encodes all but RFC 3986's unreserved characters, '/' too: one path segment or query value.
std::string percentEncoded(std::string_view text);

} // namespace countersign::net
