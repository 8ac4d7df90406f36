#include "app/sandbox/service/network.h"

#include <algorithm>

namespace countersign::sandbox {

using nlohmann::json;

namespace {

constexpr const char* kVersion = "2024-07-01";
constexpr const char* kPreview = "2023-06-01-preview";
constexpr std::size_t kLyingPlace = 1;

std::vector<std::string_view> segments(std::string_view path)
{
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        parts.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

HttpAnswer unknownPath(std::string_view path)
{
    return refuse(404, "ResourceNotFound", "Unknown path: " + std::string(path) + '.');
}

HttpAnswer unsupportedVersion(const std::string& version, const char* known)
{
    return refuse(400, "UnsupportedApiVersionValue",
                  "Unsupported api-version '" + version + "'. The supported api-versions are: " + known);
}

bool nameState(const HttpAnswer& answer)
{
    const bool good = answer.status == 200 || answer.status == 202 || answer.status == 204;
    return good && answer.header("x-ms-ccf-transaction-id").empty();
}

} // namespace

std::optional<std::vector<std::string>> matchPath(std::string_view pattern, std::string_view path)
{
    const auto wanted = segments(pattern), given = segments(path);
    if (wanted.size() != given.size()) return std::nullopt;
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i].starts_with("{}")) {
            if (wanted[i] != given[i]) return std::nullopt;
            continue;
        }
        const std::string_view suffix = wanted[i].substr(2);
        if (!given[i].ends_with(suffix) || given[i].size() == suffix.size()) return std::nullopt;
        const std::string_view part = given[i].substr(0, given[i].size() - suffix.size());
        if (suffix.empty() && part.find(':') != std::string_view::npos) return std::nullopt;
        parts.push_back(percentDecoded(part));
    }
    return parts;
}

void Network::serve(std::vector<std::size_t> nodes)
{
    const std::lock_guard guard(m_mutex);
    m_serving = std::move(nodes);
}

std::size_t Network::places() const
{
    const std::lock_guard guard(m_mutex);
    return m_serving.size();
}

std::size_t Network::primaryPlace() const
{
    const std::lock_guard guard(m_mutex);
    const auto found = std::ranges::find(m_serving, m_service.primary());
    return static_cast<std::size_t>(found - m_serving.begin());
}

TlsIdentity Network::identityOf(std::size_t place) const
{
    const std::lock_guard guard(m_mutex);
    const Node& node = m_service.made().nodes.at(m_serving.at(place));
    return {node.certificate, node.key.privatePem()};
}

HttpAnswer Network::answer(std::size_t place, const HttpQuestion& question)
{
    const std::lock_guard guard(m_mutex);
    try {
        HttpAnswer answer = routed(place, question);
        if (m_fault == Fault::Lie && place == kLyingPlace) lie(question.path, answer);
        return answer;
    } catch (const std::exception& problem) { // A row that a member's own constitution wrote in a form nobody reads.
        return refuse(500, "InternalError", problem.what());
    }
}

HttpAnswer Network::routed(std::size_t place, const HttpQuestion& question)
{
    const auto& all = m_service.made().nodes;
    const Scene scene{m_service, all.at(m_serving.at(place)), question, {}};
    const std::string_view path = question.path;
    if (path.starts_with("/node/")) return along(kNodeRoutes, scene, path.substr(5));
    if (path.starts_with("/app/") && m_service.isRecovering())
        return refuse(404, "FrontendNotOpen", "Frontend is not open.");
    if (path.starts_with("/app/")) return along(kApplicationRoutes, scene, path.substr(4));
    if (path.starts_with("/gov/")) return governed(scene, path.substr(4));
    return unknownPath(path);
}

HttpAnswer Network::governed(const Scene& scene, std::string_view path)
{
    const auto version = scene.question.parameter("api-version");
    if (!version)
        return refuse(400, "MissingApiVersionParameter",
                      "The api-version query parameter (?api-version=) is required for all requests.");
    if (*version != kVersion && *version != kPreview)
        return unsupportedVersion(*version, "2023-06-01-preview, 2024-07-01");
    if (*version == kPreview && path.starts_with("/service/javascript-")) return unsupportedVersion(*version, kVersion);
    if (scene.question.method == "POST" && !scene.isPrimary()) return redirected(scene);
    return along(kGovernanceRoutes, scene, path);
}

HttpAnswer Network::redirected(const Scene& scene) const
{
    const json info = m_service.rowOf("public:ccf.gov.nodes.info", scene.primary().id);
    const std::string address = info.at("rpc_interfaces").begin()->at("published_address");
    const std::string query = scene.question.rawQuery.empty() ? "" : '?' + scene.question.rawQuery;
    HttpAnswer answer;
    answer.status = 307;
    return answer.with("location", "https://" + address + scene.question.path + query);
}

HttpAnswer Network::along(const std::vector<Route>& routes, Scene scene, std::string_view path)
{
    std::string methods = "OPTIONS";
    for (const Route& route : routes) {
        auto parts = matchPath(route.pattern, path);
        if (!parts) continue;
        if (scene.question.method != route.method) {
            methods += std::string(", ") + route.method;
            continue;
        }
        scene.parts = std::move(*parts);
        const std::string what = scene.question.parameter("transaction_id").value_or("");
        HttpAnswer answer = route.answer(scene);
        if (route.answer == answerReceipt && answer.status == 200 && m_fetched.insert(what).second) {
            answer = textAnswer("text/plain", "Historical transaction " + what + " is not currently available.");
            answer.status = 202;
            answer.with("retry-after", "1");
        }
        if (route.readsState && nameState(answer)) answer.with("x-ms-ccf-transaction-id", m_service.last().toString());
        return answer;
    }
    if (methods == "OPTIONS") return unknownPath(path);
    return refuse(405, "UnsupportedHttpVerb",
                  "Allowed methods for '" + std::string(path) + "' are: " + methods + '.')
        .with("allow", methods);
}

void Network::lie(std::string_view path, HttpAnswer& answer) const
{
    const auto replace = [&](std::string_view from, std::string_view to) {
        const std::size_t at = answer.body.find(from);
        if (at != std::string::npos) answer.body.replace(at, from.size(), to);
        return at != std::string::npos;
    };
    if (path == "/gov/service/constitution" && answer.status == 200 && !replace("pro * 2 > total", "pro * 9 > total"))
        answer.body += "\n// And one line that only this node tells.\n";
    if (path == "/node/tx" || path.starts_with("/gov/service/transactions/")) replace("\"Committed\"", "\"Invalid\"");
}

} // namespace countersign::sandbox
