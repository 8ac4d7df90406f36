#include "app/sandbox/server/http_talk.h"

#include <algorithm>
#include <charconv>

namespace countersign::sandbox {

namespace {

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string_view upTo(std::string_view& text, std::string_view mark)
{
    const std::size_t at = text.find(mark);
    const std::string_view first = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view{} : text.substr(at + mark.size());
    return first;
}

Error malformed(std::string what)
{
    return {ErrorCode::Malformed, "request", std::move(what)};
}

Result<HttpQuestion> readHead(std::string_view head)
{
    HttpQuestion question;
    std::string_view line = upTo(head, "\r\n");
    question.method = upTo(line, " ");
    const std::string_view target = upTo(line, " ");
    if (question.method.empty() || !target.starts_with('/') || line != "HTTP/1.1") return malformed("request line");
    readTarget(target, question);
    while (!head.empty()) {
        std::string_view field = upTo(head, "\r\n");
        if (field.find(':') == std::string_view::npos) return malformed("header");
        const std::string name = lowered(upTo(field, ":"));
        if (!question.headers.emplace(name, trimmed(field)).second && name == "content-length")
            return malformed("two lengths");
    }
    if (question.headers.contains("transfer-encoding")) return malformed("only a stated length is taken");
    return question;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

const char* reasonOf(int status)
{
    switch (status) {
    case 200: return "OK";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 413: return "Content Too Large";
    case 500: return "Internal Server Error";
    default: return "Status";
    }
}

} // namespace

std::string HttpQuestion::header(const std::string& name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string{} : found->second;
}

std::optional<std::string> HttpQuestion::parameter(const std::string& name) const
{
    const auto found = query.find(name);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

HttpAnswer& HttpAnswer::with(std::string name, std::string value)
{
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

std::string HttpAnswer::header(std::string_view name) const
{
    const auto found = std::ranges::find_if(headers, [&](const auto& one) { return one.first == name; });
    return found == headers.end() ? std::string{} : found->second;
}

std::string percentDecoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded = text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0;
        out += coded ? static_cast<char>(16 * hexDigit(text[i + 1]) + hexDigit(text[i + 2])) : text[i];
        if (coded) i += 2;
    }
    return out;
}

void readTarget(std::string_view target, HttpQuestion& question)
{
    question.path = upTo(target, "?");
    question.rawQuery = target;
    while (!target.empty()) {
        std::string_view pair = upTo(target, "&");
        const std::string name = percentDecoded(upTo(pair, "="));
        question.query.emplace(name, percentDecoded(pair));
    }
}

Result<std::optional<HttpQuestion>> takeQuestion(std::string& buffer, const TalkLimits& limits)
{
    const std::size_t end = buffer.find("\r\n\r\n");
    if (end == std::string::npos && buffer.size() > limits.headBytes)
        return Error{ErrorCode::LimitExceeded, "request", "head"};
    if (end == std::string::npos) return std::optional<HttpQuestion>{};
    auto question = readHead(std::string_view(buffer).substr(0, end));
    if (!question) return std::move(question).error();
    std::size_t length = 0;
    const std::string stated = question->header("content-length");
    const auto [stop, error] = std::from_chars(stated.data(), stated.data() + stated.size(), length);
    if (!stated.empty() && (error != std::errc{} || stop != stated.data() + stated.size())) return malformed("length");
    if (length > limits.bodyBytes) return Error{ErrorCode::LimitExceeded, "request", "body"};
    if (buffer.size() < end + 4 + length) return std::optional<HttpQuestion>{};
    question->body = buffer.substr(end + 4, length);
    buffer.erase(0, end + 4 + length);
    return std::optional<HttpQuestion>{*std::move(question)};
}

std::string answerText(const HttpAnswer& answer, bool withoutBody, bool closing)
{
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) + ' ' + reasonOf(answer.status) + "\r\n";
    text += "content-length: " + std::to_string(withoutBody ? 0 : answer.body.size()) + "\r\n";
    for (const auto& [name, value] : answer.headers) text += name + ": " + value + "\r\n";
    if (closing) text += "connection: close\r\n";
    text += "\r\n";
    return withoutBody ? text : text + answer.body;
}

} // namespace countersign::sandbox
