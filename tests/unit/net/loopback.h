#pragma once

#include "core/net/patience.h"
#include "core/net/qt/qt_transport.h"
#include "tests/support/certificate_factory.h"
#include "tests/support/tls_server.h"

namespace countersign::support {

inline constexpr UtcTime kNow{1'790'000'000};
inline constexpr Validity kValid{{1'780'000'000}, {1'800'000'000}};
inline constexpr Validity kPast{{1'700'000'000}, {1'780'000'000}};
inline constexpr Validity kFuture{{1'795'000'000}, {1'800'000'000}};

/// A service with its identity, and a node of it for the address 127.0.0.1.
struct LoopbackService {
    explicit LoopbackService(std::string seed, Validity nodeValidity = kValid, Validity serviceValidity = kValid,
                             std::string subject = "CCF Service")
        : serviceKey(EcKey::derive(crypto::KeyKind::P384, seed + " service")),
          nodeKey(EcKey::derive(crypto::KeyKind::P384, seed + " node")),
          certificate(CertificateFactory::service(serviceKey, {subject, serviceValidity, seed})),
          nodeCertificate(CertificateFactory::node(nodeKey, {"CCF Node", nodeValidity, seed}, serviceKey, certificate))
    {}

    TlsServerOptions server() const { return {nodeCertificate, nodeKey.privatePem(), false}; }
    crypto::Certificate identity() const { return crypto::Certificate::fromPem(certificate).value(); }
    std::shared_ptr<const net::PeerTrust> pin() const
    {
        return std::make_shared<const net::PeerTrust>(net::PeerTrust{{identity()}, {}, {}, false});
    }

    EcKey serviceKey, nodeKey;
    std::string certificate, nodeCertificate;
};

inline net::HttpRequest get(const TlsServer& server, std::shared_ptr<const net::PeerTrust> trust,
                            std::string_view host = "127.0.0.1")
{
    net::HttpRequest request;
    request.url = net::parseUrl(server.url("/node/commit", host)).value();
    request.trust = std::move(trust);
    return request;
}

inline net::QtTransport transportAt(UtcTime now)
{
    return net::QtTransport([now] { return now; });
}

/// Answers each request with `reply`.
inline TlsServer::Script saying(std::string reply)
{
    return [reply = std::move(reply)](TlsPeer& peer) {
        if (!peer.request().empty()) peer.send(reply);
    };
}

} // namespace countersign::support
