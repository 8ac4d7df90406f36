#pragma once

#include "core/base/bytes.h"
#include "core/base/utc_time.h"
#include "core/crypto/certificate.h"
#include "core/crypto/public_key.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::net {

/// Whom a connection may lead to. Trust is exactly what is listed: nothing listed and no system store trusts nobody.
struct PeerTrust {
    /// Identities of the service. A peer's own certificate must be signed by one of these directly; there are no
    /// intermediates. Listing a peer's own certificate trusts just that peer (a node's self-signed interface).
    std::vector<crypto::Certificate> certificates;
    std::vector<crypto::PublicKey> keys; ///< Identities of which only the key is known.
    /// The name the peer's certificate must carry in place of the host of the URL: for a node reached by an address
    /// that its certificate does not list. Empty: the host.
    std::string peerName;
    /// Only for hosts that are public by nature: the operating system's certificates, instead of the lists above.
    bool systemStore = false;
};

/// Why a peer was let in or not. Stable English ids by peerStandingName().
enum class PeerStanding : std::uint8_t {
    Accepted,      ///< Signed by a listed certificate's key under its name, or listed itself.
    AcceptedByKey, ///< Signed by a listed key, but under another name than the listed certificate's, or by a bare key.
    NoCertificate, ///< None given, or not readable; `detail` tells.
    OtherIdentity, ///< Signed by none of the listed identities.
    WrongName,     ///< The certificate does not carry the host's name or address.
    NotYetValid,
    Expired,
    NotForServers, ///< A CA certificate, or one whose extensions exclude TLS servers.
};

const char* peerStandingName(PeerStanding standing) noexcept; ///< "accepted", "other-identity", ….

struct PeerJudgement {
    PeerStanding standing = PeerStanding::NoCertificate;
    std::string detail;                ///< English, for logs and reports: names, dates.
    std::optional<std::size_t> anchor; ///< Index into certificates, then keys, of the identity that carried it.
    bool accepted() const noexcept
    {
        return standing == PeerStanding::Accepted || standing == PeerStanding::AcceptedByKey;
    }
};

/// Judges the certificate a peer proved to hold the key of. `host` is that of the URL; rules for names:
/// - an address (IPv4, IPv6) must stand among the certificate's IP entries, byte for byte; a DNS entry or a common
///   name that spells the address counts for nothing;
/// - a name must match a DNS entry (RFC 6125, a wildcard only as a whole left-most label); common names count for
///   nothing.
/// Dates of the peer's certificate must hold at `now`; those of the listed identities are not looked at, since a pin is
/// a decision about a key, and a renewed service keeps its key.
PeerJudgement judgePeer(Bytes certificateDer, std::string_view host, const PeerTrust& trust, UtcTime now);

} // namespace countersign::net
