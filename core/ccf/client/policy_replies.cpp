#include "core/ccf/client/gov_replies.h"

namespace countersign::ccf {

using nlohmann::json;

namespace {

using Verbs = std::vector<std::pair<std::string, AppEndpoint>>;

Result<AppEndpoint> parseEndpoint(const json& value, const std::string& where)
{
    ObjectReader reader(value, where);
    AppEndpoint one;
    one.module = reader.text("jsModule");
    one.function = reader.text("jsFunction");
    one.mode = reader.text("mode");
    one.authentication = reader.any("authnPolicies");
    one.forwarding = reader.textIfAny("forwardingRequired");
    one.redirection = reader.textIfAny("redirectionStrategy");
    return reader.done(std::move(one));
}

Result<Verbs> parseVerbs(const json& value, const std::string& where)
{
    if (!value.is_object()) return Error{ErrorCode::Malformed, where, "not an object"};
    Verbs verbs;
    for (const auto& [verb, endpoint] : value.items()) {
        auto parsed = parseEndpoint(endpoint, where + '.' + verb);
        if (!parsed) return std::move(parsed).error();
        verbs.emplace_back(verb, std::move(*parsed));
    }
    return verbs;
}

Result<std::string> moduleName(const json& value, const std::string& where)
{
    ObjectReader reader(value, where);
    auto read = reader.done(OneCertificate{{}, reader.text("moduleName")});
    if (!read) return std::move(read).error();
    return std::move(read->pem);
}

Result<JwtIssuer> parseIssuer(const json& value, const std::string& where)
{
    ObjectReader reader(value, where);
    JwtIssuer issuer;
    issuer.autoRefresh = reader.flagIfAny("autoRefresh");
    issuer.caBundle = reader.textIfAny("caCertBundleName");
    return reader.done(std::move(issuer));
}

// A platform that the service does not name at all has no lists.
Result<JoinPolicy> addPlatforms(JoinPolicy policy, const json& sgx, const json& virtualPlatform, const json& snp)
{
    struct None : Kept {};
    if (!sgx.is_null()) {
        ObjectReader reader(sgx, "join policy.sgx");
        policy.sgxMeasurements = reader.texts("measurements");
        if (auto read = reader.done(None{}); !read) return std::move(read).error();
    }
    if (!virtualPlatform.is_null()) {
        ObjectReader reader(virtualPlatform, "join policy.virtual");
        policy.virtualMeasurements = reader.texts("measurements");
        policy.virtualHostData = reader.texts("hostData");
        if (auto read = reader.done(None{}); !read) return std::move(read).error();
    }
    if (!snp.is_null()) {
        ObjectReader reader(snp, "join policy.snp");
        policy.snpMeasurements = reader.texts("measurements");
        policy.snpHostData = reader.map("hostData", textValue);
        policy.uvmEndorsements = reader.any("uvmEndorsements");
        policy.tcbVersions = reader.any("tcbVersions");
        if (auto read = reader.done(None{}); !read) return std::move(read).error();
    }
    return policy;
}

} // namespace

Result<JavascriptApp> parseJavascriptApp(const json& reply)
{
    ObjectReader reader(reply, "javascript app");
    JavascriptApp app;
    app.endpoints = reader.map("endpoints", parseVerbs);
    return reader.done(std::move(app));
}

Result<ModuleNames> parseModuleNames(const json& reply)
{
    ObjectReader reader(reply, "modules");
    ModuleNames all;
    all.names = reader.list("value", moduleName);
    return reader.done(std::move(all));
}

Result<JoinPolicy> parseJoinPolicy(const json& reply)
{
    ObjectReader reader(reply, "join policy");
    const json sgx = reader.any("sgx"), virtualPlatform = reader.any("virtual"), snp = reader.any("snp");
    auto policy = reader.done(JoinPolicy{});
    if (!policy) return policy;
    return addPlatforms(std::move(*policy), sgx, virtualPlatform, snp);
}

Result<JwtPolicy> parseJwtPolicy(const json& reply)
{
    ObjectReader reader(reply, "jwk");
    JwtPolicy policy;
    policy.issuers = reader.map("issuers", parseIssuer);
    policy.keys = reader.map("keys", anyValue);
    policy.caBundles = reader.map("caCertBundles", textValue);
    return reader.done(std::move(policy));
}

} // namespace countersign::ccf
