#pragma once

#include "core/base/utc_time.h"
#include "core/net/http.h"

#include <functional>
#include <memory>
#include <optional>

namespace countersign::net {

enum class ProxyKind : std::uint8_t { Http, Socks5 };

struct ProxySettings {
    ProxyKind kind = ProxyKind::Http;
    std::string host;
    std::uint16_t port = 0;
    std::string user, password; ///< Empty: none.
};

/// HTTP over Qt Network's TLS sockets, on a thread of its own. Exchanges run side by side, each on a connection of its
/// own that is closed after the reply. Needs a QCoreApplication to exist; uses no system proxy, only the one given.
class QtTransport final : public HttpTransport
{
public:
    /// `clock` says the time that peers' certificates are held against; called from the transport's thread.
    explicit QtTransport(std::function<UtcTime()> clock, std::optional<ProxySettings> proxy = {});
    ~QtTransport() override; ///< No call may be under way.

    Result<HttpReply> send(const HttpRequest& request, std::stop_token stop) override;
    Result<std::vector<ByteVector>> presentedBy(const Url& url, const HttpLimits& limits,
                                                std::stop_token stop) override;

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace countersign::net
