#include "core/ccf/governance/proposal_text.h"

#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/base/utc_time.h"
#include "core/crypto/certificate.h"
#include "core/crypto/sha2.h"

namespace countersign::ccf {

namespace {

constexpr std::size_t kLongValue = 200;

Error malformed(std::string_view what)
{
    return {ErrorCode::Malformed, "proposal: " + std::string(what), {}};
}

bool describeCertificate(const std::string& text, Argument& argument)
{
    const auto certificate = crypto::Certificate::fromPem(text);
    if (!certificate) return false;
    argument.kind = ArgumentKind::Certificate;
    argument.text = certificate->subject() + ", " + crypto::keyKindName(certificate->publicKey().kind());
    argument.id = toHex(certificate->fingerprint());
    argument.notBefore = toIso8601(certificate->notBefore());
    argument.notAfter = toIso8601(certificate->notAfter());
    return true;
}

bool describeKey(const std::string& text, Argument& argument)
{
    const auto key = crypto::PublicKey::fromPem(text);
    if (!key) return false;
    argument.kind = ArgumentKind::PublicKey;
    argument.text = std::string(crypto::keyKindName(key->kind())) + ", " + std::to_string(key->bits()) + " bits";
    argument.id = toHex(key->spkiDigest());
    return true;
}

Argument describeText(std::string path, const std::string& text)
{
    Argument argument{std::move(path), ArgumentKind::Value, text};
    if (describeCertificate(text, argument) || describeKey(text, argument)) return argument;
    if (text.size() <= kLongValue && text.find('\n') == std::string::npos) return argument;
    argument.kind = ArgumentKind::Script;
    argument.id = toHex(crypto::sha256(bytesOf(text)));
    return argument;
}

/// Depth is bounded by the JSON reader.
void describe(const std::string& path, const nlohmann::json& value, std::vector<Argument>& out)
{
    if (value.is_string()) return out.push_back(describeText(path, value.get<std::string>()));
    if (!value.is_structured() || value.empty()) return out.push_back({path, ArgumentKind::Value, value.dump()});
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) describe(path + '[' + std::to_string(i) + ']', value[i], out);
        return;
    }
    for (const auto& [name, member] : value.items()) describe(path.empty() ? name : path + '.' + name, member, out);
}

Result<DecodedAction> parseAction(const nlohmann::json& value)
{
    const auto name = jsonText(value, "name");
    if (!name || name->empty()) return malformed("an action without a name");
    for (const auto& [member, content] : value.items())
        if (member != "name" && member != "args") return malformed("an action has another member than name and args");
    DecodedAction action{*name, {}};
    const auto arguments = value.find("args");
    if (arguments != value.end() && !arguments->is_null() && !(arguments->is_structured() && arguments->empty()))
        describe({}, *arguments, action.arguments);
    return action;
}

} // namespace

Result<ProposalText> parseProposal(Bytes text)
{
    const auto json = parseJson(text);
    if (!json) return json.error();
    const bool shaped = json->is_object() && json->size() == 1 && json->contains("actions") && json->at("actions").is_array();
    if (!shaped) return malformed("not an object with the list \"actions\" and nothing else");
    const nlohmann::json& actions = json->at("actions");
    if (actions.empty()) return malformed("no action");
    ProposalText proposal;
    for (const auto& value : actions) {
        auto action = parseAction(value);
        if (!action) return std::move(action).error();
        proposal.actions.push_back(*std::move(action));
    }
    proposal.digest = toHex(crypto::sha256(text));
    return proposal;
}

} // namespace countersign::ccf
