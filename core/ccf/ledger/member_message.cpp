#include "core/ccf/ledger/member_message.h"

#include "core/base/base64.h"
#include "core/base/strict_json.h"
#include "core/ccf/ledger/service_records.h"

#include <algorithm>
#include <cctype>

namespace countersign::ccf {

namespace {

constexpr std::int64_t kKeyIdLabel = 4;

std::string textUnder(const crypto::CborValue& map, std::string_view label)
{
    const auto* value = map.find(label);
    if (!value) return {};
    const auto text = value->asText();
    return text ? std::string(*text) : std::string();
}

} // namespace

Result<MemberMessage> parseMemberMessage(ByteVector coseSign1)
{
    MemberMessage message;
    message.bytes = std::make_shared<const ByteVector>(std::move(coseSign1));
    auto cose = crypto::CoseSign1::parse(*message.bytes);
    if (!cose) return std::move(cose).error();
    message.cose = *std::move(cose);
    const crypto::CborValue& header = message.cose.protectedHeader;
    if (const auto* kid = header.find(kKeyIdLabel)) {
        const auto bytes = kid->asBytes();
        if (bytes) message.keyId = textOf(*bytes);
    }
    message.type = textUnder(header, "ccf.gov.msg.type");
    message.proposalId = textUnder(header, "ccf.gov.msg.proposal_id");
    if (const auto* created = header.find("ccf.gov.msg.created_at")) {
        const auto seconds = created->asInt();
        if (seconds) message.createdAt = *seconds;
    }
    return message;
}

Result<MemberMessage> parseMemberMessageRow(Bytes text)
{
    auto base64 = parseJsonString(text);
    if (!base64) return std::move(base64).error();
    auto bytes = fromBase64(*base64);
    if (!bytes) return std::move(bytes).error();
    return parseMemberMessage(*std::move(bytes));
}

Result<ProposalInfo> parseProposalInfo(Bytes text)
{
    auto json = parseJson(text);
    if (!json) return std::move(json).error();
    ProposalInfo info;
    info.state = jsonText(*json, "state").value_or("");
    info.proposer = jsonText(*json, "proposer_id").value_or("");
    if (!json->is_object()) return Error{ErrorCode::Malformed, "proposals_info", {}};
    if (const auto ballots = json->find("ballots"); ballots != json->end() && ballots->is_object())
        for (const auto& [member, script] : ballots->items())
            if (script.is_string()) info.ballots[member] = script.get<std::string>();
    return info;
}

std::optional<crypto::Certificate> openedIdentity(Bytes proposal)
{
    const auto json = parseJson(proposal);
    if (!json || !json->is_object() || !json->contains("actions") || !(*json)["actions"].is_array()) return {};
    std::optional<crypto::Certificate> opened;
    for (const auto& action : (*json)["actions"]) {
        if (jsonText(action, "name") != "transition_service_to_open" || !action.contains("args")) continue;
        const auto pem = jsonText(action["args"], "next_service_identity");
        auto certificate = pem ? crypto::Certificate::fromPem(*pem) : Error{};
        if (!certificate || opened) return {};
        opened = *std::move(certificate);
    }
    return opened;
}

std::optional<std::string> ballotScript(Bytes payload)
{
    const auto json = parseJson(payload);
    return json ? jsonText(*json, "ballot") : std::optional<std::string>{};
}

bool isPlainYes(Bytes ballotPayload)
{
    auto script = ballotScript(ballotPayload);
    if (!script) return false;
    std::erase_if(*script, [](unsigned char c) { return std::isspace(c) != 0; });
    constexpr std::string_view kHead = "exportfunctionvote(";
    if (!script->starts_with(kHead)) return false;
    const auto close = script->find(')');
    if (close == std::string::npos) return false;
    const std::string_view parameters = std::string_view(*script).substr(kHead.size(), close - kHead.size());
    const bool plain = std::ranges::all_of(
        parameters, [](unsigned char c) { return std::isalnum(c) != 0 || c == ',' || c == '_'; });
    const std::string_view body = std::string_view(*script).substr(close + 1);
    return plain && (body == "{returntrue;}" || body == "{returntrue}");
}

} // namespace countersign::ccf
