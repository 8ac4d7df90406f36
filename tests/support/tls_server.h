#pragma once

#include "tests/support/ec_key.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <openssl/ssl.h>

namespace countersign::support {

/// One connection a test server accepted. All calls block; they give up when the server goes away.
class TlsPeer
{
public:
    TlsPeer(SSL* ssl, int descriptor, const std::atomic<bool>& ending) : m_ssl(ssl), m_fd(descriptor), m_ending(ending)
    {}

    /// What came up to the blank line and the stated body; empty when the other side left.
    std::string request();
    /// False once the other side or the server is gone.
    bool send(std::string_view text);
    /// Blocks until the other side leaves or the server ends.
    void waitForEnd();
    std::string clientCertificate() const; ///< Common name; empty when none was shown.

private:
    SSL* m_ssl;
    int m_fd;
    const std::atomic<bool>& m_ending;
};

struct TlsServerOptions {
    std::string certificate; ///< PEM; empty: plain text is spoken.
    std::string key;         ///< PEM.
    bool wantsClient = false;
};

/// A TLS server on loopback, one thread a connection, that says whatever the test tells it to.
class TlsServer
{
public:
    using Script = std::function<void(TlsPeer&)>;

    TlsServer(const TlsServerOptions& options, Script script);
    ~TlsServer();

    std::uint16_t port() const noexcept { return m_port; }
    int requests() const noexcept { return m_connections; } ///< Connections on which the handshake was done.
    std::string url(std::string_view target, std::string_view host = "127.0.0.1") const;

private:
    using ContextPtr = crypto::OpenSslPtr<SSL_CTX, &SSL_CTX_free>;
    void serve(int descriptor);
    void listen();

    ContextPtr m_context;
    Script m_script;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_ending = false;
    std::atomic<int> m_connections = 0;
    std::vector<std::jthread> m_connectionThreads;
    std::jthread m_thread;
};

/// "HTTP/1.1 200 OK" with these headers ("name: value\r\n"…), the length and the body.
std::string httpReply(int status, std::string_view body,
                      std::string_view headers = "content-type: application/json\r\n");

} // namespace countersign::support
