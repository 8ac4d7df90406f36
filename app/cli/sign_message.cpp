#include "app/cli/sign.h"

#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/ccf/governance/payloads.h"
#include "core/ccf/governance/recovery_share.h"

#include <set>

namespace countersign {

namespace {

using ccf::MessageType;

Result<crypto::SecretBytes> ballotOf(const SignArguments& arguments, Bytes proposal)
{
    if (!arguments.ballot.empty()) {
        const auto script = readSmallFile(arguments.ballot);
        if (!script) return script.error();
        return ccf::ballotPayload(textOf(*script));
    }
    if (arguments.vote == "yes" || arguments.vote == "no")
        return ccf::ballotPayload(ccf::plainBallot(arguments.vote == "yes"));
    const auto script = ccf::carefulBallot(proposal);
    if (!script) return script.error();
    return ccf::ballotPayload(*script);
}

Result<crypto::SecretBytes> shareOf(const SignArguments& arguments, const std::string& member, Environment& environment,
                                    std::string& note)
{
    const auto reply = readSmallFile(arguments.share);
    if (!reply) return reply.error();
    auto key = openKey(arguments.decryptionKey, arguments.key, environment);
    if (!key) return std::move(key).error();
    const auto share = ccf::decryptRecoveryShare(*reply, member, *key);
    if (!share) return share.error();
    note = "The file will hold the share in clear: whoever reads it holds this member's part in the recovery. ";
    note += share->fullKey ? "This one is the full key of an owner: it recovers the service alone."
        : share->known     ? "This one is one share of several."
                           : "It has the form of older services.";
    return ccf::recoverySharePayload(share->bytes);
}

Result<crypto::SecretBytes> payloadOf(MessageType type, const SignArguments& arguments, Bytes proposal,
                                      const std::string& member, Environment& environment, std::string& note)
{
    switch (type) {
    case MessageType::Proposal: return ccf::proposalPayload(proposal);
    case MessageType::Ballot: return ballotOf(arguments, proposal);
    case MessageType::Ack: return ccf::ackPayload(arguments.stateDigest);
    case MessageType::RecoveryShare: return shareOf(arguments, member, environment, note);
    case MessageType::Withdrawal:
    case MessageType::StateDigest: break;
    }
    return crypto::SecretBytes();
}

struct OptionUse {
    const char* name;
    const std::string SignArguments::*value;
    std::set<std::string> needed, allowed; ///< Kinds of message; what is needed is allowed too.
};

const std::vector<OptionUse>& optionUses()
{
    static const std::vector<OptionUse> uses{
        {"--proposal", &SignArguments::proposal, {"proposal"}, {"ballot"}},
        {"--proposal-id", &SignArguments::proposalId, {"ballot", "withdrawal"}, {}},
        {"--vote", &SignArguments::vote, {}, {"ballot"}},
        {"--ballot", &SignArguments::ballot, {}, {"ballot"}},
        {"--state-digest", &SignArguments::stateDigest, {"ack"}, {}},
        {"--share", &SignArguments::share, {"recovery_share"}, {}},
        {"--decryption-key", &SignArguments::decryptionKey, {"recovery_share"}, {}},
    };
    return uses;
}

} // namespace

std::string signUsageProblem(const SignArguments& arguments)
{
    if (!arguments.finish.empty())
        return arguments.signature.empty() || arguments.out.empty() ? "--finish needs --signature and --out" : "";
    if (arguments.kind.empty()) return "say what to sign: proposal, ballot, withdrawal, state_digest, ack, recovery_share";
    for (const OptionUse& use : optionUses()) {
        const bool given = !(arguments.*use.value).empty();
        if (!given && use.needed.contains(arguments.kind)) return arguments.kind + " needs " + use.name;
        if (given && !use.needed.contains(arguments.kind) && !use.allowed.contains(arguments.kind))
            return std::string(use.name) + " has no place with " + arguments.kind;
    }
    if (arguments.certificate.empty() || arguments.serviceCertificate.empty())
        return "--cert and --service-cert are needed";
    const bool careful = arguments.kind == "ballot" && arguments.ballot.empty()
        && (arguments.vote.empty() || arguments.vote == "careful");
    if (careful && arguments.proposal.empty()) return "a careful ballot needs --proposal; or say --vote yes or no";
    if (arguments.request.empty() && (arguments.key.key.empty() || arguments.out.empty()))
        return "--key and --out are needed, or --request to have it signed elsewhere";
    if (!arguments.request.empty() && arguments.kind == "recovery_share")
        return "--request has no place with recovery_share: the file would hold the share in clear";
    return {};
}

Result<ccf::SigningRequest> messageToSign(const SignArguments& arguments, Environment& environment, std::string& note)
{
    const auto service = certificateFrom(arguments.serviceCertificate);
    if (!service) return service.error();
    auto member = certificateFrom(arguments.certificate);
    if (!member) return std::move(member).error();
    ByteVector proposal;
    if (!arguments.proposal.empty()) {
        auto content = readSmallFile(arguments.proposal);
        if (!content) return std::move(content).error();
        proposal = *std::move(content);
    }
    auto created = arguments.createdAt.empty() ? Result<UtcTime>(environment.now) : parseIso8601(arguments.createdAt);
    if (!created) return std::move(created).error();
    auto type = ccf::messageTypeFrom(arguments.kind);
    if (!type) return std::move(type).error();
    auto payload = payloadOf(*type, arguments, proposal, toHex(member->fingerprint()), environment, note);
    if (!payload) return std::move(payload).error();
    auto prepared = ccf::PreparedMessage::prepare({*type, *created, arguments.proposalId, *std::move(payload)},
                                                  *std::move(member));
    if (!prepared) return std::move(prepared).error();
    if (*type == MessageType::Proposal) proposal.clear();
    return ccf::SigningRequest{*std::move(prepared), toHex(service->fingerprint()), std::move(proposal)};
}

} // namespace countersign
