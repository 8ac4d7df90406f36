#include "core/attestation/join_policy.h"

#include "core/base/hex.h"
#include "core/base/strict_json.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using nlohmann::json;

/// The product line by the CPUID signature that is the key of a minimum TCB.
std::string productOf(std::string_view cpuid)
{
    if (cpuid.starts_with("00a00f")) return "Milan";
    if (cpuid.starts_with("00a10f") || cpuid.starts_with("00aa0f")) return "Genoa";
    return cpuid.starts_with("00b0") || cpuid.starts_with("00b1") ? "Turin" : "";
}

void addDigests(const std::vector<std::string>& words, std::size_t size, std::vector<ByteVector>& list)
{
    for (const std::string& word : words) {
        auto digest = fromHex(word, HexCase::Any);
        if (digest && digest->size() == size) list.push_back(*std::move(digest));
    }
}

/// A number, or a text of digits.
std::optional<std::uint64_t> svnOf(const json& feed)
{
    if (const auto number = jsonNumber(feed, "svn")) return number;
    const auto text = jsonText(feed, "svn").value_or("");
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos) return {};
    return std::stoull(text);
}

void addUvmRoots(const JoinPolicyWords& words, AttestationPolicy& policy)
{
    for (const auto& [did, feeds] : words.uvmEndorsements) {
        if (!feeds.is_object()) continue;
        for (const auto& [feed, value] : feeds.items())
            if (const auto svn = svnOf(value)) policy.uvmRoots.push_back({did, feed, *svn});
    }
}

/// "hexstring" is the eight bytes, the last first; it stands alone or beside the parts.
SnpTcb tcbOf(const json& value, const std::string& product)
{
    const auto text = jsonText(value, "hexstring");
    auto bytes = text ? fromHex(*text, HexCase::Any) : Result<ByteVector>(Error{});
    if (bytes && bytes->size() == 8) {
        std::ranges::reverse(*bytes);
        return decodeSnpTcb(*bytes, product);
    }
    SnpTcb tcb;
    for (const auto& [name, part] :
         {std::pair("fmc", &SnpTcb::fmc), std::pair("boot_loader", &SnpTcb::bootLoader), std::pair("tee", &SnpTcb::tee),
          std::pair("snp", &SnpTcb::snp), std::pair("microcode", &SnpTcb::microcode)})
        tcb.*part = static_cast<std::uint8_t>(std::min<std::uint64_t>(jsonNumber(value, name).value_or(0), 255));
    return tcb;
}

/// The strictest of a product's rows would refuse what another stepping was allowed; the mildest is what joined.
void addMinimumTcb(const JoinPolicyWords& words, AttestationPolicy& policy)
{
    for (const auto& [cpuid, value] : words.tcbVersions) {
        const std::string product = productOf(cpuid);
        if (product.empty() || !value.is_object()) continue;
        const SnpTcb tcb = tcbOf(value, product);
        const auto [at, added] = policy.minimumTcb.emplace(product, tcb);
        if (!added && at->second.atLeast(tcb)) at->second = tcb;
    }
}

} // namespace

AttestationPolicy joinPolicyOf(const JoinPolicyWords& words, bool hasUvm)
{
    AttestationPolicy policy;
    policy.uvmRoots.clear();
    addDigests(words.codeIds, 32, policy.mrenclaves);
    if (!hasUvm) addDigests(words.snpMeasurements, 48, policy.snpMeasurements);
    addDigests(words.hostData, 32, policy.hostData);
    addUvmRoots(words, policy);
    addMinimumTcb(words, policy);
    return policy;
}

} // namespace countersign::attestation
