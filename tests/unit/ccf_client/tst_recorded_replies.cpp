#include "core/base/strict_json.h"
#include "core/ccf/client/gov_client.h"
#include "core/ccf/client/node_client.h"
#include "tests/support/vectors.h"
#include "tests/unit/ccf_client/recorded.h"

#include <QTest>

#include <map>
#include <regex>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

namespace {

/// What became of a reply: the part of Reply<T> that does not depend on T.
struct Outcome {
    bool value = false;
    std::optional<ServiceError> refusal;
    std::optional<TransactionId> state;
    ByteVector body;
    bool keptUnknown = false; ///< Members nobody reads were kept aside.
    std::string error;
};

template <class T>
bool hasOthers(const T& value)
{
    if constexpr (requires { value.others; })
        return !value.others.empty();
    else
        return false;
}

template <class T>
Outcome outcomeOf(Result<Reply<T>> reply)
{
    Outcome outcome;
    if (!reply) {
        outcome.error = reply.error().where + ": " + reply.error().detail;
        return outcome;
    }
    outcome.value = reply->value.has_value();
    outcome.refusal = reply->refusal;
    outcome.state = reply->state;
    outcome.keptUnknown = reply->value && hasOthers(*reply->value);
    outcome.body = std::move(reply->body);
    return outcome;
}

struct Asking {
    NodeClient& node;
    GovClient& gov;
    std::smatch parts;
    const Exchange& exchange;
    std::string part(std::size_t i) const { return parts[i].str(); }
    TransactionId id(std::size_t i) const { return parseTransactionId(part(i)).value(); }
};

using Ask = std::function<Outcome(const Asking&)>;

template <class T>
Ask bodyThrough(Result<T> (*parse)(const nlohmann::json&))
{
    return [parse](const Asking& asking) { return outcomeOf(sortedJson<T>(asking.exchange.reply, "recorded", parse)); };
}

Result<Proposal> proposalReply(const nlohmann::json& json)
{
    return parseProposal(json);
}

struct Row {
    const char* method;
    const char* pattern; ///< Of the target without api-version.
    Ask ask;             ///< None: kept as it is, no typed value is promised.
};

#define ASKED(call) [](const Asking& a) { return outcomeOf(a.call); }

const std::vector<Row>& table()
{
    static const std::vector<Row> rows{
        {"GET", "/node/network", ASKED(node.network({}))},
        {"GET", "/node/network/nodes", ASKED(node.nodes({}))},
        {"GET", "/node/network/nodes\\?status=(\\w+)",
         [](const Asking& a) { return outcomeOf(a.node.nodes({}, a.part(1))); }},
        {"GET", "/node/network/nodes/(\\w+)", [](const Asking& a) { return outcomeOf(a.node.node(a.part(1), {})); }},
        {"GET", "/node/network/removable_nodes", ASKED(node.removableNodes({}))},
        {"GET", "/node/state", ASKED(node.state({}))},
        {"GET", "/node/version", ASKED(node.version({}))},
        {"GET", "/node/commit", ASKED(node.commit({}))},
        {"GET", "/app/commit", bodyThrough(parseCommit)},
        {"GET", "/node/commit\\?view_history=true", ASKED(node.commit({}, true))},
        {"GET", "/node/commit\\?view_history_since=2", ASKED(node.commitSince(2, {}))},
        {"GET", "/node/tx\\?transaction_id=(\\d+\\.\\d+)",
         [](const Asking& a) { return outcomeOf(a.node.transaction(a.id(1), {})); }},
        {"GET", "/node/receipt\\?transaction_id=(\\d+\\.\\d+)",
         [](const Asking& a) { return outcomeOf(a.node.receipt(a.id(1), {})); }},
        {"GET", "/node/quotes", ASKED(node.quotes({}))},
        {"GET", "/node/quotes/self", ASKED(node.ownQuote({}))},
        {"GET", "/node/attestations", ASKED(node.attestations({}))},
        {"GET", "/node/attestations/self", ASKED(node.ownAttestation({}))},
        {"GET", "/node/consensus", ASKED(node.consensus({}))},
        {"GET", "/node/config", ASKED(node.consensusMembers({}))},
        {"GET", "/node/service/previous_identity", ASKED(node.previousIdentity({}))},
        {"GET", "/node/service/configuration", ASKED(node.serviceConfiguration({}))},
        {"GET", "/node/self_signed_certificate", ASKED(node.selfSignedCertificate({}))},
        {"GET", "/node/(metrics|memory|js_metrics|jwt_keys/refresh/metrics|index/strategies)",
         [](const Asking& a) { return outcomeOf(a.node.diagnostics(a.part(1), {})); }},
        {"GET", "/node/(ready/app|ready/gov|primary|backup)",
         [](const Asking& a) { return outcomeOf(a.node.answersYes(a.part(1), {})); }},
        {"GET", "/gov/service/info", ASKED(gov.serviceInfo({}))},
        {"GET", "/gov/service/constitution", ASKED(gov.constitution({}))},
        {"GET", "/gov/service/javascript-app", ASKED(gov.javascriptApp({}))},
        {"GET", "/gov/service/javascript-app\\?case=original", ASKED(gov.javascriptAppOriginal({}))},
        {"GET", "/gov/service/javascript-modules", ASKED(gov.modules({}))},
        {"GET", "/gov/service/javascript-modules/%2Fjournal.js", ASKED(gov.module("/journal.js", {}))},
        {"GET", "/gov/service/join-policy", ASKED(gov.joinPolicy({}))},
        {"GET", "/gov/service/jwk", ASKED(gov.jwtPolicy({}))},
        {"GET", "/gov/service/members", ASKED(gov.members({}))},
        {"GET", "/gov/service/members/(\\w+)", [](const Asking& a) { return outcomeOf(a.gov.member(a.part(1), {})); }},
        {"GET", "/gov/service/users", ASKED(gov.users({}))},
        {"GET", "/gov/service/users/(\\w+)", [](const Asking& a) { return outcomeOf(a.gov.user(a.part(1), {})); }},
        {"GET", "/gov/service/nodes", ASKED(gov.nodes({}))},
        {"GET", "/gov/service/nodes/(\\w+)", [](const Asking& a) { return outcomeOf(a.gov.node(a.part(1), {})); }},
        {"GET", "/gov/service/transactions/commit", ASKED(gov.commit({}))},
        {"GET", "/gov/service/transactions/(\\d+\\.\\d+)",
         [](const Asking& a) { return outcomeOf(a.gov.transaction(a.id(1), {})); }},
        {"GET", "/gov/members/state-digests/(\\w+)",
         [](const Asking& a) { return outcomeOf(a.gov.stateDigest(a.part(1), {})); }},
        {"GET", "/gov/members/proposals", ASKED(gov.proposals({}))},
        {"GET", "/gov/members/proposals/(\\w+)",
         [](const Asking& a) { return outcomeOf(a.gov.proposal(a.part(1), {})); }},
        {"GET", "/gov/members/proposals/(\\w+)/actions",
         [](const Asking& a) { return outcomeOf(a.gov.actions(a.part(1), {})); }},
        {"GET", "/gov/members/proposals/(\\w+)/ballots/(\\w+)",
         [](const Asking& a) { return outcomeOf(a.gov.ballot(a.part(1), a.part(2), {})); }},
        {"GET", "/gov/recovery/encrypted-shares/(\\w+)",
         [](const Asking& a) { return outcomeOf(a.gov.encryptedShare(a.part(1), {})); }},
        {"POST", "/gov/members/proposals:create", bodyThrough(proposalReply)},
        {"POST", "/gov/members/proposals/\\w+/ballots/\\w+:submit", bodyThrough(proposalReply)},
        {"POST", "/gov/members/proposals/\\w+:withdraw", bodyThrough(proposalReply)},
        {"POST", "/gov/members/state-digests/\\w+:update", bodyThrough(parseStateDigest)},
        {"POST", "/gov/recovery/members/\\w+:recover", bodyThrough(parseShareSubmission)},
        // Kept: the application's own paths, snapshots, refused or redirected requests, answers without a body.
        {"POST", "/gov/members/state-digests/\\w+:ack", {}},
        {"(GET|POST|PUT|DELETE)", "/app/.*", {}},
        {"(GET|HEAD)", "/node/snapshot.*", {}},
        {"HEAD", "/node/primary", {}},
        {"DELETE", "/node/network/nodes/\\w+", {}},
        {"PUT", "/node/network", {}},
        {"GET", "/node/(code|nothing-here|tx|receipt)", {}},
        {"GET", "/node/tx\\?transaction_id=zzz", {}},
        {"GET", "/gov/service/transactions/nonsense", {}},
        {"GET", "/nothing-here", {}},
    };
    return rows;
}

std::string withoutVersion(const std::string& target)
{
    return std::regex_replace(target, std::regex("[?&]api-version=[-\\w]+"), "");
}

const Row* rowOf(const Exchange& exchange, std::smatch& parts, std::string& target)
{
    target = withoutVersion(exchange.target);
    for (const Row& row : table())
        if (std::regex_match(exchange.method, std::regex(row.method)) &&
            std::regex_match(target, parts, std::regex(row.pattern)))
            return &row;
    return nullptr;
}

Result<net::HttpReply> scripted(const Exchange& exchange, const net::HttpRequest& asked)
{
    if (asked.url.target == exchange.target) return exchange.reply;
    const bool preview = exchange.target.find("2023-06-01-preview") != std::string::npos;
    if (asked.url.target == "/gov/service/info?api-version=2024-07-01") {
        if (!preview) return recorded("03-open/gov-service-info").reply;
        return recorded("03-open/gov-preview-service-javascript-app").reply; // The recorded way to deny a version.
    }
    if (asked.url.target == "/gov/service/info?api-version=2023-06-01-preview")
        return recorded("03-open/gov-preview-service-info").reply;
    return Error{ErrorCode::NotFound, "script", asked.url.target};
}

} // namespace

class TestRecordedReplies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsEveryExchange();

private:
    std::string problemOf(const Exchange& exchange, const Outcome& outcome) const;
};

void TestRecordedReplies::initTestCase()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
}

std::string TestRecordedReplies::problemOf(const Exchange& exchange, const Outcome& outcome) const
{
    const int status = exchange.reply.status;
    const bool yesOrNo = std::regex_match(exchange.target, std::regex("/node/(ready/.*|primary|backup)"));
    if (!outcome.error.empty()) return outcome.error;
    if (outcome.value != (status == 200 || yesOrNo)) return "value";
    if (outcome.body != exchange.reply.body) return "the body was not kept";
    const auto state = exchange.reply.header("x-ms-ccf-transaction-id");
    if (!yesOrNo && (outcome.state ? outcome.state->toString() : "") != state.value_or("")) return "state";
    if (outcome.value) return outcome.keptUnknown ? "a member that nobody reads" : "";
    if (!outcome.refusal || outcome.refusal->status != status) return "status of the refusal";
    const auto json = parseJson(exchange.reply.body);
    if (json && outcome.refusal->code != json->at("error").at("code").get<std::string>()) return "code of the refusal";
    if (json && json->at("error").contains("details") && outcome.refusal->details.empty())
        return "details of the refusal";
    return {};
}

void TestRecordedReplies::readsEveryExchange()
{
    std::map<std::string, int> parsed, kept;
    std::size_t values = 0, refusals = 0;
    for (const Exchange& exchange : recordedExchanges()) {
        std::smatch parts;
        std::string target;
        const Row* row = rowOf(exchange, parts, target);
        QVERIFY2(row, (exchange.name + ' ' + exchange.method + ' ' + exchange.target).c_str());
        if (!row->ask) {
            ++kept[row->pattern];
            continue;
        }
        support::ScriptedTransport transport([&](const net::HttpRequest& asked) { return scripted(exchange, asked); });
        support::RecordingWaiter waiter;
        Channel channel(transport, waiter, {anyNode(), nullptr, nullptr, {}, {}});
        NodeClient node(channel);
        GovClient gov(channel);
        const Outcome outcome = row->ask({node, gov, parts, exchange});
        const std::string problem = problemOf(exchange, outcome);
        QVERIFY2(problem.empty(), (exchange.name + ": " + problem).c_str());
        ++parsed[row->pattern];
        ++(outcome.value ? values : refusals);
    }
    std::size_t all = values + refusals;
    for (const auto& [pattern, count] : kept) all += static_cast<std::size_t>(count);
    qInfo("%zu exchanges: %zu values and %zu refusals over %zu paths, the rest kept over %zu", all, values, refusals,
          parsed.size(), kept.size());
    QVERIFY(all >= 1300);
    for (const Row& row : table()) QVERIFY2(parsed.contains(row.pattern) || kept.contains(row.pattern), row.pattern);
}

QTEST_GUILESS_MAIN(TestRecordedReplies)
#include "tst_recorded_replies.moc"
