#pragma once

#include "core/net/http.h"

#include <functional>

namespace countersign::net {

/// The bytes of an HTTP/1.1 request, with host, content-length and "connection: close". Unsupported when the method or
/// a header could end a line early or is one of those three.
Result<crypto::SecretBytes> serialiseRequest(const HttpRequest& request);

/// Reads one HTTP/1.1 (or 1.0) reply as its bytes come in. Strict: what two readers could take differently (two
/// lengths, folded headers, a bare CR, a coding besides chunked, bytes after the reply) is Malformed; so is a body that
/// only the end of the connection ends.
class ReplyReader
{
public:
    /// `bodyExpected` is false for a reply to HEAD. Interim replies (1xx) are skipped, at most ten.
    ReplyReader(const HttpLimits& limits, bool bodyExpected) : m_limits(limits), m_bodyExpected(bodyExpected) {}

    /// Takes all of `bytes`. LimitExceeded or Malformed; the reader is of no use after an Error.
    Result<void> take(Bytes bytes);
    /// The peer closed its side. Truncated when the reply is not whole.
    Result<void> close();
    bool whole() const noexcept { return m_stage == Stage::Done; }

    /// Once whole(): status, headers and body; the rest of the reply is left at its defaults.
    HttpReply takeReply() { return std::move(m_reply); }

private:
    enum class Stage : std::uint8_t { Head, Counted, ChunkSize, ChunkData, ChunkEnd, Trailers, Done };

    Result<void> line(std::string_view text);
    Result<void> statusLine(std::string_view text);
    Result<void> headerLine(std::string_view text);
    Result<void> endOfHead();
    Result<void> chooseBody();
    Result<void> chunkSize(std::string_view text);
    std::size_t bodyBytes(Bytes bytes);
    bool readsLines() const noexcept;

    HttpLimits m_limits;
    bool m_bodyExpected;
    Stage m_stage = Stage::Head;
    HttpReply m_reply;
    std::string m_line;
    std::uint64_t m_left = 0; ///< Of the counted body or the chunk.
    std::size_t m_headBytes = 0;
    int m_interim = 0;
    bool m_hasStatus = false;
};

} // namespace countersign::net
