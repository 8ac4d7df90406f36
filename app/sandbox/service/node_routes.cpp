#include "app/sandbox/service/scene.h"

#include "app/sandbox/ledger/certificate_factory.h"
#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/crypto/certificate.h"

#include <algorithm>

namespace countersign::sandbox {

using nlohmann::json;

namespace {

const std::string kNodes = "public:ccf.gov.nodes.info";

HttpAnswer plain(int status)
{
    HttpAnswer answer;
    answer.status = status;
    return answer;
}

json memberOr(const json& object, const char* name, json otherwise = nullptr)
{
    return object.contains(name) ? object.at(name) : std::move(otherwise);
}

HttpAnswer network(const Scene& scene)
{
    const json info = scene.service.rowOf("public:ccf.gov.service.info");
    return jsonAnswer({{"current_service_create_txid", memberOr(info, "current_service_create_txid")},
                       {"current_view", scene.service.last().view},
                       {"primary_id", scene.primary().id},
                       {"recovery_count", memberOr(info, "recovery_count", 0)},
                       {"service_certificate", info.at("cert")},
                       {"service_data", memberOr(info, "service_data")},
                       {"service_status", info.at("status")}});
}

json nodeJson(const Scene& scene, const std::string& id)
{
    const json info = scene.service.rowOf(kNodes, id);
    return {{"last_written", scene.service.tables().rows(kNodes).at(id).version},
            {"node_data", memberOr(info, "node_data")},
            {"node_id", id},
            {"primary", id == scene.primary().id},
            {"rpc_interfaces", memberOr(info, "rpc_interfaces", json::object())},
            {"status", info.at("status")}};
}

template <class Wanted>
HttpAnswer nodesThat(const Scene& scene, Wanted wanted)
{
    json list = json::array();
    for (const auto& [id, unused] : scene.service.tables().rows(kNodes)) {
        json one = nodeJson(scene, id);
        if (wanted(one, scene.service.rowOf(kNodes, id))) list.push_back(std::move(one));
    }
    return jsonAnswer({{"nodes", list}});
}

HttpAnswer nodes(const Scene& scene)
{
    const auto status = scene.question.parameter("status");
    const auto host = scene.question.parameter("host"), port = scene.question.parameter("port");
    if (status && *status != "Pending" && *status != "Trusted" && *status != "Retired")
        return refuse(400, "InvalidQueryParameterValue", "Query parameter '" + *status + "' is not a valid node status");
    return nodesThat(scene, [&](const json& one, const json&) {
        const auto at = [&](const std::string& part, bool before) {
            return std::ranges::any_of(one.at("rpc_interfaces"), [&](const json& place) {
                const std::string address = place.value("published_address", "");
                return before ? address.starts_with(part + ':') : address.ends_with(':' + part);
            });
        };
        return (!status || one.at("status") == *status) && (!host || at(*host, true)) && (!port || at(*port, false));
    });
}

HttpAnswer removableNodes(const Scene& scene)
{
    return nodesThat(scene, [](const json&, const json& info) { return info.value("retired_committed", false); });
}

HttpAnswer oneNode(const Scene& scene)
{
    if (scene.parts[0] == "self") return jsonAnswer(nodeJson(scene, scene.self.id));
    if (scene.parts[0] == "primary") return jsonAnswer(nodeJson(scene, scene.primary().id));
    if (scene.service.rowOf(kNodes, scene.parts[0]).empty()) return refuse(404, "ResourceNotFound", "Node not found");
    return jsonAnswer(nodeJson(scene, scene.parts[0]));
}

HttpAnswer deleteNode(const Scene& scene)
{
    return scene.service.deleteNode(scene.parts[0]);
}

HttpAnswer state(const Scene& scene)
{
    const char* state = scene.service.readsPrivateLedger() ? "ReadingPrivateLedger"
                        : scene.service.isRecovering()     ? "PartOfPublicNetwork"
                                                           : "PartOfNetwork";
    return jsonAnswer({{"last_signed_seqno", scene.service.committed().seqno},
                       {"node_id", scene.self.id},
                       {"startup_seqno", scene.service.made().identities.back().created.seqno - 1},
                       {"state", state},
                       {"stop_notice", false}});
}

HttpAnswer version(const Scene&)
{
    return jsonAnswer({{"ccf_version", "countersign-demo-" COUNTERSIGN_VERSION},
                       {"quickjs_version", "none: scripts run in the evaluator"},
                       {"unsafe", false}});
}

json quoteJson(const Scene& scene, const std::string& id)
{
    const json quote = scene.service.rowOf(kNodes, id).at("quote_info");
    json one{{"endorsements", quote.at("endorsements")},
             {"format", quote.at("format")},
             {"node_id", id},
             {"raw", quote.at("quote")}};
    const auto raw = fromBase64(quote.at("quote").get<std::string>());
    const json said = json::parse(textOf(raw.value_or({})), nullptr, false);
    if (said.is_object()) one["measurement"] = toHex(bytesOf(said.value("measurement", "")));
    return one;
}

HttpAnswer quotesAs(const Scene& scene, const char* name)
{
    json list = json::array();
    for (const auto& [id, unused] : scene.service.tables().rows(kNodes))
        if (scene.service.rowOf(kNodes, id).at("status") == "Trusted") list.push_back(quoteJson(scene, id));
    return jsonAnswer({{name, list}});
}

HttpAnswer quotes(const Scene& scene)
{
    return quotesAs(scene, "quotes");
}

HttpAnswer attestations(const Scene& scene)
{
    return quotesAs(scene, "attestations");
}

HttpAnswer ownQuote(const Scene& scene)
{
    return jsonAnswer(quoteJson(scene, scene.self.id));
}

json configuration(const Scene& scene, SeqNo& at)
{
    json all = json::object();
    for (const auto& [id, found] : scene.service.tables().rows(kNodes)) {
        const json info = scene.service.rowOf(kNodes, id);
        if (info.at("status") != "Trusted") continue;
        all[id] = {{"address", info.at("node_to_node_interface").at("bind_address")}};
        at = std::max(at, found.version);
    }
    return all;
}

HttpAnswer config(const Scene& scene)
{
    SeqNo at = 0;
    return jsonAnswer(configuration(scene, at));
}

HttpAnswer consensus(const Scene& scene)
{
    SeqNo at = 0;
    const json members = configuration(scene, at);
    json acks = json::object();
    for (const auto& [id, unused] : members.items())
        if (id != scene.self.id)
            acks[id] = {{"last_received_ms", 0}, {"seqno", scene.isPrimary() ? scene.service.committed().seqno : 0}};
    return jsonAnswer({{"details",
                        {{"acks", acks},
                         {"configs", json::array({{{"idx", at}, {"nodes", members}, {"rid", at}}})},
                         {"current_view", scene.service.last().view},
                         {"leadership_state", scene.isPrimary() ? "Leader" : "Follower"},
                         {"membership_state", "Active"},
                         {"primary_id", scene.primary().id},
                         {"reconfiguration_type", "OneTransaction"},
                         {"ticking", true}}}});
}

HttpAnswer previousIdentity(const Scene& scene)
{
    const json previous = scene.service.rowOf("public:ccf.gov.service.previous_service_identity");
    if (!previous.is_string())
        return refuse(404, "ResourceNotFound", "This service is not a recovery of a previous service.");
    return jsonAnswer({{"previous_service_identity", previous}});
}

HttpAnswer serviceConfiguration(const Scene& scene)
{
    return jsonAnswer(scene.service.rowOf("public:ccf.gov.service.config"));
}

HttpAnswer selfSigned(const Scene& scene)
{
    const auto endorsed = crypto::Certificate::fromPem(scene.self.certificate);
    if (!endorsed) return refuse(500, "InternalError", "The node has no certificate");
    const Validity validity{endorsed->notBefore(), endorsed->notAfter()};
    const CertificateRequest request{"CCF Node", validity, "self" + scene.self.id};
    return jsonAnswer({{"self_signed_certificate", CertificateFactory::selfSignedNode(scene.self.key, request)}});
}

HttpAnswer ready(const Scene&)
{
    return plain(204);
}

HttpAnswer readyForUsers(const Scene& scene)
{
    return plain(scene.service.isRecovering() ? 503 : 204);
}

HttpAnswer primary(const Scene& scene)
{
    if (scene.isPrimary()) return plain(200);
    if (scene.question.method == "GET") return refuse(404, "ResourceNotFound", "Node is not primary");
    const json info = scene.service.rowOf(kNodes, scene.primary().id);
    const std::string address = info.at("rpc_interfaces").begin()->at("published_address");
    return plain(308).with("location", "https://" + address + "/node/primary");
}

HttpAnswer backup(const Scene& scene)
{
    return scene.isPrimary() ? refuse(404, "ResourceNotFound", "Node is not backup") : plain(200);
}

HttpAnswer memory(const Scene&)
{
    return jsonAnswer({{"current_allocated_heap_size", 0}, {"max_total_heap_size", 0}, {"peak_allocated_heap_size", 0}});
}

HttpAnswer metrics(const Scene& scene)
{
    const json none{{"parsing", 0}, {"request_header_too_large", 0}, {"request_payload_too_large", 0}};
    json interfaces = json::object();
    const json own = scene.service.rowOf(kNodes, scene.self.id);
    for (const auto& [name, unused] : own.at("rpc_interfaces").items())
        interfaces[name] = {{"active", 1}, {"errors", none}, {"hard_cap", 200}, {"peak", 1}, {"soft_cap", 200}};
    return jsonAnswer({{"sessions", {{"active", 1}, {"interfaces", interfaces}, {"peak", 1}}}});
}

HttpAnswer scriptMetrics(const Scene&)
{
    return jsonAnswer({{"bytecode_size", 0},
                       {"bytecode_used", false},
                       {"max_cached_interpreters", 0},
                       {"max_execution_time", 5000},
                       {"max_heap_size", 512 << 20},
                       {"max_stack_size", 1 << 20}});
}

HttpAnswer refreshMetrics(const Scene&)
{
    return jsonAnswer({{"attempts", 0}, {"failures", 0}, {"successes", 0}});
}

HttpAnswer strategies(const Scene&)
{
    return jsonAnswer(json::array());
}

HttpAnswer api(const Scene&)
{
    json paths = json::object();
    for (const Route& route : kNodeRoutes) {
        std::string method = route.method;
        std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
        paths[route.pattern][method] = {{"responses", {{"200", {{"description", "Default response description"}}}}}};
    }
    return jsonAnswer({{"info", {{"title", "Demo consortium: node"}, {"version", COUNTERSIGN_VERSION}}},
                       {"openapi", "3.0.0"},
                       {"paths", paths}});
}

} // namespace

const std::vector<Route> kNodeRoutes{
    {"GET", "/network", network},
    {"GET", "/network/nodes", nodes},
    {"GET", "/network/nodes/{}", oneNode},
    {"DELETE", "/network/nodes/{}", deleteNode},
    {"GET", "/network/removable_nodes", removableNodes},
    {"GET", "/state", state},
    {"GET", "/version", version, false},
    {"GET", "/commit", answerCommit, false},
    {"GET", "/tx", answerTransaction, false},
    {"GET", "/receipt", answerReceipt},
    {"GET", "/quotes", quotes},
    {"GET", "/quotes/self", ownQuote},
    {"GET", "/attestations", attestations},
    {"GET", "/attestations/self", ownQuote},
    {"GET", "/consensus", consensus, false},
    {"GET", "/config", config, false},
    {"GET", "/service/previous_identity", previousIdentity},
    {"GET", "/service/configuration", serviceConfiguration},
    {"GET", "/self_signed_certificate", selfSigned, false},
    {"GET", "/ready/app", readyForUsers, false},
    {"GET", "/ready/gov", ready, false},
    {"GET", "/primary", primary, false},
    {"HEAD", "/primary", primary, false},
    {"GET", "/backup", backup, false},
    {"GET", "/metrics", metrics, false},
    {"GET", "/memory", memory, false},
    {"GET", "/js_metrics", scriptMetrics},
    {"GET", "/jwt_keys/refresh/metrics", refreshMetrics, false},
    {"GET", "/index/strategies", strategies, false},
    {"GET", "/api", api},
};

} // namespace countersign::sandbox
