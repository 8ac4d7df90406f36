#include "core/net/url.h"

#include "core/base/bytes.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace countersign::net {

namespace {

constexpr std::size_t kMostUrl = 8192;

bool isAlphanumeric(char c) noexcept
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isIpv4(const std::string& text)
{
    in_addr address{};
    return ::inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool isIpv6(const std::string& text)
{
    in6_addr address{};
    return ::inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

// A host whose last part is all digits is an address or nothing: other spellings of addresses ("127.1") are refused.
bool isHostName(const std::string& host)
{
    const auto fits = [](char c) { return isAlphanumeric(c) || c == '-' || c == '.' || c == '_'; };
    if (host.empty() || host.size() > 253 || host.front() == '.' || host.front() == '-') return false;
    if (host.find("..") != std::string::npos || !std::ranges::all_of(host, fits)) return false;
    const std::string last = host.substr(host.rfind('.') + 1);
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !(std::ranges::all_of(last, digit) || last.starts_with("0x"));
}

Error malformed(std::string_view text, const char* why)
{
    return {ErrorCode::Malformed, std::string(text.substr(0, 200)), why};
}

bool readPort(std::string_view text, std::uint16_t& port)
{
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
    return problem == std::errc() && end == text.data() + text.size() && port != 0;
}

// "host", "host:port", "[v6]", "[v6]:port".
bool readAuthority(std::string_view text, Url& url)
{
    std::string_view port;
    bool hasPort = false;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return false;
        url.host = text.substr(1, end - 1);
        const std::string_view rest = text.substr(end + 1);
        if (!isIpv6(url.host) || !(rest.empty() || rest.front() == ':')) return false;
        hasPort = !rest.empty();
        if (hasPort) port = rest.substr(1);
    } else {
        const std::size_t colon = text.find(':');
        url.host = text.substr(0, colon);
        hasPort = colon != std::string_view::npos;
        if (hasPort) port = text.substr(colon + 1);
        if (!isIpv4(url.host) && !isHostName(url.host)) return false;
    }
    std::ranges::transform(url.host, url.host.begin(), lower);
    return !hasPort || readPort(port, url.port);
}

} // namespace

std::string Url::origin() const
{
    const bool v6 = host.find(':') != std::string::npos;
    return "https://" + (v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

bool Url::hostIsAddress() const
{
    return isIpv4(host) || isIpv6(host);
}

Result<Url> parseUrl(std::string_view text)
{
    const auto printable = [](char c) { return c > 0x20 && c < 0x7f; };
    if (text.size() > kMostUrl) return malformed(text, "a URL of more than 8192 characters");
    if (!std::ranges::all_of(text, printable)) return malformed(text, "not printable ASCII");
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos) return malformed(text, "not https://HOST…");
    std::string scheme(text.substr(0, colon));
    std::ranges::transform(scheme, scheme.begin(), lower);
    if (scheme != "https")
        return Error{ErrorCode::Unsupported, std::string(text.substr(0, 200)), "only https is spoken"};
    if (text.find('#') != std::string_view::npos) return malformed(text, "a fragment");
    if (text.find('\\') != std::string_view::npos) return malformed(text, "a backslash");
    const std::string_view rest = text.substr(colon + 3);
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    if (rest.substr(0, end).find('@') != std::string_view::npos) return malformed("https://…", "a user name in a URL");
    Url url;
    if (!readAuthority(rest.substr(0, end), url)) return malformed(text, "no host and port");
    url.target = rest.substr(end);
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    return url;
}

std::string percentEncoded(std::string_view text)
{
    constexpr const char* kDigits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (isAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += kDigits[byte >> 4];
        result += kDigits[byte & 15];
    }
    return result;
}

} // namespace countersign::net
