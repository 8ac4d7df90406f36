#include "tests/unit/ccf_client/recorded.h"
#include "tests/unit/evaluator/scripts.h"

#include "core/base/strict_json.h"
#include "core/ccf/evaluator/progress.h"
#include "core/ccf/evaluator/service_state.h"
#include "tests/support/vectors.h"

#include <QObject>

#include <fstream>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

/// The replies of a live service, as recorded, are enough to evaluate its open proposals.
class TestServiceState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openProposalsAreEvaluated();
    void saysWhatIsMissing();
    void anEmptyAnswerIsNoState();

private:
    static ServiceReplies recordedReplies();
};

namespace {

template <class T>
T parsed(const char* name, Result<T> (*parse)(const nlohmann::json&))
{
    const auto body = recorded(std::string("03-open/") + name).reply.body;
    auto value = parse(parseJson(body).value());
    if (!value) qFatal("%s", name);
    return std::move(*value);
}

} // namespace

ServiceReplies TestServiceState::recordedReplies()
{
    ServiceReplies replies;
    replies.info = parsed("gov-service-info", parseServiceInfo);
    replies.members = parsed("gov-service-members", parseMembers);
    replies.users = parsed("gov-service-users", parseUsers);
    replies.nodes = parsed("gov-service-nodes", parseGovNodes);
    replies.joinPolicy = parsed("gov-service-join-policy", parseJoinPolicy);
    replies.jwtPolicy = parsed("gov-service-jwk", parseJwtPolicy);
    replies.constitution = std::string(textOf(recorded("03-open/gov-service-constitution").reply.body));
    return replies;
}

void TestServiceState::openProposalsAreEvaluated()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    ServiceReplies replies = recordedReplies();
    for (const Proposal& one : parsed("gov-members-proposals", parseProposals).proposals) {
        if (one.state != "Open") continue;
        LiveProposal live{one, copyOf(bytesOf(R"({"actions":[{"name":"trigger_ledger_chunk"}]})")), {}};
        for (std::uint64_t i = 0; i < one.ballots; ++i)
            live.ballots.push_back({replies.members->members[i].id, "export function vote() { return true; }"});
        replies.proposals.push_back(live);
    }
    QVERIFY(!replies.proposals.empty());
    const PublicState state = stateFrom(replies);
    auto evaluator = realEvaluator();
    for (const LiveProposal& live : replies.proposals) {
        const auto stored = proposalIn(state, live.proposal.id);
        QVERIFY(stored && stored->ballots.size() == live.proposal.ballots);
        const auto progress = evaluateProgress(evaluator, constitutionIn(state).value(), *stored, state, {});
        QVERIFY(progress);
        QVERIFY(progress->now.resolution == Resolution::Open && progress->moreYes && progress->onWholeState());
        const auto effect = whatWouldChange(evaluator, constitutionIn(state).value(), *stored, state, {});
        QVERIFY(effect && effect->evaluation.end == EvaluationEnd::Answered && effect->tables.empty());
        QCOMPARE(effect->evaluation.effects.front().name, std::string("node.triggerLedgerChunk"));
    }
}

void TestServiceState::saysWhatIsMissing()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const ServiceReplies replies = recordedReplies();
    const PublicState state = stateFrom(replies);
    QVERIFY(!state.complete);
    QCOMPARE(membersIn(state).size(), replies.members->members.size());
    auto evaluator = realEvaluator();
    const auto effect = [&](const std::string& action, const std::string& arguments) {
        const std::string text = R"({"actions":[{"name":")" + action + R"(","args":)" + arguments + "}]}";
        return whatWouldChange(evaluator, constitutionIn(state).value(), anyProposal(text), state, {}).value();
    };
    const auto threshold = effect("set_recovery_threshold", R"({"recovery_threshold":1})");
    QVERIFY(threshold.evaluation.end == EvaluationEnd::Answered);
    QCOMPARE(threshold.evaluation.missingTables, std::vector<std::string>{std::string(tables::kServiceInfo)});
    const std::string node = replies.nodes->nodes.front().id;
    const auto data = effect("set_node_data", R"({"node_id":")" + node + R"(","node_data":{"x":1}})");
    QVERIFY(data.evaluation.end == EvaluationEnd::Answered && data.tables.front().partial);
    QCOMPARE(data.evaluation.missingTables, std::vector<std::string>{std::string(tables::kNodesInfo)});
    const auto measurement = effect("add_snp_measurement", R"({"measurement":"ab"})");
    QVERIFY(measurement.evaluation.end == EvaluationEnd::Answered);
    QVERIFY(std::ranges::any_of(measurement.tables, [](const TableChange& change) {
        return change.table == "public:ccf.gov.nodes.snp.measurements" && !change.partial;
    }));
    const auto bundle = effect("remove_jwt_issuer", R"({"issuer":"nobody"})");
    QVERIFY(bundle.evaluation.onWholeState() && bundle.tables.empty());
}

void TestServiceState::anEmptyAnswerIsNoState()
{
    const PublicState state = stateFrom({});
    QVERIFY(!state.complete && !state.knows(tables::kMembersInfo) && !state.knows(tables::kProposals));
    QVERIFY(!constitutionIn(state) && membersIn(state).empty());
}

QTEST_GUILESS_MAIN(TestServiceState)
#include "tst_service_state.moc"
