#include "core/net/peer_trust.h"

#include "core/net/url.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace countersign::net {

namespace {

bool carriesName(X509* certificate, const std::string& name)
{
    if (name.empty() || name.find('\0') != std::string::npos) return false;
    Url url;
    url.host = name;
    constexpr unsigned kFlags = X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
    const int answer = url.hostIsAddress() ? X509_check_ip_asc(certificate, name.c_str(), 0)
                                           : X509_check_host(certificate, name.data(), name.size(), kFlags, nullptr);
    ERR_clear_error();
    return answer == 1;
}

bool isForServers(X509* certificate)
{
    const bool fits = X509_check_purpose(certificate, X509_PURPOSE_SSL_SERVER, 0) == 1;
    ERR_clear_error();
    return fits;
}

bool holds(const Result<bool>& answer)
{
    return answer.has_value() && *answer;
}

struct Anchoring {
    PeerStanding standing = PeerStanding::OtherIdentity;
    std::optional<std::size_t> anchor;
    bool listedItself = false;
};

Anchoring findAnchor(const crypto::Certificate& peer, const PeerTrust& trust)
{
    const std::size_t count = trust.certificates.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (peer == trust.certificates[i]) return {PeerStanding::Accepted, i, true};
        if (holds(peer.issuedBy(trust.certificates[i]))) return {PeerStanding::Accepted, i, false};
    }
    for (std::size_t i = 0; i < count; ++i)
        if (holds(peer.signedWith(trust.certificates[i].publicKey()))) return {PeerStanding::AcceptedByKey, i, false};
    for (std::size_t i = 0; i < trust.keys.size(); ++i)
        if (holds(peer.signedWith(trust.keys[i]))) return {PeerStanding::AcceptedByKey, count + i, false};
    return {};
}

std::string described(const crypto::Certificate& peer)
{
    return peer.subject() + ", issued by " + peer.issuer() + ", valid " + toIso8601(peer.notBefore()) + " to " +
           toIso8601(peer.notAfter());
}

} // namespace

const char* peerStandingName(PeerStanding standing) noexcept
{
    switch (standing) {
    case PeerStanding::Accepted:
        return "accepted";
    case PeerStanding::AcceptedByKey:
        return "accepted-by-key";
    case PeerStanding::NoCertificate:
        return "no-certificate";
    case PeerStanding::OtherIdentity:
        return "other-identity";
    case PeerStanding::WrongName:
        return "wrong-name";
    case PeerStanding::NotYetValid:
        return "not-yet-valid";
    case PeerStanding::Expired:
        return "expired";
    case PeerStanding::NotForServers:
        break;
    }
    return "not-for-servers";
}

PeerJudgement judgePeer(Bytes certificateDer, std::string_view host, const PeerTrust& trust, UtcTime now)
{
    if (certificateDer.empty()) return {PeerStanding::NoCertificate, "the peer gave no certificate", {}};
    const auto peer = crypto::Certificate::fromDer(certificateDer);
    if (!peer) return {PeerStanding::NoCertificate, "not readable: " + peer.error().detail, {}};
    const std::string text = described(*peer);
    const Anchoring found = findAnchor(*peer, trust);
    if (!found.anchor) return {PeerStanding::OtherIdentity, text, {}};
    // An endorsement of an earlier identity is signed by the service too, and is no node.
    if (!found.listedItself && (peer->isCa() || !isForServers(peer->handle())))
        return {PeerStanding::NotForServers, text, found.anchor};
    const std::string name = trust.peerName.empty() ? std::string(host) : trust.peerName;
    if (!carriesName(peer->handle(), name))
        return {PeerStanding::WrongName, name + " is not named by " + text, found.anchor};
    if (now < peer->notBefore()) return {PeerStanding::NotYetValid, text, found.anchor};
    if (peer->notAfter() < now) return {PeerStanding::Expired, text, found.anchor};
    return {found.standing, text, found.anchor};
}

} // namespace countersign::net
