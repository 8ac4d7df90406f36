#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/certificate.h"
#include "core/crypto/private_key.h"
#include "core/crypto/secret.h"
#include "core/net/peer_trust.h"
#include "core/net/url.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::net {

struct HttpHeader {
    std::string name; ///< In replies lower case.
    std::string value;
};

/// What one exchange may take.
struct HttpLimits {
    std::uint64_t bodyBytes = 16u << 20;
    std::size_t headerBytes = 64u << 10; ///< Of all headers with the status line, and of the trailers.
    std::size_t headerCount = 100;
    std::chrono::milliseconds connect{10'000}; ///< Name, TCP and TLS together.
    std::chrono::milliseconds idle{20'000};    ///< Without a byte in either direction.
    std::chrono::milliseconds total{60'000};   ///< Of everything; a trickle of bytes does not extend it.
};

/// Whom the caller is, to a peer that asks. The key never leaves OpenSSL.
struct ClientIdentity {
    crypto::Certificate certificate;
    crypto::PrivateKey key;
};

struct HttpRequest {
    std::string method = "GET";
    Url url;
    std::vector<HttpHeader> headers; ///< Without host, content-length and connection, which the transport writes.
    crypto::SecretBytes body; ///< Wiped: it may hold a recovery share.
    std::shared_ptr<const PeerTrust> trust; ///< None trusts nobody.
    std::shared_ptr<const ClientIdentity> client;
    HttpLimits limits;
};

struct HttpReply {
    int status = 0;
    std::vector<HttpHeader> headers;
    ByteVector body;
    ByteVector peerCertificate; ///< DER; the certificate the peer held the key of in this exchange.
    Url url;                    ///< Where the reply came from, after redirects.

    /// Of the first header of this name (lower case); none when absent.
    std::optional<std::string> header(std::string_view name) const;
};

/// One exchange of HTTP over TLS: no redirects, no retries, no cookies, no cache, no content coding.
class HttpTransport
{
public:
    virtual ~HttpTransport() = default;

    /// Blocks until the reply is whole. Nothing of the request is sent before the peer was judged by `request.trust`
    /// (judgePeer). Errors: Network (not reached, refused peer, broken exchange, time-out; the place begins with the
    /// URL's origin and tells "connect", "peer certificate: <standing>", "reply", "time"), LimitExceeded, Cancelled
    /// soon after `stop` was asked, Malformed for a reply that is no HTTP, Unsupported for a request that cannot be
    /// sent. Safe from any thread.
    virtual Result<HttpReply> send(const HttpRequest& request, std::stop_token stop) = 0;

    /// The certificates (DER, the peer's own first) that a peer shows, judged by nobody: for telling the user who
    /// answers. No request is sent.
    virtual Result<std::vector<ByteVector>> presentedBy(const Url& url, const HttpLimits& limits,
                                                        std::stop_token stop) = 0;
};

} // namespace countersign::net
