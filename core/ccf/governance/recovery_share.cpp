#include "core/ccf/governance/recovery_share.h"

#include "core/base/base64.h"
#include "core/base/strict_json.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr std::size_t kShareSize = 44; // u32 x, ten u32 limbs
constexpr std::string_view kBlanks = " \t\r\n";

Result<ByteVector> encryptedShare(Bytes reply, std::string_view memberId)
{
    std::string_view text = textOf(reply);
    while (!text.empty() && kBlanks.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    if (!text.starts_with('{')) return fromBase64(text);
    const auto json = parseJson(bytesOf(text));
    if (!json) return json.error();
    const auto share = jsonText(*json, "encryptedShare");
    if (!share) return Error{ErrorCode::Malformed, "recovery share: no encryptedShare", {}};
    const auto member = jsonText(*json, "memberId");
    if (member && *member != memberId) return Error{ErrorCode::NotFound, "recovery share: another member's", *member};
    return fromBase64(*share);
}

} // namespace

Result<RecoveryShare> decryptRecoveryShare(Bytes reply, std::string_view memberId, const crypto::PrivateKey& key)
{
    const auto encrypted = encryptedShare(reply, memberId);
    if (!encrypted) return encrypted.error();
    auto clear = crypto::rsaOaepDecrypt(key, *encrypted);
    if (!clear) return std::move(clear).error();
    RecoveryShare share{*std::move(clear)};
    share.known = share.bytes.size() == kShareSize;
    share.fullKey = share.known && std::all_of(share.bytes.begin(), share.bytes.begin() + 4, [](auto b) { return b == 0; });
    return share;
}

} // namespace countersign::ccf
