#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/certificate.h"
#include "core/crypto/cose_sign1.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace countersign::ccf {

inline constexpr const char* kMessageProposal = "proposal";
inline constexpr const char* kMessageBallot = "ballot";
inline constexpr const char* kMessageWithdrawal = "withdrawal";
inline constexpr const char* kMessageAck = "ack";

/// A governance message a member signed (spec ccf (g)).
struct MemberMessage {
    std::shared_ptr<const ByteVector> bytes;
    crypto::CoseSign1 cose;  ///< Views `bytes`.
    std::string keyId;       ///< Label 4: the member id as text.
    std::string type;        ///< "ccf.gov.msg.type"; may be empty in 3.x.
    std::string proposalId;  ///< "ccf.gov.msg.proposal_id".
    std::optional<std::int64_t> createdAt;
};

Result<MemberMessage> parseMemberMessage(ByteVector coseSign1);
/// A row of public:ccf.gov.cose_history: a JSON string holding base64.
Result<MemberMessage> parseMemberMessageRow(Bytes json);

/// What a verifier asks of a row of public:ccf.gov.proposals_info.
struct ProposalInfo {
    std::string state;
    std::string proposer;
    std::map<std::string, std::string> ballots; ///< Member id to script.
};
Result<ProposalInfo> parseProposalInfo(Bytes json);

/// The certificate a proposal's transition_service_to_open names as the next identity.
std::optional<crypto::Certificate> openedIdentity(Bytes proposal);

/// The script of a ballot's payload.
std::optional<std::string> ballotScript(Bytes payload);

/// True for a ballot whose whole script is `export function vote (…) { return true; }`, white space aside: the only scripts that can
/// be told to say yes without running them.
bool isPlainYes(Bytes ballotPayload);

} // namespace countersign::ccf
