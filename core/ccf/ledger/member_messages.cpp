#include "core/ccf/ledger/member_messages.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/ledger/tables.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

const TableBlock* find(const std::vector<TableBlock>& tables, std::string_view name)
{
    const auto found = std::ranges::find(tables, name, &TableBlock::name);
    return found == tables.end() ? nullptr : &*found;
}

/// The COSE message in a row of public:ccf.gov.members.acks, when it has one.
std::optional<Result<MemberMessage>> ackMessage(Bytes row)
{
    const auto json = parseJson(row);
    const auto base64 = json ? jsonText(*json, "cose_sign1_req") : std::nullopt;
    if (!base64 || base64->empty()) return {};
    auto bytes = fromBase64(*base64);
    if (!bytes) return Result<MemberMessage>(std::move(bytes).error());
    return parseMemberMessage(*std::move(bytes));
}

} // namespace

void MemberMessages::fail(const char* check, Verdict verdict, const char* reason, const Place& where,
                          std::string detail)
{
    m_log.record({check, verdict, reason, where, std::move(detail)});
    m_blame(where.seqno.value_or(0), verdict, reason);
}

void MemberMessages::judge(const std::vector<TableBlock>& tables, const HistoryState& stateBefore, Place where)
{
    if (const TableBlock* history = find(tables, tables::kCoseHistory))
        for (const TableWrite& write : history->writes)
            judgeOne(std::string(textOf(write.key)), parseMemberMessageRow(write.value), tables, stateBefore, where);
    if (const TableBlock* acks = find(tables, tables::kMemberAcks))
        for (const TableWrite& write : acks->writes)
            if (auto message = ackMessage(write.value))
                judgeOne(std::string(textOf(write.key)), *std::move(message), tables, stateBefore, where);
    if (const TableBlock* http = find(tables, tables::kHttpHistory))
        for (std::size_t i = 0; i < http->writes.size(); ++i)
            m_log.notChecked(kCheckGovernanceMessage, kReasonHttpSigned, "public:ccf.gov.history");
}

void MemberMessages::judgeOne(const std::string& member, Result<MemberMessage> message,
                              const std::vector<TableBlock>& tables, const HistoryState& stateBefore,
                              const Place& where)
{
    ++m_count;
    if (!message) return fail(kCheckGovernanceMessage, Verdict::Failed, kReasonMalformed, where, message.error().where);
    const MemberState* known = stateBefore.member(member);
    const bool fits = known && known->certificate && toHex(known->certificate->fingerprint()) == member;
    if (!fits && message->keyId == member && !stateBefore.complete())
        return m_log.notChecked(kCheckGovernanceMessage, kReasonMemberUnknown, member);
    if (!known || !known->certificate)
        return fail(kCheckMemberIdentity, Verdict::Failed, kReasonMemberUnknown, where, member);
    if (message->keyId != member || !fits)
        return fail(kCheckMemberIdentity, Verdict::Failed, kReasonMemberMismatch, where, member);
    m_log.pass(kCheckMemberIdentity);
    judgeContents(member, *message, tables, where);

    auto pending = std::make_shared<Pending>(*std::move(message), known->certificate->publicKey(), where);
    m_pending.push_back(pending);
    m_pool.submit([pending] {
        pending->holds = pending->message.cose.payload && pending->message.cose.holds(pending->key).value_or(false);
        pending->done.store(true);
    });
    collect(false);
}

/// What the message says must be what the same transaction records.
void MemberMessages::judgeContents(const std::string& member, const MemberMessage& message,
                                   const std::vector<TableBlock>& tables, const Place& where)
{
    const auto mismatch = [&](const char* reason, std::string detail) {
        fail(kCheckGovernanceMessage, Verdict::Failed, reason, where, std::move(detail));
    };
    if (message.type == kMessageProposal) {
        const TableBlock* proposals = find(tables, tables::kProposals);
        const bool recorded = proposals && message.cose.payload
                              && std::ranges::any_of(proposals->writes, [&](const TableWrite& write) {
                                     return std::ranges::equal(write.value, *message.cose.payload);
                                 });
        // A proposal decided by its own proposer's vote is recorded without its text.
        const TableBlock* infos = find(tables, tables::kProposalsInfo);
        const bool decided = !proposals && infos && !infos->writes.empty();
        if (!recorded && !decided) mismatch(kReasonPayloadMismatch, "the proposal recorded is not the one signed");
        return;
    }
    if (message.type != kMessageBallot && message.type != kMessageWithdrawal) return;
    const TableBlock* infos = find(tables, tables::kProposalsInfo);
    const TableWrite* row = infos ? infos->find(bytesOf(message.proposalId)) : nullptr;
    if (!row) return mismatch(kReasonProposalMismatch, message.proposalId);
    const auto info = parseProposalInfo(row->value);
    if (!info) return mismatch(kReasonMalformed, info.error().where);
    if (message.type != kMessageBallot) return;
    const auto ballot = info->ballots.find(member);
    const auto script = message.cose.payload ? ballotScript(*message.cose.payload) : std::nullopt;
    if (ballot == info->ballots.end() || !script || ballot->second != *script)
        mismatch(kReasonPayloadMismatch, "the ballot recorded is not the one signed");
}

void MemberMessages::collectUpTo(SeqNo seqno)
{
    while (!m_pending.empty() && m_pending.front()->where.seqno.value_or(0) <= seqno) collectFront();
}

void MemberMessages::collectFront()
{
    Pending& front = *m_pending.front();
    m_pool.helpUntil([&] { return front.done.load(); });
    if (front.holds)
        m_log.pass(kCheckGovernanceMessage);
    else
        fail(kCheckGovernanceMessage, Verdict::Failed, kReasonSignatureInvalid, front.where, front.message.keyId);
    m_pending.pop_front();
}

void MemberMessages::collect(bool all)
{
    constexpr std::size_t kMostPending = 256;
    while (!m_pending.empty()) {
        if (!m_pending.front()->done.load() && !all && m_pending.size() < kMostPending) return;
        collectFront();
    }
}

} // namespace countersign::ccf
