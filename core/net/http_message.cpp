#include "core/net/http_message.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace countersign::net {

namespace {

constexpr int kMostInterim = 10;
constexpr std::size_t kMostChunkLine = 256;

Error malformed(const char* why)
{
    return {ErrorCode::Malformed, "reply", why};
}

Error beyond(const char* what)
{
    return {ErrorCode::LimitExceeded, "reply", what};
}

bool isToken(std::string_view text)
{
    constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
    const auto fits = [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               kOthers.find(c) != std::string_view::npos;
    };
    return !text.empty() && std::ranges::all_of(text, fits);
}

bool isFieldValue(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

template <class Number>
bool readNumber(std::string_view text, Number& number, int base)
{
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return !text.empty() && problem == std::errc() && end == text.data() + text.size();
}

std::size_t countOf(const HttpReply& reply, std::string_view name)
{
    return static_cast<std::size_t>(std::ranges::count(reply.headers, name, &HttpHeader::name));
}

} // namespace

Result<crypto::SecretBytes> serialiseRequest(const HttpRequest& request)
{
    constexpr std::array<std::string_view, 4> kOurs{"host", "content-length", "connection", "transfer-encoding"};
    if (!isToken(request.method)) return Error{ErrorCode::Unsupported, "request", "not a method"};
    std::string text = request.method + ' ' + request.url.target + " HTTP/1.1\r\n";
    text += "host: " + request.url.origin().substr(std::string_view("https://").size()) + "\r\n";
    for (const HttpHeader& header : request.headers) {
        const std::string name = lowered(header.name);
        if (!isToken(name) || !isFieldValue(header.value) || std::ranges::find(kOurs, name) != kOurs.end())
            return Error{ErrorCode::Unsupported, "request", "a header that cannot be sent"};
        text += name + ": " + header.value + "\r\n";
    }
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT")
        text += "content-length: " + std::to_string(request.body.size()) + "\r\n";
    text += "connection: close\r\n\r\n";
    crypto::SecretBytes bytes;
    bytes.reserve(text.size() + request.body.size());
    bytes.assign(text.begin(), text.end());
    bytes.insert(bytes.end(), request.body.begin(), request.body.end());
    return bytes;
}

bool ReplyReader::readsLines() const noexcept
{
    return m_stage == Stage::Head || m_stage == Stage::ChunkSize || m_stage == Stage::ChunkEnd ||
           m_stage == Stage::Trailers;
}

Result<void> ReplyReader::take(Bytes bytes)
{
    while (!bytes.empty()) {
        if (m_stage == Stage::Done) return malformed("bytes after the end of the reply");
        if (!readsLines()) {
            bytes = bytes.subspan(bodyBytes(bytes));
            continue;
        }
        const bool head = m_stage == Stage::Head || m_stage == Stage::Trailers;
        if (head && ++m_headBytes > m_limits.headerBytes) return beyond("larger headers than allowed");
        if (!head && m_line.size() >= kMostChunkLine) return malformed("a chunk with a long first line");
        const char c = static_cast<char>(bytes.front());
        bytes = bytes.subspan(1);
        m_line += c;
        if (c != '\n') continue;
        if (!m_line.ends_with("\r\n")) return malformed("a line that ends without CR");
        const std::string whole = std::exchange(m_line, {});
        if (auto done = line(std::string_view(whole).substr(0, whole.size() - 2)); !done) return done;
    }
    return {};
}

Result<void> ReplyReader::line(std::string_view text)
{
    switch (m_stage) {
    case Stage::ChunkSize:
        return chunkSize(text);
    case Stage::ChunkEnd:
        if (!text.empty()) return malformed("a chunk longer than it says");
        m_stage = Stage::ChunkSize;
        return {};
    case Stage::Trailers:
        if (text.empty()) m_stage = Stage::Done;
        return {};
    default:
        break;
    }
    if (!m_hasStatus) return statusLine(text);
    return text.empty() ? endOfHead() : headerLine(text);
}

Result<void> ReplyReader::statusLine(std::string_view text)
{
    const bool known = text.starts_with("HTTP/1.1 ") || text.starts_with("HTTP/1.0 ");
    int status = 0;
    if (!known || text.size() < 12 || !readNumber(text.substr(9, 3), status, 10) || status < 100 || status > 599 ||
        (text.size() > 12 && text[12] != ' '))
        return malformed("not HTTP/1.1");
    m_reply.status = status;
    m_hasStatus = true;
    return {};
}

Result<void> ReplyReader::headerLine(std::string_view text)
{
    if (m_reply.headers.size() >= m_limits.headerCount) return beyond("more headers than allowed");
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || !isToken(text.substr(0, colon))) return malformed("a header without a name");
    const std::string_view value = trimmed(text.substr(colon + 1));
    if (!isFieldValue(value)) return malformed("a control character in a header");
    m_reply.headers.push_back({lowered(text.substr(0, colon)), std::string(value)});
    return {};
}

Result<void> ReplyReader::endOfHead()
{
    if (m_reply.status >= 200) return chooseBody();
    if (m_reply.status == 101 || ++m_interim > kMostInterim) return malformed("interim replies without end");
    m_reply = {};
    m_hasStatus = false;
    return {};
}

Result<void> ReplyReader::chooseBody()
{
    m_stage = Stage::Done;
    if (!m_bodyExpected || m_reply.status == 204 || m_reply.status == 304) return {};
    const std::size_t lengths = countOf(m_reply, "content-length"), codings = countOf(m_reply, "transfer-encoding");
    if (lengths + codings > 1) return malformed("two statements of the body's length");
    if (codings == 1) {
        if (lowered(*m_reply.header("transfer-encoding")) != "chunked")
            return malformed("a transfer coding besides chunked");
        m_stage = Stage::ChunkSize;
        return {};
    }
    if (lengths == 0) return malformed("a body without a stated length, whose early end nobody could see");
    if (!readNumber(*m_reply.header("content-length"), m_left, 10)) return malformed("a content-length that is none");
    if (m_left > m_limits.bodyBytes) return beyond("a larger body than allowed");
    m_stage = m_left > 0 ? Stage::Counted : Stage::Done;
    return {};
}

Result<void> ReplyReader::chunkSize(std::string_view text)
{
    const std::string_view digits = text.substr(0, std::min(text.find(';'), text.size()));
    if (!readNumber(trimmed(digits), m_left, 16)) return malformed("a chunk without a size");
    if (m_left > m_limits.bodyBytes - m_reply.body.size()) return beyond("a larger body than allowed");
    m_stage = m_left > 0 ? Stage::ChunkData : Stage::Trailers;
    return {};
}

std::size_t ReplyReader::bodyBytes(Bytes bytes)
{
    const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
    const Bytes part = bytes.first(size);
    m_reply.body.insert(m_reply.body.end(), part.begin(), part.end());
    m_left -= size;
    if (m_left == 0) m_stage = m_stage == Stage::Counted ? Stage::Done : Stage::ChunkEnd;
    return size;
}

Result<void> ReplyReader::close()
{
    if (m_stage == Stage::Done) return {};
    return Error{ErrorCode::Truncated, "reply", "the peer closed the connection before the reply was whole"};
}

} // namespace countersign::net
