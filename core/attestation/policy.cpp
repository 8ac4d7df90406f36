#include "core/attestation/policy.h"

#include "core/base/hex.h"
#include "core/base/strict_json.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using nlohmann::json;

constexpr const char* kSchema = "countersign.attestation-policy/1";

Error malformed(const std::string& what, std::string detail = {})
{
    return {ErrorCode::Malformed, "attestation policy: " + what, std::move(detail)};
}

Result<void> onlyMembers(const json& object, std::initializer_list<const char*> known, const std::string& where)
{
    if (!object.is_object()) return malformed(where + " is no object");
    for (const auto& [name, value] : object.items())
        if (std::ranges::find(known, name) == known.end()) return malformed("unknown member", where + '.' + name);
    return {};
}

Result<void> readHexList(const json& object, const char* member, std::size_t size, std::vector<ByteVector>& list)
{
    const auto found = object.find(member);
    if (found == object.end()) return {};
    if (!found->is_array() || found->empty()) return malformed("not a list with a value", member);
    for (const json& element : *found) {
        auto bytes = element.is_string() ? fromHex(element.get_ref<const std::string&>(), HexCase::Any)
                                         : Result<ByteVector>(malformed("not hex"));
        if (!bytes || bytes->size() != size) return malformed("not " + std::to_string(size) + " bytes in hex", member);
        list.push_back(*std::move(bytes));
    }
    return {};
}

Result<void> readFlag(const json& object, const char* member, bool& flag)
{
    const auto found = object.find(member);
    if (found == object.end()) return {};
    if (!found->is_boolean()) return malformed("neither true nor false", member);
    flag = found->get<bool>();
    return {};
}

Result<std::set<std::string>> readWords(const json& object, const char* member)
{
    const json& list = object.at(member);
    if (!list.is_array()) return malformed("not a list", member);
    std::set<std::string> words;
    for (const json& element : list) {
        if (!element.is_string()) return malformed("not a list of texts", member);
        words.insert(element.get<std::string>());
    }
    return words;
}

/// Hex as governance tables write it, or the parts by name.
Result<SnpTcb> readTcb(const json& value, const std::string& product)
{
    if (value.is_string()) {
        auto bytes = fromHex(value.get_ref<const std::string&>(), HexCase::Any);
        if (!bytes || bytes->size() != 8) return malformed("not eight bytes in hex", "minimumTcb." + product);
        std::ranges::reverse(*bytes);
        return decodeSnpTcb(*bytes, product);
    }
    if (auto known = onlyMembers(value, {"fmc", "boot_loader", "tee", "snp", "microcode"}, "minimumTcb." + product);
        !known)
        return std::move(known).error();
    SnpTcb tcb;
    for (const auto& [name, part] :
         {std::pair("fmc", &SnpTcb::fmc), std::pair("boot_loader", &SnpTcb::bootLoader), std::pair("tee", &SnpTcb::tee),
          std::pair("snp", &SnpTcb::snp), std::pair("microcode", &SnpTcb::microcode)}) {
        if (!value.contains(name)) continue;
        const auto number = jsonNumber(value, name);
        if (!number || *number > 255) return malformed("no number up to 255", "minimumTcb." + product + '.' + name);
        tcb.*part = static_cast<std::uint8_t>(*number);
    }
    return tcb;
}

Result<void> readMinimumTcb(const json& snp, AttestationPolicy& policy)
{
    const auto found = snp.find("minimumTcb");
    if (found == snp.end()) return {};
    if (auto known = onlyMembers(*found, {"Milan", "Genoa", "Turin"}, "minimumTcb"); !known) return known;
    for (const auto& [product, value] : found->items()) {
        auto tcb = readTcb(value, product);
        if (!tcb) return std::move(tcb).error();
        policy.minimumTcb[product] = *tcb;
    }
    return {};
}

Result<void> readUvmRoots(const json& snp, AttestationPolicy& policy)
{
    const auto found = snp.find("uvmEndorsements");
    if (found == snp.end()) return {};
    if (!found->is_array()) return malformed("not a list", "uvmEndorsements");
    policy.uvmRoots.clear();
    for (const json& element : *found) {
        if (auto known = onlyMembers(element, {"did", "feed", "minimumSvn"}, "uvmEndorsements"); !known) return known;
        const auto did = jsonText(element, "did");
        const auto feed = jsonText(element, "feed");
        const auto svn = jsonNumber(element, "minimumSvn");
        if (!did || !feed || !svn) return malformed("needs did, feed and minimumSvn", "uvmEndorsements");
        policy.uvmRoots.push_back({*did, *feed, *svn});
    }
    return {};
}

Result<void> readSnp(const json& snp, AttestationPolicy& policy)
{
    if (auto ok =
            onlyMembers(snp, {"minimumTcb", "measurements", "hostData", "uvmEndorsements", "requireChipKey"}, "snp");
        !ok)
        return ok;
    if (auto ok = readMinimumTcb(snp, policy); !ok) return ok;
    if (auto ok = readHexList(snp, "measurements", 48, policy.snpMeasurements); !ok) return ok;
    if (auto ok = readHexList(snp, "hostData", 32, policy.hostData); !ok) return ok;
    if (auto ok = readFlag(snp, "requireChipKey", policy.requireChipKey); !ok) return ok;
    return readUvmRoots(snp, policy);
}

Result<void> readIntel(const json& all, AttestationPolicy& policy)
{
    if (const auto sgx = all.find("sgx"); sgx != all.end()) {
        if (auto ok = onlyMembers(*sgx, {"mrenclaves", "mrsigners"}, "sgx"); !ok) return ok;
        if (auto ok = readHexList(*sgx, "mrenclaves", 32, policy.mrenclaves); !ok) return ok;
        if (auto ok = readHexList(*sgx, "mrsigners", 32, policy.mrsigners); !ok) return ok;
    }
    if (const auto tdx = all.find("tdx"); tdx != all.end()) {
        if (auto ok = onlyMembers(*tdx, {"mrtds"}, "tdx"); !ok) return ok;
        if (auto ok = readHexList(*tdx, "mrtds", 48, policy.mrtds); !ok) return ok;
    }
    return {};
}

Result<void> readStates(const json& all, AttestationPolicy& policy)
{
    static const std::set<std::string> kStates = {"UpToDate",
                                                  "SWHardeningNeeded",
                                                  "ConfigurationNeeded",
                                                  "ConfigurationAndSWHardeningNeeded",
                                                  "OutOfDate",
                                                  "OutOfDateConfigurationNeeded",
                                                  "TDRelaunchAdvised",
                                                  "TDRelaunchAdvisedConfigurationNeeded"};
    if (all.contains("acceptedTcbStates")) {
        auto states = readWords(all, "acceptedTcbStates");
        if (!states) return std::move(states).error();
        if (!std::ranges::includes(kStates, *states))
            return malformed("no state that can be accepted", "acceptedTcbStates");
        policy.acceptedStates = *std::move(states);
    }
    if (all.contains("acceptedAdvisories")) {
        auto advisories = readWords(all, "acceptedAdvisories");
        if (!advisories) return std::move(advisories).error();
        policy.acceptedAdvisories = *std::move(advisories);
    }
    if (all.contains("minimumEvaluation")) {
        policy.minimumEvaluation = jsonNumber(all, "minimumEvaluation");
        if (!policy.minimumEvaluation) return malformed("no number", "minimumEvaluation");
    }
    return {};
}

} // namespace

Result<AttestationPolicy> parsePolicy(Bytes text)
{
    auto parsed = parseJson(text, {.depth = 32, .values = 100'000});
    if (!parsed) return std::move(parsed).error();
    AttestationPolicy policy;
    if (auto ok = onlyMembers(*parsed,
                              {"schema", "snp", "sgx", "tdx", "acceptedTcbStates", "acceptedAdvisories",
                               "minimumEvaluation", "reportData", "debugForbidden"},
                              "policy");
        !ok)
        return std::move(ok).error();
    if (jsonText(*parsed, "schema") != kSchema) return malformed("schema", std::string("must be ") + kSchema);
    if (const auto snp = parsed->find("snp"); snp != parsed->end())
        if (auto ok = readSnp(*snp, policy); !ok) return std::move(ok).error();
    if (auto ok = readIntel(*parsed, policy); !ok) return std::move(ok).error();
    if (auto ok = readStates(*parsed, policy); !ok) return std::move(ok).error();
    if (auto ok = readHexList(*parsed, "reportData", 64, policy.reportData); !ok) return std::move(ok).error();
    if (auto ok = readFlag(*parsed, "debugForbidden", policy.debugForbidden); !ok) return std::move(ok).error();
    return policy;
}

} // namespace countersign::attestation
