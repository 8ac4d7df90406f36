#include "core/attestation/tcb_info.h"

#include "core/base/hex.h"
#include "core/base/strict_json.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using nlohmann::json;

constexpr JsonLimits kLimits{.depth = 32, .values = 200'000};
constexpr std::size_t kMostLevels = 1000;

/// Thrown inside this file only, so that a reader of fifty members stays readable; becomes an Error at its edge.
struct Fault {
    std::string what;
};

const json& member(const json& object, const char* name)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (!object.is_object() || found == object.end()) throw Fault{name};
    return *found;
}

std::string text(const json& object, const char* name)
{
    const json& value = member(object, name);
    if (!value.is_string()) throw Fault{name};
    return value.get<std::string>();
}

std::uint64_t number(const json& object, const char* name)
{
    const json& value = member(object, name);
    if (!value.is_number_unsigned()) throw Fault{name};
    return value.get<std::uint64_t>();
}

std::uint8_t small(const json& object, const char* name)
{
    const std::uint64_t value = number(object, name);
    if (value > 255) throw Fault{name};
    return static_cast<std::uint8_t>(value);
}

ByteVector hex(const json& object, const char* name, std::size_t size)
{
    auto bytes = fromHex(text(object, name), HexCase::Any);
    if (!bytes || bytes->size() != size) throw Fault{name};
    return *std::move(bytes);
}

UtcTime time(const json& object, const char* name)
{
    const auto parsed = parseIso8601(text(object, name));
    if (!parsed) throw Fault{name};
    return *parsed;
}

const json& list(const json& object, const char* name)
{
    const json& value = member(object, name);
    if (!value.is_array() || value.size() > kMostLevels) throw Fault{name};
    return value;
}

TcbState state(const json& level)
{
    constexpr std::string_view kStates[] = {"UpToDate",
                                            "SWHardeningNeeded",
                                            "ConfigurationNeeded",
                                            "ConfigurationAndSWHardeningNeeded",
                                            "OutOfDate",
                                            "OutOfDateConfigurationNeeded",
                                            "Revoked"};
    std::string name = text(level, "tcbStatus");
    if (std::ranges::find(kStates, name) == std::end(kStates)) throw Fault{"tcbStatus " + name.substr(0, 40)};
    return name;
}

std::vector<std::string> advisories(const json& level)
{
    std::vector<std::string> ids;
    if (!level.contains("advisoryIDs")) return ids;
    for (const json& id : list(level, "advisoryIDs")) {
        if (!id.is_string()) throw Fault{"advisoryIDs"};
        ids.push_back(id.get<std::string>());
    }
    return ids;
}

std::array<std::uint8_t, 16> components(const json& tcb, const char* name)
{
    const json& values = list(tcb, name);
    if (values.size() != 16) throw Fault{name};
    std::array<std::uint8_t, 16> svns{};
    std::ranges::transform(values, svns.begin(), [](const json& one) { return small(one, "svn"); });
    return svns;
}

std::array<std::uint8_t, 16> numberedComponents(const json& tcb)
{
    std::array<std::uint8_t, 16> svns{};
    for (std::size_t i = 0; i < svns.size(); ++i) {
        const std::string name = std::string("sgxtcbcomp") + (i < 9 ? "0" : "") + std::to_string(i + 1) + "svn";
        svns[i] = small(tcb, name.c_str());
    }
    return svns;
}

PlatformLevel platformLevel(const json& level, const TcbInfo& info)
{
    const json& tcb = member(level, "tcb");
    PlatformLevel result;
    result.sgx = info.version == 2 ? numberedComponents(tcb) : components(tcb, "sgxtcbcomponents");
    if (info.id == "TDX") result.tdx = components(tcb, "tdxtcbcomponents");
    result.pceSvn = number(tcb, "pcesvn");
    result.state = state(level);
    result.date = text(level, "tcbDate");
    result.advisories = advisories(level);
    return result;
}

std::vector<EnclaveLevel> enclaveLevels(const json& object)
{
    std::vector<EnclaveLevel> levels;
    for (const json& level : list(object, "tcbLevels"))
        levels.push_back(
            {number(member(level, "tcb"), "isvsvn"), state(level), text(level, "tcbDate"), advisories(level)});
    return levels;
}

TdxModule tdxModule(const json& object)
{
    return {{}, hex(object, "mrsigner", 48), hex(object, "attributes", 8), hex(object, "attributesMask", 8), {}};
}

TcbInfo readTcbInfo(const json& object)
{
    TcbInfo info;
    info.version = number(object, "version");
    info.id = object.contains("id") ? text(object, "id") : "SGX";
    info.issued = time(object, "issueDate");
    info.nextUpdate = time(object, "nextUpdate");
    if (info.version != 2 && info.version != 3) return info;
    if (info.version == 2) info.id = "SGX";
    info.fmspc = hex(object, "fmspc", 6);
    info.pceId = hex(object, "pceId", 2);
    info.evaluation = number(object, "tcbEvaluationDataNumber");
    for (const json& level : list(object, "tcbLevels")) info.levels.push_back(platformLevel(level, info));
    if (info.id != "TDX") return info;
    info.module = tdxModule(member(object, "tdxModule"));
    if (!object.contains("tdxModuleIdentities")) return info;
    for (const json& identity : list(object, "tdxModuleIdentities")) {
        TdxModule module = tdxModule(identity);
        module.id = text(identity, "id");
        module.levels = enclaveLevels(identity);
        info.moduleIdentities.push_back(std::move(module));
    }
    return info;
}

QeIdentity readQeIdentity(const json& object)
{
    QeIdentity identity;
    identity.version = number(object, "version");
    identity.id = text(object, "id");
    identity.issued = time(object, "issueDate");
    identity.nextUpdate = time(object, "nextUpdate");
    identity.evaluation = number(object, "tcbEvaluationDataNumber");
    identity.miscSelect = hex(object, "miscselect", 4);
    identity.miscSelectMask = hex(object, "miscselectMask", 4);
    identity.attributes = hex(object, "attributes", 16);
    identity.attributesMask = hex(object, "attributesMask", 16);
    identity.mrsigner = hex(object, "mrsigner", 32);
    identity.productId = number(object, "isvprodid");
    identity.levels = enclaveLevels(object);
    return identity;
}

template <class T>
Result<T> parse(std::string_view source, T (*read)(const json&), const char* what)
{
    auto parsed = parseJson(bytesOf(source), kLimits);
    if (!parsed) return std::move(parsed).error();
    try {
        return read(*parsed);
    } catch (const Fault& fault) {
        return Error{ErrorCode::Malformed, what, fault.what};
    }
}

} // namespace

Result<TcbInfo> parseTcbInfo(std::string_view source)
{
    return parse<TcbInfo>(source, readTcbInfo, "TCB info");
}

Result<QeIdentity> parseQeIdentity(std::string_view source)
{
    return parse<QeIdentity>(source, readQeIdentity, "QE identity");
}

} // namespace countersign::attestation
