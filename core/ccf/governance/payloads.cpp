#include "core/ccf/governance/payloads.h"

#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/governance/proposal_text.h"

namespace countersign::ccf {

namespace {

constexpr const char* kCarefulHead = "export function vote (rawProposal, proposerId) {\n  const reviewed = ";
constexpr const char* kCarefulTail = R"(;
  if (rawProposal !== reviewed) {
    throw new Error("this is not the proposal that was reviewed");
  }
  return true;
}
)";

/// In ASCII: the same characters for every reader, whatever marks that turn or hide text the value holds.
std::string quoted(std::string_view text)
{
    return nlohmann::json(text).dump(-1, ' ', true);
}

/// `{"member": value}`, spaced as CCF's own tools write it.
crypto::SecretBytes oneMember(std::string_view member, std::string_view value)
{
    return crypto::secretCopy(bytesOf("{\"" + std::string(member) + "\": " + quoted(value) + '}'));
}

bool isUtf8(std::string_view text)
{
    const std::string kept = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::ignore);
    return nlohmann::json::parse(kept).get<std::string>() == text;
}

} // namespace

std::string plainBallot(bool inFavour)
{
    return std::string("export function vote (rawProposal, proposerId) { return ") + (inFavour ? "true" : "false") + "; }";
}

Result<std::string> carefulBallot(Bytes proposalText)
{
    if (auto parsed = parseProposal(proposalText); !parsed) return std::move(parsed).error();
    return kCarefulHead + quoted(textOf(proposalText)) + kCarefulTail;
}

Result<crypto::SecretBytes> ballotPayload(std::string_view script)
{
    if (script.empty() || !isUtf8(script)) return Error{ErrorCode::Malformed, "ballot: no text", {}};
    return oneMember("ballot", script);
}

Result<crypto::SecretBytes> ackPayload(std::string_view stateDigest)
{
    if (!digestFromHex(stateDigest))
        return Error{ErrorCode::Malformed, "state digest: not 64 lower-case hex digits", std::string(stateDigest)};
    return oneMember("stateDigest", stateDigest);
}

crypto::SecretBytes recoverySharePayload(Bytes share)
{
    constexpr std::string_view kHead = R"({"share": ")";
    constexpr std::string_view kTail = "\"}";
    crypto::SecretBytes payload = crypto::secretCopy(bytesOf(kHead));
    const crypto::SecretBytes text = crypto::toSecretBase64(share);
    payload.insert(payload.end(), text.begin(), text.end());
    payload.insert(payload.end(), kTail.begin(), kTail.end());
    return payload;
}

Result<crypto::SecretBytes> proposalPayload(Bytes text)
{
    if (auto parsed = parseProposal(text); !parsed) return std::move(parsed).error();
    return crypto::secretCopy(text);
}

} // namespace countersign::ccf
