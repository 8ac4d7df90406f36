#include "app/cli/act_messages.h"

#include "app/cli/evaluated.h"
#include "app/cli/terminal_text.h"
#include "app/common/english_acts.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/ccf/governance/payloads.h"

#include <algorithm>

namespace countersign {

namespace {

using ccf::MessageType;

Result<ActMessage> madeFor(const ActSetting& setting, MessageType type, std::string proposalId, crypto::SecretBytes payload,
                           ByteVector proposal = {})
{
    auto request = ccf::requestFor(setting.target, setting.member,
                                   {type, setting.environment.now, std::move(proposalId), std::move(payload)},
                                   std::move(proposal));
    if (!request) return std::move(request).error();
    return ActMessage{*std::move(request)};
}

Result<ActMessage> halted(ActHalt halt)
{
    ActMessage message;
    message.halt = std::move(halt);
    return message;
}

Result<ActMessage> proposing(const ActSetting& setting)
{
    const auto text = readSmallFile(setting.arguments.live.item);
    if (!text) return text.error();
    auto payload = ccf::proposalPayload(*text);
    if (!payload) return std::move(payload).error();
    return madeFor(setting, MessageType::Proposal, {}, *std::move(payload));
}

Result<std::string> ballotScript(const ActArguments& arguments, Bytes proposal)
{
    if (!arguments.ballot.empty()) {
        const auto script = readSmallFile(arguments.ballot);
        if (!script) return script.error();
        return std::string(textOf(*script));
    }
    if (arguments.reject || arguments.plain) return ccf::plainBallot(arguments.approve);
    return ccf::carefulBallot(proposal);
}

std::string ballotsText(const ccf::Proposal& proposal)
{
    return "  The proposal is of member " + escaped(proposal.proposer) + ", with " +
           counted(proposal.ballots, "ballot", "ballots") + " so far.\n";
}

ActHalt notOpen(const ccf::Proposal& proposal)
{
    return {"proposalNotOpen", "The proposal is no longer open; its state is " + proposal.state + ".", kExitFailed};
}

Result<ActMessage> voting(const ActSetting& setting)
{
    const std::string& id = setting.arguments.live.item;
    const std::stop_token stop = setting.environment.stop;
    auto at = ccf::askProposal(setting.gov, id, stop);
    if (!at) return std::move(at).error();
    if (at->proposal.state != "Open") return halted(notOpen(at->proposal));
    const auto script = ballotScript(setting.arguments, at->text);
    if (!script) return script.error();
    const auto before = setting.gov.ballot(id, setting.memberId(), stop);
    if (!before) return before.error();
    if (before->value == *script)
        return halted({"ballotIsThere", "The service holds this very ballot of this member already.", kExitIndeterminate});
    auto payload = ccf::ballotPayload(*script);
    if (!payload) return std::move(payload).error();
    auto message = madeFor(setting, MessageType::Ballot, id, *std::move(payload), std::move(at->text));
    if (message) message->aside = ballotsText(at->proposal) + evaluateHere(id, setting.gov, setting.environment).text;
    return message;
}

Result<ActMessage> withdrawing(const ActSetting& setting)
{
    const std::string& id = setting.arguments.live.item;
    auto at = ccf::askProposal(setting.gov, id, setting.environment.stop);
    if (!at) return std::move(at).error();
    if (at->proposal.state != "Open") return halted(notOpen(at->proposal));
    if (at->proposal.proposer != setting.memberId())
        return halted({"notTheProposer", "Only the member who made a proposal can withdraw it: " + at->proposal.proposer + ".",
                       kExitFailed});
    auto message = madeFor(setting, MessageType::Withdrawal, id, {}, std::move(at->text));
    if (message) message->aside = ballotsText(at->proposal);
    return message;
}

std::string stateText(const ccf::StateAtHand& state)
{
    std::string text = "  The state as the service shows it now:\n";
    text += "    constitution, " + byteCount(state.constitutionSize) + ", SHA-256 " + state.constitutionDigest + '\n';
    text += "    " + counted(state.openProposals, "open proposal", "open proposals") + '\n';
    for (const ccf::Member& member : state.members)
        text += "    member " + escaped(member.id) + ' ' + escaped(member.status) + '\n';
    for (const ccf::GovNode& node : state.trustedNodes)
        text += "    trusted node " + escaped(node.id) + ' ' + escaped(node.quoteFormat.value_or("without evidence")) + '\n';
    return text + "  The digest stands for the whole ledger so far; these are the parts worth a look before it is acknowledged.\n";
}

Result<ActMessage> askingForDigest(const ActSetting& setting)
{
    const auto state = ccf::askState(setting.gov, setting.environment.stop);
    if (!state) return state.error();
    auto message = madeFor(setting, MessageType::StateDigest, {}, {});
    if (!message) return message;
    message->aside = stateText(*state);
    message->note = "The acknowledgement of the digest that the service answers with follows at once, signed with the same key.";
    return message;
}

Result<ActMessage> handingOverShare(const ActSetting& setting)
{
    const auto key = openKey(setting.arguments.decryptionKey, setting.arguments.key, setting.environment);
    if (!key) return key.error();
    const auto share = ccf::askShare(setting.gov, setting.memberId(), *key, setting.environment.stop);
    if (!share) return share.error();
    auto message = madeFor(setting, MessageType::RecoveryShare, {}, ccf::recoverySharePayload(share->bytes));
    if (!message) return message;
    message->note = share->fullKey ? "This one is the full key of an owner: it recovers the service alone."
                    : share->known ? "This one is one share of several."
                                   : "It has the form of older services.";
    if (const auto& threshold = setting.target.info.configuration.recoveryThreshold)
        message->note += " The service recovers with " + counted(*threshold, "share", "shares") + '.';
    return message;
}

MessageType typeOf(ActCommand command)
{
    switch (command) {
    case ActCommand::Propose: return MessageType::Proposal;
    case ActCommand::Vote: return MessageType::Ballot;
    case ActCommand::Withdraw: return MessageType::Withdrawal;
    case ActCommand::Acknowledge: return MessageType::StateDigest;
    case ActCommand::Recover: break;
    }
    return MessageType::RecoveryShare;
}

} // namespace

std::string ActSetting::memberId() const
{
    return toHex(member.fingerprint());
}

Result<ActMessage> firstMessage(ActCommand command, const ActSetting& setting)
{
    const ccf::ActObstacle obstacle = ccf::obstacleTo(typeOf(command), setting.target, setting.environment.now);
    if (obstacle != ccf::ActObstacle::None)
        return halted({ccf::actObstacleName(obstacle),
                       std::string(englishObstacle(ccf::actObstacleName(obstacle))), kExitFailed});
    switch (command) {
    case ActCommand::Propose: return proposing(setting);
    case ActCommand::Vote: return voting(setting);
    case ActCommand::Withdraw: return withdrawing(setting);
    case ActCommand::Acknowledge: return askingForDigest(setting);
    case ActCommand::Recover: break;
    }
    return handingOverShare(setting);
}

Result<ActMessage> acknowledgement(const nlohmann::json& answer, const ActSetting& setting)
{
    const auto digest = ccf::stateDigestFrom(answer, setting.memberId());
    if (!digest) return digest.error();
    auto payload = ccf::ackPayload(*digest);
    if (!payload) return std::move(payload).error();
    return madeFor(setting, MessageType::Ack, {}, *std::move(payload));
}

} // namespace countersign
