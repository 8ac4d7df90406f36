#include "core/ccf/client/submission.h"

#include "core/crypto/cose_sign1.h"

namespace countersign::ccf {

namespace {

constexpr const char* kVersion = "?api-version=2024-07-01";

Error malformed(const char* what)
{
    return {ErrorCode::Malformed, "signed message", what};
}

bool isId(std::string_view text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string textAt(const crypto::CborValue& header, std::string_view label)
{
    const crypto::CborValue* value = header.find(label);
    if (!value) return {};
    const auto text = value->asText();
    return text ? std::string(*text) : std::string();
}

std::string pathOf(const Submission& submission)
{
    const std::string proposals = "/gov/members/proposals";
    const std::string digests = "/gov/members/state-digests/" + submission.memberId;
    switch (submission.type) {
    case MessageType::Proposal: return proposals + ":create";
    case MessageType::Ballot:
        return proposals + '/' + submission.proposalId + "/ballots/" + submission.memberId + ":submit";
    case MessageType::Withdrawal: return proposals + '/' + submission.proposalId + ":withdraw";
    case MessageType::StateDigest: return digests + ":update";
    case MessageType::Ack: return digests + ":ack";
    case MessageType::RecoveryShare: break;
    }
    return "/gov/recovery/members/" + submission.memberId + ":recover";
}

} // namespace

Result<Submission> submissionOf(Bytes message)
{
    const auto cose = crypto::CoseSign1::parse(message);
    if (!cose) return cose.error();
    const crypto::CborValue* kid = cose->protectedHeader.find(4);
    const auto member = kid ? kid->asBytes() : malformed("no key id");
    if (!member || !isId(textOf(*member))) return malformed("the key id is no member's");
    auto type = messageTypeFrom(textAt(cose->protectedHeader, "ccf.gov.msg.type"));
    if (!type) return std::move(type).error();
    Submission submission{*type, std::string(textOf(*member)), textAt(cose->protectedHeader, "ccf.gov.msg.proposal_id"), {}};
    if (namesAProposal(*type) != isId(submission.proposalId)) return malformed("the proposal id");
    submission.target = pathOf(submission) + kVersion;
    return submission;
}

Result<Reply<nlohmann::json>> submitMessage(Channel& channel, Bytes message, std::stop_token stop)
{
    const auto submission = submissionOf(message);
    if (!submission) return submission.error();
    auto reply = channel.post(submission->target, message, stop);
    if (!reply) return std::move(reply).error();
    if (reply->status != 204)
        return sortedJson<nlohmann::json>(std::move(reply), channel.origin(),
                                          [](const nlohmann::json& json) -> Result<nlohmann::json> { return json; });
    Reply<nlohmann::json> silent;
    silent.value = nlohmann::json();
    silent.state = stateOf(*reply);
    return silent;
}

} // namespace countersign::ccf
