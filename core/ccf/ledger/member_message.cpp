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

namespace {

/// Takes white space and then words and marks off a script, one by one.
class ScriptReader
{
public:
    explicit ScriptReader(std::string_view script) : m_left(script) {}

    bool take(std::string_view token)
    {
        skip(" \t\r\n");
        return takeHere(token);
    }

    /// On the same line: a line break after `return` ends the statement.
    bool takeOnLine(std::string_view token)
    {
        skip(" \t");
        return takeHere(token);
    }

    void skip(std::string_view characters)
    {
        m_left.remove_prefix(std::min(m_left.find_first_not_of(characters), m_left.size()));
    }

    bool atEnd() const noexcept { return m_left.empty(); }

private:
    static bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

    bool takeHere(std::string_view token)
    {
        if (!m_left.starts_with(token)) return false;
        const bool runsOn = isWord(token.back()) && m_left.size() > token.size() && isWord(m_left[token.size()]);
        if (!runsOn) m_left.remove_prefix(token.size());
        return !runsOn;
    }

    std::string_view m_left;
};

} // namespace

bool isPlainYes(Bytes ballotPayload)
{
    const auto script = ballotScript(ballotPayload);
    if (!script) return false;
    ScriptReader reader(*script);
    for (const char* word : {"export", "function", "vote", "("})
        if (!reader.take(word)) return false;
    reader.skip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_, \t\r\n");
    for (const char* word : {")", "{", "return"})
        if (!reader.take(word)) return false;
    if (!reader.takeOnLine("true")) return false;
    (void)reader.take(";");
    if (!reader.take("}")) return false;
    reader.skip(" \t\r\n");
    return reader.atEnd();
}

} // namespace countersign::ccf
