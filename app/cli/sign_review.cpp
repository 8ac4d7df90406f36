#include "app/cli/sign.h"

#include "app/cli/terminal_text.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"

namespace countersign {

namespace {

using ccf::MessageType;

std::string line(std::string_view name, std::string_view value)
{
    constexpr std::size_t kNameWidth = 14;
    return "  " + padded(std::string(name), kNameWidth) + escaped(value) + '\n';
}

/// A text of several lines, each of them escaped.
std::string block(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const auto end = text.find('\n');
        result += "      | " + escaped(text.substr(0, end)) + '\n';
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return result;
}

std::string argumentText(const ccf::Argument& argument)
{
    const std::string head = "    " + (argument.path.empty() ? std::string() : escaped(argument.path) + ": ");
    switch (argument.kind) {
    case ccf::ArgumentKind::Value: return head + escaped(argument.text) + '\n';
    case ccf::ArgumentKind::Certificate:
        return head + "certificate of " + escaped(argument.text) + ", valid " + argument.notBefore + " to "
            + argument.notAfter + "\n        id " + argument.id + '\n';
    case ccf::ArgumentKind::PublicKey: return head + "public key, " + argument.text + "\n        id " + argument.id + '\n';
    case ccf::ArgumentKind::Script: break;
    }
    return head + byteCount(argument.text.size()) + " of text, SHA-256 " + argument.id + '\n' + block(argument.text);
}

std::string voteText(const ccf::MessageEffect& effect)
{
    if (effect.careful)
        return "  Votes yes on exactly the proposal below; on any other text it throws, which counts as no vote.\n";
    if (effect.plainVote)
        return std::string("  Votes ") + (*effect.plainVote ? "yes" : "no")
            + " whatever the service holds under this proposal id.\n";
    return "  Votes as this script decides when the service runs it:\n" + block(effect.script.value_or(""));
}

std::string sentence(MessageType type, const ccf::MessageEffect& effect)
{
    switch (type) {
    case MessageType::Proposal: return "  Proposes to the members:\n";
    case MessageType::Ballot: return voteText(effect);
    case MessageType::Withdrawal: return "  Withdraws the proposal.\n";
    case MessageType::StateDigest: return "  Asks the service for the digest of its present state, to be acknowledged next.\n";
    case MessageType::Ack: return "  Acknowledges the state with digest " + effect.stateDigest + ".\n";
    case MessageType::RecoveryShare: break;
    }
    return "  Hands this member's recovery share to the service.\n";
}

std::string actionsText(const ccf::MessageEffect& effect)
{
    std::string text;
    for (const ccf::DecodedAction& action : effect.actions) {
        text += "  - " + escaped(action.name) + '\n';
        for (const ccf::Argument& argument : action.arguments) text += argumentText(argument);
    }
    return text;
}

} // namespace

Result<std::string> reviewText(const ccf::SigningRequest& request, const std::string& note, const Console& console)
{
    const ccf::GovernanceMessage& message = request.message.message();
    const auto effect = ccf::effectOf(message, request.proposal);
    if (!effect) return effect.error();
    const crypto::Certificate& member = request.message.member();
    std::string text = console.heading("To be signed") + '\n';
    text += line("message", ccf::messageTypeName(message.type));
    if (!message.proposalId.empty()) text += line("proposal", message.proposalId);
    text += line("created at", toIso8601(message.createdAt));
    text += line("by member", toHex(member.fingerprint())) + line("", member.subject());
    if (!member.validAt(message.createdAt)) text += line("", "The member's certificate is not valid at that time.");
    text += line("for service", request.service) + '\n';
    text += console.heading("What it does") + '\n' + sentence(message.type, *effect) + actionsText(*effect);
    if (message.type == MessageType::Ballot && effect->actions.empty())
        text += "  The proposal itself is not at hand: what is voted on cannot be shown.\n";
    if (!note.empty()) text += "  " + note + '\n';
    text += '\n' + console.heading("Exactly these bytes") + '\n';
    if (message.type != MessageType::RecoveryShare)
        text += line("payload", byteCount(message.payload.size()) + ", SHA-256 " + toHex(crypto::sha256(message.payload)));
    text += line("digest", toHex(request.message.digest()));
    text += line("algorithm", request.message.scheme().name);
    return text;
}

} // namespace countersign
