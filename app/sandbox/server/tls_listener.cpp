#include "app/sandbox/server/tls_listener.h"

#include "core/base/utc_time.h"
#include "core/crypto/openssl_ptr.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace countersign::sandbox {

namespace {

using ContextPtr = crypto::OpenSslPtr<SSL_CTX, &SSL_CTX_free>;
using SslPtr = crypto::OpenSslPtr<SSL, &SSL_free>;

constexpr int kPollSlice = 50;         ///< Milliseconds; how long an ending may go unnoticed.
constexpr std::int64_t kIdleLimit = 60; ///< Seconds.
constexpr std::size_t kConnectionLimit = 200;

/// A peer that leaves while it is written to must not end the process.
void holdPipeSignal()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

bool readable(int descriptor)
{
    pollfd one{descriptor, POLLIN, 0};
    return ::poll(&one, 1, kPollSlice) > 0;
}

ContextPtr contextFor(const TlsIdentity& identity)
{
    ContextPtr context(SSL_CTX_new(TLS_server_method()));
    if (!context) return nullptr;
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    const crypto::BioPtr cert(BIO_new_mem_buf(identity.certificate.data(), static_cast<int>(identity.certificate.size())));
    const crypto::BioPtr key(BIO_new_mem_buf(identity.key.data(), static_cast<int>(identity.key.size())));
    const crypto::CertificatePtr x509(PEM_read_bio_X509(cert.get(), nullptr, nullptr, nullptr));
    const crypto::KeyPtr pkey(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr));
    const bool taken = x509 && pkey && SSL_CTX_use_certificate(context.get(), x509.get()) == 1 &&
                       SSL_CTX_use_PrivateKey(context.get(), pkey.get()) == 1;
    return taken ? std::move(context) : nullptr;
}

/// The parts of a connection that the talking needs.
struct Talk {
    SSL* ssl;
    int descriptor;
    const std::atomic<bool>& ending;
    std::string buffer;

    bool readMore()
    {
        const std::int64_t until = systemTime().seconds + kIdleLimit;
        while (!ending && systemTime().seconds < until) {
            if (SSL_pending(ssl) == 0 && !readable(descriptor)) continue;
            char part[16384];
            const int got = SSL_read(ssl, part, sizeof part);
            if (got > 0) return buffer.append(part, static_cast<std::size_t>(got)), true;
            const int why = SSL_get_error(ssl, got);
            if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return false;
        }
        return false;
    }

    bool say(const std::string& text)
    {
        return !ending && SSL_write(ssl, text.data(), static_cast<int>(text.size())) == static_cast<int>(text.size());
    }
};

HttpAnswer refusalOf(const Error& error)
{
    HttpAnswer answer{error.code == ErrorCode::LimitExceeded ? 413 : 400, {}, {}};
    answer.body = error.detail;
    return answer.with("content-type", "text/plain");
}

} // namespace

Result<std::unique_ptr<TlsListener>> TlsListener::open(std::string_view address, std::uint16_t port)
{
    const std::string place = std::string(address) + ':' + std::to_string(port);
    if (address != "127.0.0.1")
        return Error{ErrorCode::Unsupported, place, "the demo consortium listens on 127.0.0.1 alone"};
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return Error{ErrorCode::Io, place, std::strerror(errno)};
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(port);
    socklen_t size = sizeof where;
    if (::bind(socket, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0 || ::listen(socket, 64) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&where), &size) != 0) {
        const Error error{ErrorCode::Io, place, std::strerror(errno)};
        ::close(socket);
        return error;
    }
    return std::unique_ptr<TlsListener>(new TlsListener(socket, ntohs(where.sin_port)));
}

TlsListener::~TlsListener()
{
    stop();
    ::close(m_socket);
}

void TlsListener::start(Identity identity, Handler handler)
{
    m_identity = std::move(identity);
    m_handler = std::move(handler);
    m_thread = std::jthread([this] { accept(); });
}

void TlsListener::stop()
{
    m_ending = true;
    if (m_thread.joinable()) m_thread.join();
    m_connections.clear();
}

void TlsListener::accept()
{
    holdPipeSignal();
    while (!m_ending) {
        reap();
        if (!readable(m_socket)) continue;
        const int descriptor = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) continue;
        if (m_connections.size() >= kConnectionLimit) {
            ::close(descriptor);
            continue;
        }
        Connection& one = m_connections.emplace_back();
        one.thread = std::jthread([this, &one, descriptor] {
            holdPipeSignal();
            serve(descriptor);
            ::close(descriptor);
            one.over = true;
        });
    }
}

void TlsListener::reap()
{
    m_connections.remove_if([](const Connection& one) { return one.over.load(); });
}

void TlsListener::serve(int descriptor)
{
    const timeval slice{5, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &slice, sizeof slice);
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &slice, sizeof slice);
    const ContextPtr context = contextFor(m_identity());
    const SslPtr ssl(context ? SSL_new(context.get()) : nullptr);
    if (!ssl || SSL_set_fd(ssl.get(), descriptor) != 1 || SSL_accept(ssl.get()) != 1) return;
    Talk talk{ssl.get(), descriptor, m_ending, {}};
    for (bool open = true; open && !m_ending;) {
        auto question = takeQuestion(talk.buffer, {});
        if (!question) {
            talk.say(answerText(refusalOf(question.error()), false, true));
            break;
        }
        if (!*question) {
            open = talk.readMore();
            continue;
        }
        const bool closing = (*question)->header("connection") == "close";
        open = talk.say(answerText(m_handler(**question), (*question)->method == "HEAD", closing)) && !closing;
    }
    SSL_shutdown(ssl.get());
}

} // namespace countersign::sandbox
