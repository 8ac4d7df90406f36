#include "core/ccf/governance/signing_request.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/governance/payloads.h"
#include "core/ccf/ledger/member_message.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "countersign.signing-request/1";

Error malformed(std::string_view what)
{
    return {ErrorCode::Malformed, "signing request: " + std::string(what), {}};
}

const char* kindName(ArgumentKind kind) noexcept
{
    switch (kind) {
    case ArgumentKind::Value: return "value";
    case ArgumentKind::Certificate: return "certificate";
    case ArgumentKind::PublicKey: return "publicKey";
    case ArgumentKind::Script: break;
    }
    return "script";
}

Json argumentJson(const Argument& argument)
{
    Json json{{"path", argument.path}, {"kind", kindName(argument.kind)}, {"text", argument.text}};
    if (!argument.id.empty()) json["sha256"] = argument.id;
    if (!argument.notBefore.empty()) json["notBefore"] = argument.notBefore;
    if (!argument.notAfter.empty()) json["notAfter"] = argument.notAfter;
    return json;
}

Json effectJson(const MessageEffect& effect)
{
    Json json = Json::object();
    if (!effect.actions.empty()) {
        json["actions"] = Json::array();
        for (const DecodedAction& action : effect.actions) {
            Json arguments = Json::array();
            for (const Argument& argument : action.arguments) arguments.push_back(argumentJson(argument));
            json["actions"].push_back({{"name", action.name}, {"arguments", arguments}});
        }
    }
    if (effect.script) json["ballot"] = *effect.script;
    if (effect.plainVote) json["vote"] = *effect.plainVote ? "yes" : "no";
    if (effect.careful) json["vote"] = "careful";
    if (!effect.stateDigest.empty()) json["stateDigest"] = effect.stateDigest;
    return json;
}

Json messageJson(const GovernanceMessage& message)
{
    Json json{{"type", messageTypeName(message.type)}, {"createdAt", message.createdAt.seconds}};
    if (!message.proposalId.empty()) json["proposalId"] = message.proposalId;
    return json;
}

Json requestJson(const SigningRequest& request, const MessageEffect& effect)
{
    const PreparedMessage& message = request.message;
    const Bytes payload = message.message().payload;
    Json json{{"schema", kSchema},
              {"message", messageJson(message.message())},
              {"effect", effectJson(effect)},
              {"service", request.service},
              {"memberId", toHex(message.member().fingerprint())},
              {"certificate", message.member().pem()},
              {"payload", toBase64(payload)},
              {"protected", toBase64(message.protectedBytes())},
              {"algorithm", message.scheme().name},
              {"digest", toHex(message.digest())},
              {"digestBase64url", toBase64Url(message.digest())}};
    if (!request.proposal.empty()) json["proposal"] = toBase64(request.proposal);
    return json;
}

Result<ByteVector> bytesUnder(const nlohmann::json& json, const char* member)
{
    const auto text = jsonText(json, member);
    if (!text) return malformed(std::string("no ") + member);
    return fromBase64(*text);
}

Result<GovernanceMessage> messageFrom(const nlohmann::json& json)
{
    if (!json.contains("message")) return malformed("no message");
    const auto& head = json.at("message");
    auto type = messageTypeFrom(jsonText(head, "type").value_or(""));
    if (!type) return std::move(type).error();
    const auto created = jsonNumber(head, "createdAt");
    if (!created || *created > 9'999'999'999) return malformed("no createdAt");
    const auto payload = bytesUnder(json, "payload");
    if (!payload) return payload.error();
    return GovernanceMessage{*type, UtcTime{static_cast<std::int64_t>(*created)},
                             jsonText(head, "proposalId").value_or(""), crypto::secretCopy(*payload)};
}

std::optional<ByteVector> firstSignature(std::string_view text)
{
    auto bytes = fromAnyBase64(text);
    if (!bytes || bytes->empty()) return {};
    return *std::move(bytes);
}

} // namespace

Result<MessageEffect> effectOf(const GovernanceMessage& message, Bytes proposal)
{
    MessageEffect effect;
    const Bytes text = message.type == MessageType::Proposal ? Bytes(message.payload) : proposal;
    if (message.type == MessageType::Proposal || !proposal.empty()) {
        auto parsed = parseProposal(text);
        if (!parsed) return std::move(parsed).error();
        effect.actions = std::move(parsed->actions);
    }
    if (message.type == MessageType::Ballot) {
        effect.script = ballotScript(message.payload);
        if (!effect.script) return malformed("the ballot holds no script");
        for (const bool vote : {true, false})
            if (*effect.script == plainBallot(vote)) effect.plainVote = vote;
        if (!effect.plainVote && isPlainYes(message.payload)) effect.plainVote = true;
        if (proposal.empty()) return effect;
        const auto careful = carefulBallot(proposal);
        effect.careful = careful && *careful == *effect.script;
    }
    if (message.type == MessageType::Ack) {
        const auto json = parseJson(message.payload);
        const auto digest = json ? jsonText(*json, "stateDigest") : std::optional<std::string>{};
        if (!digest || !digestFromHex(*digest)) return malformed("the ack holds no state digest");
        effect.stateDigest = *digest;
    }
    return effect;
}

Result<std::string> toJson(const SigningRequest& request)
{
    const GovernanceMessage& message = request.message.message();
    if (message.type == MessageType::RecoveryShare)
        return Error{ErrorCode::Unsupported, "signing request: would hold the recovery share in clear", {}};
    const auto effect = effectOf(message, request.proposal);
    if (!effect) return effect.error();
    return requestJson(request, *effect).dump(2) + '\n';
}

Result<SigningRequest> signingRequestFromJson(Bytes text)
{
    const auto json = parseJson(text);
    if (!json) return json.error();
    if (jsonText(*json, "schema") != kSchema) return malformed("not " + std::string(kSchema));
    auto message = messageFrom(*json);
    if (!message) return std::move(message).error();
    auto member = crypto::Certificate::fromPem(jsonText(*json, "certificate").value_or(""));
    if (!member) return std::move(member).error();
    auto prepared = PreparedMessage::prepare(*std::move(message), *std::move(member));
    if (!prepared) return std::move(prepared).error();
    SigningRequest request{*std::move(prepared), jsonText(*json, "service").value_or("")};
    if (!digestFromHex(request.service)) return malformed("no service");
    if (json->contains("proposal")) {
        auto proposal = bytesUnder(*json, "proposal");
        if (!proposal) return std::move(proposal).error();
        request.proposal = *std::move(proposal);
    }
    const auto again = toJson(request);
    if (!again) return again.error();
    if (nlohmann::json::parse(*again) != *json) return malformed("it states something else than its payload holds");
    return request;
}

std::string digestDocument(const PreparedMessage& message)
{
    return Json{{"alg", message.scheme().name}, {"value", toBase64(message.digest())}}.dump() + '\n';
}

Result<ByteVector> signatureFrom(Bytes answer)
{
    std::string_view text = textOf(answer);
    while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    std::string value(text);
    if (text.starts_with('{')) {
        const auto json = parseJson(bytesOf(text));
        if (!json) return json.error();
        value = jsonText(*json, "value").value_or("");
    }
    if (auto decoded = firstSignature(value)) return *std::move(decoded);
    if (text.starts_with('{') || answer.empty()) return Error{ErrorCode::Malformed, "signature: no value", {}};
    return copyOf(answer);
}

} // namespace countersign::ccf
