#pragma once

#include "app/sandbox/server/http_talk.h"
#include "core/base/result.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace countersign::sandbox {

/// What a listener shows of itself in the handshake; both PEM.
struct TlsIdentity {
    std::string certificate;
    std::string key;
};

/// HTTP/1.1 over TLS 1.2 or 1.3 on one port of 127.0.0.1, a thread for each connection.
class TlsListener
{
public:
    using Identity = std::function<TlsIdentity()>;              ///< Asked for each connection.
    using Handler = std::function<HttpAnswer(const HttpQuestion&)>; ///< Called from the connections' threads.

    /// Takes the port (0: any that is free) but lets nobody in yet. Unsupported for any address but 127.0.0.1: the demo
    /// consortium is for this machine alone. Io when the port is taken.
    static Result<std::unique_ptr<TlsListener>> open(std::string_view address, std::uint16_t port);
    ~TlsListener(); ///< As stop().

    TlsListener(const TlsListener&) = delete;
    TlsListener& operator=(const TlsListener&) = delete;

    std::uint16_t port() const noexcept { return m_port; }
    void start(Identity identity, Handler handler);
    /// Ends all connections; returns once no handler runs any more.
    void stop();

private:
    struct Connection {
        std::jthread thread;
        std::atomic<bool> over = false;
    };

    TlsListener(int socket, std::uint16_t port) : m_socket(socket), m_port(port) {}
    void accept();
    void serve(int descriptor);
    void reap();

    int m_socket;
    std::uint16_t m_port;
    Identity m_identity;
    Handler m_handler;
    std::atomic<bool> m_ending = false;
    std::list<Connection> m_connections; ///< Of the accepting thread alone.
    std::jthread m_thread;
};

} // namespace countersign::sandbox
