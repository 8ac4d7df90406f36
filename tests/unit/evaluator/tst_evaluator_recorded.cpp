#include "tests/unit/ccf_records/ledgers.h"
#include "tests/support/vectors.h"
#include "tests/unit/evaluator/scripts.h"

#include "core/base/strict_json.h"
#include "core/ccf/evaluator/ledger_state.h"
#include "core/ccf/evaluator/progress.h"
#include "core/ccf/ledger/table_index.h"

#include <QObject>

#include <iostream>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

namespace {

/// A transaction that made, or voted on, one proposal.
struct Step {
    SeqNo seqno = 0;
    StoredProposal after; ///< As the transaction left it.
    nlohmann::json info;
    std::vector<RowWrite> writes; ///< All that the transaction did to public tables.
};

/// Tables that a node writes itself when a constitution asks it to act, or around every proposal.
bool isHousekeeping(const std::string& table)
{
    for (const std::string_view own : {tables::kProposals, tables::kProposalsInfo, tables::kCoseHistory,
                                       tables::kCoseRecentProposals, tables::kServiceInfo})
        if (table == own) return true;
    return table.starts_with(tables::kInternalPrefix) || table.find("quickjs") != std::string::npos ||
           table.find("jwt.public_signing") != std::string::npos;
}

bool standsIn(const RowWrite& write)
{
    return write.value && textOf(*write.value).find("[a certificate that the service makes]") != std::string_view::npos;
}

} // namespace

/// The recorded constitution, run on the recorded state, decides every recorded step as the service did.
class TestEvaluatorRecorded : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyStepIsDecidedAsRecorded();
    void everyProposalValidates();
    void everyApplyWritesWhatWasWritten();
    void whatIsRefusedIsRefusedHere();

private:
    PublicState stateBefore(SeqNo seqno);

    std::unique_ptr<OpenLedger> m_ledger;
    std::unique_ptr<TableIndex> m_index;
    std::vector<Step> m_steps;
};

void TestEvaluatorRecorded::initTestCase()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    m_ledger = OpenLedger::open(networkLedger("3-after-recovery-1/node4"));
    QVERIFY(m_ledger);
    m_index = std::make_unique<TableIndex>(*m_ledger->records, std::filesystem::path());
    QVERIFY(m_index->prepare({}, {}));
    const auto visit = [this](const LocatedEntry& located) {
        const auto entry = located.parse();
        const auto blocks = entry ? located.tables(*entry) : Result<std::vector<TableBlock>>(entry.error());
        if (!blocks) return true;
        Step step{located.seqno, {}, {}, {}};
        for (const TableBlock& block : *blocks) {
            for (const TableWrite& write : block.writes)
                step.writes.push_back({std::string(block.name), copyOf(write.key), copyOf(write.value)});
            for (const Bytes key : block.removes) step.writes.push_back({std::string(block.name), copyOf(key), {}});
            if (block.name != tables::kProposalsInfo) continue;
            for (const TableWrite& write : block.writes) {
                const std::string id(textOf(write.key));
                const auto text = m_index->row(tables::kProposals, write.key, located.seqno);
                if (!text || !*text) continue;
                auto proposal = readProposal(id, (*text)->value, write.value);
                if (!proposal || proposal->state == "Dropped" || proposal->state == "Withdrawn") continue;
                step.after = *proposal;
                step.info = parseJson(write.value).value();
            }
        }
        if (!step.after.id.empty()) m_steps.push_back(std::move(step));
        return true;
    };
    QVERIFY(m_ledger->records->forEach(1, {}, visit));
    QVERIFY(m_steps.size() > 40);
}

PublicState TestEvaluatorRecorded::stateBefore(SeqNo seqno)
{
    auto state = stateAt(*m_index, seqno - 1, {.fromGenesis = true}, {});
    if (!state) qFatal("no state");
    return *state;
}

void TestEvaluatorRecorded::everyStepIsDecidedAsRecorded()
{
    auto evaluator = realEvaluator();
    std::map<std::string, int> count;
    int ballots = 0;
    for (const Step& step : m_steps) {
        const PublicState state = stateBefore(step.seqno);
        const auto progress = evaluateProgress(evaluator, constitutionIn(state).value(), step.after, state, {});
        QVERIFY(progress);
        const std::string where = std::to_string(step.seqno) + ' ' + step.after.id;
        QVERIFY2(resolutionName(progress->now.resolution) == step.after.state, where.c_str());
        QVERIFY2(progress->onWholeState(), where.c_str());
        ++count[step.after.state];
        for (const BallotOutcome& ballot : progress->ballots) {
            ++ballots;
            if (!step.info.contains("final_votes")) continue;
            const auto& final = step.info["final_votes"];
            QCOMPARE(final.contains(ballot.member), ballot.answer.choice != Choice::Unknown);
            if (final.contains(ballot.member)) QCOMPARE(final[ballot.member].get<bool>(), ballot.answer.choice == Choice::Yes);
        }
        if (step.after.state != "Open") continue;
        QVERIFY2(progress->moreYes && *progress->moreYes > 0, where.c_str());
    }
    QVERIFY(count["Accepted"] > 20 && count["Rejected"] >= 1 && count["Open"] > 20);
    std::cout << "steps " << m_steps.size() << ": accepted " << count["Accepted"] << ", rejected " << count["Rejected"]
              << ", open " << count["Open"] << "; ballots run " << ballots << std::endl;
}

void TestEvaluatorRecorded::everyProposalValidates()
{
    auto evaluator = realEvaluator();
    int count = 0;
    for (const Step& step : m_steps) {
        if (!step.after.ballots.empty()) continue;
        const PublicState state = stateBefore(step.seqno);
        const auto answer = evaluator.validate(constitutionIn(state).value(), step.after.text, state, {});
        QVERIFY(answer);
        QVERIFY2(answer->validity == Validity::Valid, (step.after.id + answer->description + answer->failure.message).c_str());
        ++count;
    }
    QVERIFY(count > 20);
}

void TestEvaluatorRecorded::everyApplyWritesWhatWasWritten()
{
    auto evaluator = realEvaluator();
    int accepted = 0, same = 0, stoodIn = 0, byNode = 0;
    for (const Step& step : m_steps) {
        if (step.after.state != "Accepted") continue;
        ++accepted;
        const PublicState state = stateBefore(step.seqno);
        const auto answer = evaluator.apply(constitutionIn(state).value(), step.after, state, {});
        QVERIFY(answer && answer->end == EvaluationEnd::Answered);
        const std::string where = std::to_string(step.seqno) + ' ' + std::string(textOf(step.after.text)).substr(0, 80) + ' ';
        for (const RowWrite& write : answer->writes) {
            const bool recorded = std::ranges::find(step.writes, write) != step.writes.end();
            same += recorded;
            const bool made = !answer->missingFunctions.empty() &&
                              std::ranges::any_of(step.writes, [&](const RowWrite& one) {
                                  return one.table == write.table && one.key == write.key && one.value;
                              });
            stoodIn += !recorded && made;
            QVERIFY2(recorded || made, (where + write.table).c_str());
            if (standsIn(write)) QVERIFY(!answer->onWholeState());
        }
        for (const RowWrite& write : step.writes) {
            if (isHousekeeping(write.table)) continue;
            const bool ours = std::ranges::any_of(answer->writes, [&](const RowWrite& one) {
                return one.table == write.table && one.key == write.key;
            });
            byNode += !ours;
            QVERIFY2(ours || !answer->effects.empty(), (where + write.table).c_str());
        }
    }
    std::cout << "applied " << accepted << ": rows as recorded " << same << ", made by the service " << stoodIn
              << ", by a node besides " << byNode << std::endl;
    QVERIFY(accepted > 20 && same > 40);
}

void TestEvaluatorRecorded::whatIsRefusedIsRefusedHere()
{
    auto evaluator = realEvaluator();
    const PublicState state = stateBefore(m_steps.back().seqno);
    const ByteVector constitution = constitutionIn(state).value();
    const auto invalid = evaluator.validate(constitution, bytesOf(R"({"actions":[{"name":"no_such"}]})"), state, {});
    QVERIFY(invalid && invalid->validity == Validity::Invalid);
    QVERIFY(invalid->description.find("no action is called no_such") != std::string::npos);
    const auto breaks = evaluator.apply(constitution, anyProposal(R"({"actions":[{"name":"always_breaks"}]})"), state, {});
    QVERIFY(breaks && breaks->end == EvaluationEnd::Threw);
    QCOMPARE(breaks->failure.message, std::string("Error: this action was made to break"));
    QVERIFY(breaks->failure.place.starts_with("constitution:"));
    const auto broken = evaluator.validate(
        constitution, bytesOf(R"({"actions":[{"name":"set_constitution","args":{"constitution":"export function validate("}}]})"),
        state, {});
    QVERIFY(broken && broken->validity == Validity::Invalid);
}

QTEST_GUILESS_MAIN(TestEvaluatorRecorded)
#include "tst_evaluator_recorded.moc"
