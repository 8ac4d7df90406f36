#pragma once

#include "core/ccf/client/identity.h"
#include "core/ccf/client/service_clock.h"
#include "core/ccf/governance/recovery_share.h"
#include "core/ccf/governance/signing_request.h"

// What has to be known before a member signs something for a running service. Nothing here signs or sends.

namespace countersign::ccf {

/// A service as a member is about to act on it.
struct ActTarget {
    IdentityAnswer identity;
    ServiceInfo info;           ///< Empty when the identity is not the pinned one: it was not asked further.
    ClockReading clock;         ///< Likewise, as the next.
    std::optional<Member> self; ///< The member of the certificate, as the service lists her; none when it does not.

    std::string fingerprint() const; ///< SHA-256 of the service certificate that answers, hex; empty when it told none.
};

/// Why a message of this kind had better not be signed for this target now.
enum class ActObstacle : std::uint8_t {
    None,
    OtherIdentity,  ///< Another identity than the pinned one answers.
    ClockBehind,    ///< This machine's clock: see ClockStanding.
    ClockAhead,
    NotAMember,     ///< The service lists no member with this certificate.
    NotActive,      ///< She has not acknowledged the state yet; only acknowledging is open to her.
    NoSharesWanted, ///< A recovery share, but the service is not waiting for any.
};

const char* actObstacleName(ActObstacle obstacle) noexcept; ///< "otherIdentity".

/// Asks who answers, what state the service is in, what it knows of the member, and what it shows of the time. Under
/// another identity than the pinned one nothing but the identity is asked. Errors: it could not be asked.
Result<ActTarget> askTarget(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address,
                            const crypto::Certificate& member, std::stop_token stop);

ActObstacle obstacleTo(MessageType type, const ActTarget& target, UtcTime now) noexcept;

/// A proposal to vote on or withdraw, with its text exactly as signed.
struct ProposalAtHand {
    Proposal proposal;
    ByteVector text;
};

/// NotFound when the service knows no such proposal; Malformed when it answers with another one, or a text that is none.
Result<ProposalAtHand> askProposal(GovClient& gov, const std::string& id, std::stop_token stop);

/// What the state holds that a member acknowledges: for her to see, as the service shows it now.
struct StateAtHand {
    std::string constitutionDigest; ///< SHA-256, hex.
    std::size_t constitutionSize = 0;
    std::vector<Member> members;
    std::vector<GovNode> trustedNodes;
    std::size_t openProposals = 0;
};

Result<StateAtHand> askState(GovClient& gov, std::stop_token stop);

/// The digest out of the answer to a state_digest message. Malformed when it is none, or another member's.
Result<std::string> stateDigestFrom(const nlohmann::json& answer, const std::string& memberId);

/// The member's share, fetched anew and decrypted in memory. NotFound when she holds none; Crypto when it is for another
/// key.
Result<RecoveryShare> askShare(GovClient& gov, const std::string& memberId, const crypto::PrivateKey& key,
                               std::stop_token stop);

/// A message ready to be reviewed and signed, meant for `target`. Errors as PreparedMessage::prepare().
Result<SigningRequest> requestFor(const ActTarget& target, const crypto::Certificate& member, GovernanceMessage message,
                                  ByteVector proposal = {});

} // namespace countersign::ccf
