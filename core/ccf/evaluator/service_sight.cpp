#include "core/ccf/evaluator/service_sight.h"

#include "core/base/hex.h"
#include "core/ccf/ledger/consortium_items.h"
#include "core/ccf/ledger/tables.h"
#include "core/ccf/receipt/identity_graph.h"
#include "core/ccf/receipt/json_judge.h"

#include <array>

namespace countersign::ccf {

namespace {

/// What a service that refuses one of these leaves unsaid.
struct Question {
    std::string_view table;
    const char* name;
};

constexpr std::array<Question, 7> kQuestions = {{
    {tables::kServiceInfo, "service"},
    {tables::kMembersInfo, "members"},
    {"public:ccf.gov.users.certs", "users"},
    {tables::kNodesInfo, "nodes"},
    {tables::kConstitution, "constitution"},
    {"public:ccf.gov.nodes.snp.measurements", "join policy"},
    {"public:ccf.gov.jwt.issuers", "JWT policy"},
}};

class Asker
{
public:
    Asker(Channel& channel, const std::vector<CcfAnchor>& anchors, std::stop_token stop)
        : m_node(channel), m_gov(channel), m_channel(channel), m_identities(anchors, {}), m_stop(std::move(stop))
    {}

    Result<ServiceSight> ask(const std::vector<TransactionId>& wanted);

private:
    Result<void> askRoot(TransactionId id, ServiceSight& sight, bool head);
    Result<void> askAbout(TransactionId id, ServiceSight& sight);

    NodeClient m_node;
    GovClient m_gov;
    Channel& m_channel;
    IdentityGraph m_identities;
    ReceiptCertificates m_certificates;
    std::stop_token m_stop;
};

/// A receipt of a signature transaction is the root itself, signed.
Result<void> Asker::askRoot(TransactionId id, ServiceSight& sight, bool head)
{
    auto receipt = m_node.receipt(id, m_stop);
    if (!receipt) return std::move(receipt).error();
    if (!receipt->value || !receipt->value->leaf || !receipt->value->proof.empty()) return {};
    const JsonReceipt& value = *receipt->value;
    Judgement judgement;
    const VerifyOptions options;
    judgeJsonProof(value, {m_identities, options, m_certificates}, judgement);
    const bool holds = overall(judgement.checks) == Verdict::Passed && judgement.anchor;
    for (Check& check : judgement.checks) {
        check.evidence = id.toString() + ": " + check.evidence;
        sight.checks.push_back(std::move(check));
    }
    if (holds && head) {
        sight.head = SignedRoot{id, value.root()};
        sight.signatures.push_back({"node", value.nodeId, value.signature});
    }
    if (!head) sight.rootsAt.push_back({id, true, holds ? std::optional(value.root()) : std::nullopt});
    return {};
}

Result<void> Asker::askAbout(TransactionId id, ServiceSight& sight)
{
    if (id.seqno > sight.commit.seqno) return {};
    const auto state = m_node.transaction(id, m_stop);
    if (!state) return state.error();
    if (!state->value) return {};
    if (state->value->status == TransactionStatus::Committed) return askRoot(id, sight, false);
    // A view that is not this one has the number now.
    if (state->value->status == TransactionStatus::Invalid)
        sight.rootsAt.push_back({{sight.commit.view, id.seqno}, false, {}});
    return {};
}

Result<ServiceSight> Asker::ask(const std::vector<TransactionId>& wanted)
{
    const auto commit = m_node.commit(m_stop);
    if (!commit) return commit.error();
    if (!commit->value) return Error{ErrorCode::Unsupported, m_channel.origin() + ": commit", "refused"};
    ServiceSight sight;
    sight.commit = commit->value->id;
    if (auto done = askRoot(sight.commit, sight, true); !done) return std::move(done).error();
    for (const TransactionId id : wanted)
        if (auto done = askAbout(id, sight); !done) return std::move(done).error();
    const auto replies = askForState(m_gov, m_stop);
    if (!replies) return replies.error();
    const PublicState state = stateFrom(*replies);
    sight.consortium = consortiumFrom(state);
    if (!replies->allProposals) sight.consortium.missing.emplace_back("proposals");
    return sight;
}

} // namespace

ConsortiumState consortiumFrom(const PublicState& state)
{
    ConsortiumItems items;
    for (const auto& [name, table] : state.tables)
        for (const auto& [key, value] : table.rows) items.add({name, key, value, {}});
    ConsortiumState result;
    for (const Question& question : kQuestions)
        if (!state.tables.contains(question.table)) result.missing.emplace_back(question.name);
    result.items = items.take();
    return result;
}

Result<ServiceSight> askSight(Channel& channel, const std::vector<CcfAnchor>& anchors,
                              const std::vector<TransactionId>& wanted, std::stop_token stop)
{
    return Asker(channel, anchors, std::move(stop)).ask(wanted);
}

} // namespace countersign::ccf
