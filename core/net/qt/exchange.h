#pragma once

#include "core/net/http_message.h"
#include "core/net/qt/qt_transport.h"

#include <QSslSocket>
#include <QTimer>

namespace countersign::net {

struct ExchangePlan {
    HttpRequest request;
    crypto::SecretBytes bytes; ///< The request as sent.
    bool handshakeOnly = false;
    std::optional<ProxySettings> proxy;
    UtcTime now;
};

struct ExchangeResult {
    HttpReply reply;
    std::vector<ByteVector> chain; ///< As the peer showed it, its own first.
};

/// One exchange, driven by the event loop of the thread it lives in. Deletes itself once `done` was called.
class Exchange final : public QObject
{
public:
    using Done = std::function<void(Result<ExchangeResult>)>;

    Exchange(ExchangePlan plan, Done done);
    void start();
    void cancel();

private:
    void connectSignals();
    void configureTls();
    void useProxy();
    void encrypted();
    void readable();
    void closed();
    void failed();
    void timeOut(const char* what);
    void fail(ErrorCode code, const std::string& what, const std::string& detail);
    void finish(Result<ExchangeResult> result);

    ExchangePlan m_plan;
    Done m_done;
    ReplyReader m_reader;
    ExchangeResult m_result;
    QSslSocket m_socket;
    QTimer m_connectTimer, m_idleTimer, m_totalTimer;
    bool m_encrypted = false;
    bool m_finished = false;
};

} // namespace countersign::net
