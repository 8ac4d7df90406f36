#pragma once

#include "core/ccf/client/node_client.h"
#include "core/crypto/certificate.h"

namespace countersign::ccf {

/// How the identity that answers relates to the pinned one.
enum class IdentityKind : std::uint8_t {
    Pinned,          ///< It is a pinned certificate, or a pinned bare key.
    Renewed,         ///< Another certificate over a pinned key: CCF's renewal.
    RecoveryClaimed, ///< Another key; the peer says that the pinned identity was the one before. Only the ledger can
                     ///< show it.
    Unexplained,     ///< Another key, and nothing said about the pinned one, or the peer contradicts itself.
};

const char* identityKindName(IdentityKind kind) noexcept; ///< "pinned", "renewed", "recovery-claimed", "unexplained".

struct IdentityAnswer {
    IdentityKind kind = IdentityKind::Unexplained;
    std::optional<crypto::Certificate> present;  ///< The service certificate that answers, when it told one.
    std::optional<crypto::Certificate> previous; ///< Of the identity before, as the peer tells.
    std::optional<std::uint64_t> recoveryCount;
    std::optional<net::PeerStanding> refused; ///< Why the peer was not let in under the pin, when it was not.
    std::string detail;                       ///< English.
};

/// Asks a node who its service is and holds the answer against the pins of `address.trust`. A peer that the pins refuse
/// is asked two public things (network, previous identity) under its own certificate alone, so that the change can be
/// explained; nothing secret is sent, and the answer is no more than a claim. Errors: the node could not be asked, or
/// is refused for another reason than its identity (name, dates).
Result<IdentityAnswer> askIdentity(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address,
                                   std::stop_token stop);

/// How `presented` relates to `trust`: Pinned, Renewed or Unexplained.
IdentityKind identityUnder(const net::PeerTrust& trust, const crypto::Certificate& presented);

} // namespace countersign::ccf
