#include "core/attestation/tcb_status.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace countersign::attestation {

namespace {

bool allAtLeast(Bytes have, Bytes need, std::size_t from = 0)
{
    for (std::size_t i = from; i < need.size(); ++i)
        if (have[i] < need[i]) return false;
    return true;
}

const PlatformLevel* platformLevel(const Quote& quote, const PckExtension& pck, const TcbInfo& info)
{
    for (const PlatformLevel& level : info.levels) {
        if (!allAtLeast(pck.components, level.sgx) || pck.pceSvn < level.pceSvn) continue;
        if (quote.tee == Tee::Tdx) {
            const Bytes svn = quote.tdx().teeTcbSvn();
            if (!allAtLeast(svn, level.tdx, svn[1] == 0 ? 0 : 2)) continue;
        }
        return &level;
    }
    return nullptr;
}

const EnclaveLevel* enclaveLevel(const std::vector<EnclaveLevel>& levels, std::uint64_t svn)
{
    const auto found = std::ranges::find_if(levels, [&](const EnclaveLevel& level) { return level.svn <= svn; });
    return found == levels.end() ? nullptr : &*found;
}

/// How the state of a module or enclave lowers the joint one.
void lower(std::string& status, const TcbState& other)
{
    if (status == "Revoked" || other == "Revoked") {
        status = "Revoked";
        return;
    }
    if (other != "OutOfDate") return;
    if (status == "UpToDate" || status == "SWHardeningNeeded") status = "OutOfDate";
    if (status == "ConfigurationNeeded" || status == "ConfigurationAndSWHardeningNeeded")
        status = "OutOfDateConfigurationNeeded";
}

/// TD 1.5: the host was updated under a running TD, which only has to be started again.
void adviseRelaunch(const Quote& quote, const TcbInfo& info, TcbAnswer& answer)
{
    const auto second = quote.tdx().teeTcbSvn2();
    if (!second || answer.module != "OutOfDate" || answer.qe != "UpToDate") return;
    const TdxModule* module = moduleFor(*second, info);
    if ((*second)[1] == 0 || !module) return;
    const EnclaveLevel* level = enclaveLevel(module->levels, (*second)[0]);
    if (!level || level->state != "UpToDate") return;
    if (answer.platform == "UpToDate") answer.status = "TDRelaunchAdvised";
    if (answer.platform == "ConfigurationNeeded") answer.status = "TDRelaunchAdvisedConfigurationNeeded";
}

} // namespace

const TdxModule* moduleFor(Bytes teeTcbSvn, const TcbInfo& info)
{
    if (teeTcbSvn[1] == 0) return info.module ? &*info.module : nullptr;
    char id[8];
    std::snprintf(id, sizeof id, "TDX_%02X", teeTcbSvn[1]);
    const auto found = std::ranges::find_if(info.moduleIdentities, [&](const TdxModule& module) {
        std::string upper = module.id;
        std::ranges::transform(upper, upper.begin(),
                               [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
        return upper == id;
    });
    return found == info.moduleIdentities.end() ? nullptr : &*found;
}

TcbAnswer tcbAnswer(const Quote& quote, const PckExtension& pck, const TcbInfo& info, const QeIdentity& identity)
{
    TcbAnswer answer;
    std::set<std::string> advisories;
    bool found = true;
    const auto take = [&](const auto* level, TcbState& state) {
        found = found && level;
        if (!level) return;
        state = level->state;
        advisories.insert(level->advisories.begin(), level->advisories.end());
    };
    const PlatformLevel* platform = platformLevel(quote, pck, info);
    take(platform, answer.platform);
    if (platform) answer.date = platform->date;
    if (quote.tee == Tee::Tdx && quote.tdx().teeTcbSvn()[1] != 0) {
        const Bytes svn = quote.tdx().teeTcbSvn();
        const TdxModule* module = moduleFor(svn, info);
        answer.moduleKnown = module != nullptr;
        if (module) take(enclaveLevel(module->levels, svn[0]), answer.module.emplace());
    }
    take(enclaveLevel(identity.levels, quote.qeReport.svn()), answer.qe);
    answer.advisories.assign(advisories.begin(), advisories.end());
    answer.status = found ? answer.platform : "NotFound";
    if (!found) return answer;
    if (answer.module) lower(answer.status, *answer.module);
    lower(answer.status, answer.qe);
    if (quote.tee == Tee::Tdx) adviseRelaunch(quote, info, answer);
    return answer;
}

} // namespace countersign::attestation
