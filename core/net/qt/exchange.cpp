#include "core/net/qt/exchange.h"

#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

#include <openssl/evp.h>

namespace countersign::net {

namespace {

constexpr qint64 kReadBuffer = 256 * 1024;

QByteArray byteArray(Bytes bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

ByteVector byteVector(const QByteArray& bytes)
{
    const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.constData());
    return {begin, begin + bytes.size()};
}

// Shares the key by reference: its bytes stay with OpenSSL.
QSslKey sharedKey(const crypto::PrivateKey& key)
{
    EVP_PKEY_up_ref(key.handle());
    return QSslKey(key.handle(), QSsl::PrivateKey);
}

} // namespace

Exchange::Exchange(ExchangePlan plan, Done done)
    : m_plan(std::move(plan)), m_done(std::move(done)), m_reader(m_plan.request.limits, m_plan.request.method != "HEAD")
{
    connectSignals();
}

void Exchange::connectSignals()
{
    connect(&m_socket, &QSslSocket::encrypted, this, [this] { encrypted(); });
    connect(&m_socket, &QSslSocket::readyRead, this, [this] { readable(); });
    connect(&m_socket, &QSslSocket::disconnected, this, [this] { closed(); });
    connect(&m_socket, &QSslSocket::errorOccurred, this, [this] { failed(); });
    connect(&m_socket, &QSslSocket::encryptedBytesWritten, this, [this] { m_idleTimer.start(); });
    connect(&m_connectTimer, &QTimer::timeout, this, [this] { timeOut("connecting took too long"); });
    connect(&m_idleTimer, &QTimer::timeout, this, [this] { timeOut("the peer fell silent"); });
    connect(&m_totalTimer, &QTimer::timeout, this, [this] { timeOut("the exchange took too long"); });
    const HttpLimits& limits = m_plan.request.limits;
    m_connectTimer.setInterval(limits.connect);
    m_idleTimer.setInterval(limits.idle);
    m_totalTimer.setInterval(limits.total);
    for (QTimer* timer : {&m_connectTimer, &m_idleTimer, &m_totalTimer}) timer->setSingleShot(true);
}

void Exchange::start()
{
    const Url& url = m_plan.request.url;
    configureTls();
    useProxy();
    m_socket.setReadBufferSize(kReadBuffer);
    m_connectTimer.start();
    m_totalTimer.start();
    m_socket.connectToHostEncrypted(QString::fromStdString(url.host), url.port);
}

// Under a pin Qt's own check is not asked: it knows no bare keys and stops at a pin that is past its date. Instead
// encrypted() judges the peer before one byte of the request is sent, by rules of our own that are tested to the byte.
// A client certificate would be shown during the handshake, before that; with one, Qt's check comes first and ours
// after.
void Exchange::configureTls()
{
    const PeerTrust* trust = m_plan.request.trust.get();
    const bool systemStore = trust && trust->systemStore;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    tls.setSslOption(QSsl::SslOptionDisableCompression, true);
    tls.setCaCertificates(systemStore ? QSslConfiguration::systemCaCertificates() : QList<QSslCertificate>());
    tls.setPeerVerifyMode(systemStore ? QSslSocket::VerifyPeer : QSslSocket::QueryPeer);
    if (const auto& client = m_plan.request.client) {
        tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
        if (trust && !systemStore)
            for (const crypto::Certificate& pin : trust->certificates)
                tls.addCaCertificate(QSslCertificate(byteArray(pin.der()), QSsl::Der));
        tls.setLocalCertificate(QSslCertificate(byteArray(client->certificate.der()), QSsl::Der));
        tls.setPrivateKey(sharedKey(client->key));
    }
    m_socket.setSslConfiguration(tls);
    if (trust && !trust->peerName.empty()) m_socket.setPeerVerifyName(QString::fromStdString(trust->peerName));
}

void Exchange::useProxy()
{
    QNetworkProxy proxy(QNetworkProxy::NoProxy);
    if (const auto& given = m_plan.proxy) {
        proxy.setType(given->kind == ProxyKind::Http ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy);
        proxy.setHostName(QString::fromStdString(given->host));
        proxy.setPort(given->port);
        proxy.setUser(QString::fromStdString(given->user));
        proxy.setPassword(QString::fromStdString(given->password));
    }
    m_socket.setProxy(proxy);
}

void Exchange::encrypted()
{
    m_connectTimer.stop();
    m_encrypted = true;
    for (const QSslCertificate& one : m_socket.peerCertificateChain())
        m_result.chain.push_back(byteVector(one.toDer()));
    const ByteVector own = byteVector(m_socket.peerCertificate().toDer());
    if (m_plan.handshakeOnly) return finish(std::move(m_result));
    const auto& trust = m_plan.request.trust;
    if (!trust || !trust->systemStore) {
        const auto judgement = judgePeer(own, m_plan.request.url.host, trust ? *trust : PeerTrust{}, m_plan.now);
        if (!judgement.accepted())
            return fail(ErrorCode::Network, std::string("peer certificate: ") + peerStandingName(judgement.standing),
                        judgement.detail);
    }
    m_result.reply.peerCertificate = own;
    m_idleTimer.start();
    m_socket.write(reinterpret_cast<const char*>(m_plan.bytes.data()), static_cast<qint64>(m_plan.bytes.size()));
}

void Exchange::readable()
{
    // Bytes that Qt read before the peer was judged wait in its buffer.
    while (!m_finished && m_encrypted && m_socket.bytesAvailable() > 0) {
        m_idleTimer.start();
        const QByteArray part = m_socket.read(kReadBuffer);
        const auto taken = m_reader.take(bytesOf({part.constData(), static_cast<std::size_t>(part.size())}));
        if (!taken) return fail(taken.error().code, taken.error().where, taken.error().detail);
    }
    if (m_finished || !m_reader.whole()) return;
    HttpReply reply = m_reader.takeReply();
    reply.peerCertificate = std::move(m_result.reply.peerCertificate);
    reply.url = m_plan.request.url;
    m_result.reply = std::move(reply);
    finish(std::move(m_result));
}

void Exchange::closed()
{
    if (m_finished) return;
    readable();
    if (!m_finished) fail(ErrorCode::Network, "reply", "the peer closed the connection before the reply was whole");
}

void Exchange::failed()
{
    if (m_finished || (m_encrypted && m_socket.error() == QAbstractSocket::RemoteHostClosedError)) return;
    if (m_socket.error() == QAbstractSocket::SslHandshakeFailedError && !m_socket.sslHandshakeErrors().isEmpty())
        return fail(ErrorCode::Network, "peer certificate: refused", m_socket.errorString().toStdString());
    fail(ErrorCode::Network, m_encrypted ? "reply" : "connect", m_socket.errorString().toStdString());
}

void Exchange::timeOut(const char* what)
{
    fail(ErrorCode::Network, "time", what);
}

void Exchange::cancel()
{
    fail(ErrorCode::Cancelled, "exchange", {});
}

void Exchange::fail(ErrorCode code, const std::string& what, const std::string& detail)
{
    finish(Error{code, m_plan.request.url.origin() + ": " + what, detail});
}

void Exchange::finish(Result<ExchangeResult> result)
{
    if (m_finished) return;
    m_finished = true;
    for (QTimer* timer : {&m_connectTimer, &m_idleTimer, &m_totalTimer}) timer->stop();
    m_socket.abort();
    m_done(std::move(result));
    deleteLater();
}

} // namespace countersign::net
