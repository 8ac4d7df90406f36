#include "app/sandbox/service/policy_routes.h"

#include "core/base/base64.h"
#include "core/crypto/pem.h"

namespace countersign::sandbox {

using nlohmann::json;

namespace {

const std::string kNodes = "public:ccf.gov.nodes.";
const std::string kJwt = "public:ccf.gov.jwt.";

json keysOf(const Scene& scene, const std::string& table)
{
    json list = json::array();
    for (const auto& [key, unused] : scene.service.tables().rows(table)) list.push_back(key);
    return list;
}

json rowsOf(const Scene& scene, const std::string& table)
{
    json all = json::object();
    for (const auto& [key, unused] : scene.service.tables().rows(table)) all[key] = scene.service.rowOf(table, key);
    return all;
}

std::string camelCase(const std::string& name)
{
    if (name == "openapi") return "openApi";
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '_' && i + 1 < name.size())
            out += static_cast<char>(name[++i] & ~0x20);
        else
            out += name[i];
    }
    return out;
}

/// What CCF fills in where the application says nothing.
json endpointOf(const json& stored)
{
    json endpoint{{"authn_policies", json::array()}, {"forwarding_required", "always"}, {"mode", "readwrite"},
                  {"openapi", json::object()},       {"redirection_strategy", "none"}};
    for (const auto& [name, value] : stored.items()) endpoint[name] = value;
    return endpoint;
}

} // namespace

HttpAnswer answerJoinPolicy(const Scene& scene)
{
    return jsonAnswer({{"sgx", {{"measurements", keysOf(scene, kNodes + "code_ids")}}},
                       {"snp",
                        {{"hostData", rowsOf(scene, kNodes + "snp.host_data")},
                         {"measurements", keysOf(scene, kNodes + "snp.measurements")},
                         {"tcbVersions", rowsOf(scene, kNodes + "snp.tcb_versions")},
                         {"uvmEndorsements", rowsOf(scene, kNodes + "snp.uvm_endorsements")}}},
                       {"virtual",
                        {{"hostData", keysOf(scene, kNodes + "virtual.host_data")},
                         {"measurements", keysOf(scene, kNodes + "virtual.measurements")}}}});
}

HttpAnswer answerJwtPolicy(const Scene& scene)
{
    json issuers = json::object(), keys = json::object();
    const json issuerRows = rowsOf(scene, kJwt + "issuers");
    for (const auto& [issuer, row] : issuerRows.items()) {
        issuers[issuer] = {{"autoRefresh", row.value("auto_refresh", false)}};
        if (row.contains("ca_cert_bundle_name")) issuers[issuer]["caCertBundleName"] = row["ca_cert_bundle_name"];
    }
    const json keyRows = rowsOf(scene, kJwt + "public_signing_keys_metadata_v2");
    for (const auto& [kid, row] : keyRows.items()) {
        keys[kid] = json::array();
        for (const json& one : row) {
            const auto der = fromBase64(one.value("public_key", ""));
            keys[kid].push_back({{"constraint", one.contains("constraint") ? one["constraint"] : json()},
                                 {"issuer", one.value("issuer", "")},
                                 {"publicKey", der ? crypto::toPem("PUBLIC KEY", *der) : std::string()}});
        }
    }
    return jsonAnswer({{"caCertBundles", rowsOf(scene, "public:ccf.gov.tls.ca_cert_bundles")},
                       {"issuers", issuers},
                       {"keys", keys}});
}

HttpAnswer answerScriptApp(const Scene& scene)
{
    const bool original = scene.question.parameter("case") == "original";
    json endpoints = json::object();
    const json rows = rowsOf(scene, "public:ccf.gov.endpoints");
    for (const auto& [name, stored] : rows.items()) {
        const std::size_t gap = name.find(' ');
        if (gap == std::string::npos) continue;
        json& one = endpoints[name.substr(gap + 1)][name.substr(0, gap)];
        const json whole = endpointOf(stored);
        for (const auto& [member, value] : whole.items())
            one[original ? member : camelCase(member)] = value;
    }
    return jsonAnswer({{"endpoints", endpoints}});
}

HttpAnswer answerScriptModules(const Scene& scene)
{
    json list = json::array();
    for (const auto& [name, unused] : scene.service.tables().rows("public:ccf.gov.modules"))
        list.push_back({{"moduleName", name}});
    return jsonAnswer({{"value", list}});
}

HttpAnswer answerScriptModule(const Scene& scene)
{
    const auto& modules = scene.service.tables().rows("public:ccf.gov.modules");
    const auto found = modules.find(scene.parts[0]);
    if (found == modules.end())
        return refuse(404, "ResourceNotFound", "Module '" + scene.parts[0] + "' does not exist.");
    return textAnswer("text/javascript", found->second.value);
}

} // namespace countersign::sandbox
