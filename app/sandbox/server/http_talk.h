#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::sandbox {

/// A request as a node hears it.
struct HttpQuestion {
    std::string method;
    std::string path;                           ///< Decoded segment by segment only where it is used.
    std::map<std::string, std::string> query;   ///< Decoded.
    std::string rawQuery;                       ///< As sent, without '?'.
    std::map<std::string, std::string> headers; ///< Names in lower case.
    std::string body;

    std::string header(const std::string& name) const;
    std::optional<std::string> parameter(const std::string& name) const;
};

/// What a node says; content-length is written by whoever sends it.
struct HttpAnswer {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    HttpAnswer& with(std::string name, std::string value);
    std::string header(std::string_view name) const; ///< Of the first one; empty when absent.
};

struct TalkLimits {
    std::size_t headBytes = 64u << 10;
    std::size_t bodyBytes = 8u << 20;
};

/// Percent-decoded; a '%' that no two hex digits follow stays as it is.
std::string percentDecoded(std::string_view text);

/// Path and query of a request's target.
void readTarget(std::string_view target, HttpQuestion& question);

/// Takes the first whole request from `buffer` and leaves what follows it. None while it is not whole. Malformed for
/// what is no HTTP/1.1 request with a stated length; LimitExceeded.
Result<std::optional<HttpQuestion>> takeQuestion(std::string& buffer, const TalkLimits& limits);

/// Status line, headers, length and, unless `withoutBody`, the body.
std::string answerText(const HttpAnswer& answer, bool withoutBody, bool closing);

} // namespace countersign::sandbox
