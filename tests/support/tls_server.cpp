#include "tests/support/tls_server.h"

#include <openssl/pem.h>

#include <charconv>
#include <csignal>
#include <stdexcept>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace countersign::support {

namespace {

constexpr int kPollSlice = 50;

void must(bool ok, const char* what)
{
    if (!ok) throw std::runtime_error(std::string("test server: ") + what);
}

bool readable(int descriptor)
{
    pollfd one{descriptor, POLLIN, 0};
    return ::poll(&one, 1, kPollSlice) > 0;
}

std::size_t statedLength(const std::string& head)
{
    const std::string_view name = "content-length: ";
    const std::size_t at = head.find(name);
    std::size_t length = 0;
    if (at != std::string::npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
}

int acceptAnyClient(X509_STORE_CTX*, void*)
{
    return 1; // The test asks who came; it refuses nobody.
}

} // namespace

std::string TlsPeer::request()
{
    std::string text;
    while (!m_ending) {
        const std::size_t head = text.find("\r\n\r\n");
        if (head != std::string::npos && text.size() >= head + 4 + statedLength(text)) return text;
        if (!(m_ssl && SSL_pending(m_ssl) > 0) && !readable(m_fd)) continue;
        char part[4096];
        const auto got = m_ssl ? ssize_t(SSL_read(m_ssl, part, sizeof part)) : ::recv(m_fd, part, sizeof part, 0);
        if (got <= 0) return {};
        text.append(part, static_cast<std::size_t>(got));
    }
    return {};
}

bool TlsPeer::send(std::string_view text)
{
    if (m_ending) return false;
    if (m_ssl) return SSL_write(m_ssl, text.data(), static_cast<int>(text.size())) == static_cast<int>(text.size());
    return ::send(m_fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

void TlsPeer::waitForEnd()
{
    char part[256];
    while (!m_ending) {
        if (!readable(m_fd)) continue;
        if ((m_ssl ? SSL_read(m_ssl, part, sizeof part) : int(::recv(m_fd, part, sizeof part, 0))) <= 0) return;
    }
}

std::string TlsPeer::clientCertificate() const
{
    const crypto::CertificatePtr certificate(m_ssl ? SSL_get1_peer_certificate(m_ssl) : nullptr);
    if (!certificate) return {};
    char name[256] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name);
    return name;
}

TlsServer::TlsServer(const TlsServerOptions& options, Script script) : m_script(std::move(script))
{
    std::signal(SIGPIPE, SIG_IGN);
    if (!options.certificate.empty()) {
        m_context.reset(SSL_CTX_new(TLS_server_method()));
        const crypto::BioPtr cert(BIO_new_mem_buf(options.certificate.data(), int(options.certificate.size())));
        const crypto::BioPtr key(BIO_new_mem_buf(options.key.data(), int(options.key.size())));
        const crypto::CertificatePtr x509(PEM_read_bio_X509(cert.get(), nullptr, nullptr, nullptr));
        const crypto::KeyPtr pkey(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr));
        must(x509 && SSL_CTX_use_certificate(m_context.get(), x509.get()) == 1, "certificate");
        must(pkey && SSL_CTX_use_PrivateKey(m_context.get(), pkey.get()) == 1, "key");
        if (options.wantsClient) SSL_CTX_set_verify(m_context.get(), SSL_VERIFY_PEER, nullptr);
        if (options.wantsClient) SSL_CTX_set_cert_verify_callback(m_context.get(), acceptAnyClient, nullptr);
    }
    listen();
    m_thread = std::jthread([this] {
        while (!m_ending) {
            if (!readable(m_listener)) continue;
            const int descriptor = ::accept(m_listener, nullptr, nullptr);
            if (descriptor >= 0) m_connectionThreads.emplace_back([this, descriptor] { serve(descriptor); });
        }
    });
}

TlsServer::~TlsServer()
{
    m_ending = true;
    m_thread.join();
    m_connectionThreads.clear();
    ::close(m_listener);
}

void TlsServer::listen()
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    must(::bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "bind");
    must(::listen(m_listener, 16) == 0, "listen");
    socklen_t size = sizeof address;
    must(::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
    m_port = ntohs(address.sin_port);
}

void TlsServer::serve(int descriptor)
{
    // So that a write to a reader that stopped reading does not hold the test up for ever.
    const timeval slice{2, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &slice, sizeof slice);
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &slice, sizeof slice);
    crypto::OpenSslPtr<SSL, &SSL_free> ssl(m_context ? SSL_new(m_context.get()) : nullptr);
    if (ssl) SSL_set_fd(ssl.get(), descriptor);
    if (!ssl || SSL_accept(ssl.get()) == 1) {
        ++m_connections;
        TlsPeer peer(ssl.get(), descriptor, m_ending);
        m_script(peer);
        if (ssl) SSL_shutdown(ssl.get());
    }
    ::close(descriptor);
}

std::string TlsServer::url(std::string_view target, std::string_view host) const
{
    return "https://" + std::string(host) + ':' + std::to_string(m_port) + std::string(target);
}

std::string httpReply(int status, std::string_view body, std::string_view headers)
{
    return "HTTP/1.1 " + std::to_string(status) + " Reply\r\n" + std::string(headers) +
           "content-length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

} // namespace countersign::support
