#include "core/ccf/client/agreement.h"

#include "core/base/hex.h"
#include "core/ccf/client/node_client.h"
#include "core/crypto/sha2.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <map>

namespace countersign::ccf {

namespace {

std::string described(const NodeStatement& statement)
{
    return statement.origin + " said " + toHex(statement.digest).substr(0, 16) +
           (statement.state ? " of " + statement.state->toString() : " of no stated moment");
}

// Two nodes contradict each other only about one moment; without a moment nothing excuses the difference.
bool sameMoment(const NodeStatement& a, const NodeStatement& b)
{
    return a.state == b.state;
}

Check judge(const std::vector<const NodeStatement*>& said, std::vector<Finding>& findings)
{
    Check check{kCheckLiveAgreement, Verdict::Passed, {}, said.front()->subject, 1, {}};
    for (std::size_t i = 0; i < said.size(); ++i)
        for (std::size_t j = i + 1; j < said.size(); ++j) {
            if (said[i]->digest == said[j]->digest) continue;
            const bool split = sameMoment(*said[i], *said[j]);
            const char* reason = split ? kReasonSplitView : kReasonViewsDiffer;
            const std::string detail = said[i]->subject + ": " + described(*said[i]) + ", " + described(*said[j]);
            findings.push_back({kCheckLiveAgreement, split ? Severity::Fault : Severity::Remark, reason, {}, detail});
            if (split || check.verdict == Verdict::Passed) check.reason = reason;
            check.verdict = worse(check.verdict, split ? Verdict::Failed : Verdict::Indeterminate);
        }
    return check;
}

} // namespace

Agreement compareStatements(const std::vector<NodeStatement>& statements)
{
    std::map<std::string, std::vector<const NodeStatement*>> bySubject;
    for (const NodeStatement& one : statements) bySubject[one.subject].push_back(&one);
    Agreement agreement;
    for (const auto& [subject, said] : bySubject)
        if (said.size() > 1) agreement.checks.push_back(judge(said, agreement.findings));
    return agreement;
}

Agreement crossCheckCommits(net::HttpTransport& transport, net::Waiter& waiter, const std::vector<CommittedAt>& nodes,
                            std::stop_token stop)
{
    Agreement agreement;
    if (nodes.size() < 2) return agreement;
    Check check{kCheckLiveAgreement, Verdict::Passed, {}, "commit", 1, {}};
    for (const CommittedAt& asked : nodes)
        for (const CommittedAt& told : nodes) {
            if (&asked == &told) continue;
            Channel channel(transport, waiter, asked.node);
            const auto reply = NodeClient(channel).transaction(told.commit, stop);
            const bool answers = reply && reply->value;
            const bool split = answers && reply->value->status == TransactionStatus::Invalid;
            if (answers && !split) continue;
            const char* reason = split ? kReasonSplitView : kReasonUnreachable;
            const std::string detail = told.node.url.origin() + " calls " + told.commit.toString() + " committed, " +
                                       asked.node.url.origin() + (split ? " calls it invalid" : " gives no answer");
            agreement.findings.push_back({check.id, split ? Severity::Fault : Severity::Warning, reason, {}, detail});
            if (split || check.verdict == Verdict::Passed) check.reason = reason;
            check.verdict = worse(check.verdict, split ? Verdict::Failed : Verdict::Indeterminate);
        }
    agreement.checks.push_back(std::move(check));
    return agreement;
}

Digest digestOfAnswer(const nlohmann::json& list)
{
    constexpr auto kReplace = nlohmann::json::error_handler_t::replace;
    if (!list.is_array()) return crypto::sha256(bytesOf(list.dump(-1, ' ', false, kReplace)));
    std::vector<std::string> elements;
    for (const auto& one : list) elements.push_back(one.dump(-1, ' ', false, kReplace));
    std::ranges::sort(elements);
    return crypto::sha256(bytesOf(nlohmann::json(elements).dump(-1, ' ', false, kReplace)));
}

} // namespace countersign::ccf
