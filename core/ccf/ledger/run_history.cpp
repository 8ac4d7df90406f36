#include "core/ccf/ledger/run_history.h"

#include "core/base/strict_json.h"
#include "core/ccf/ledger/member_message.h"
#include "core/ccf/ledger/service_records.h"
#include "core/ccf/ledger/tables.h"

namespace countersign::ccf {

namespace {

constexpr std::size_t kMostTimes = 20'000;
constexpr std::size_t kMostEvents = 100'000;
constexpr std::size_t kMostNodes = 10'000;
constexpr std::size_t kMostLandmarks = 256;

} // namespace

void RunHistory::event(const char* kind, SeqNo seqno, std::string subject, std::string detail)
{
    if (m_events.size() < kMostEvents) m_events.push_back({kind, seqno, std::move(subject), std::move(detail)});
}

void RunHistory::viewChange(SeqNo seqno, View view)
{
    event("view-change", seqno, std::to_string(view));
}

void RunHistory::signature(TransactionId id, const std::string& node, std::optional<UtcTime> time)
{
    if (!node.empty()) {
        const auto life = m_nodes.find(node);
        if (life != m_nodes.end()) ++life->second.signatures;
    }
    if (!time) return;
    if (m_timesSeen++ % m_timeStride == 0 || m_times.empty())
        m_times.push_back({id.seqno, id.view, *time});
    else
        m_times.back() = {id.seqno, id.view, *time};
    if (m_times.size() < kMostTimes) return;
    for (std::size_t i = 0; 2 * i < m_times.size(); ++i) m_times[i] = m_times[2 * i];
    m_times.resize(m_times.size() / 2);
    m_timeStride *= 2;
}

/// A stride that doubles keeps what an earlier run over less of the same history kept, or every second of it.
void RunHistory::head(TransactionId id, const Digest& root)
{
    if (m_headsSeen++ % m_landmarkStride != 0) return;
    m_landmarks.push_back({id, root});
    if (m_landmarks.size() < kMostLandmarks) return;
    for (std::size_t i = 0; 2 * i < m_landmarks.size(); ++i) m_landmarks[i] = m_landmarks[2 * i];
    m_landmarks.resize(m_landmarks.size() / 2);
    m_landmarkStride *= 2;
}

void RunHistory::nodeRow(const TableWrite& write, SeqNo seqno)
{
    const auto record = parseNodeRecord(write.value);
    const std::string id(textOf(write.key));
    if (!record || (m_nodes.size() >= kMostNodes && !m_nodes.contains(id))) return;
    auto [life, isNew] = m_nodes.try_emplace(id);
    if (isNew) {
        life->second.id = id;
        life->second.joined = seqno;
        life->second.quoteFormat = record->quoteFormat;
    }
    if (record->status == life->second.lastStatus) return;
    life->second.lastStatus = record->status;
    if (record->status == "Trusted" && !life->second.trusted) life->second.trusted = seqno;
    if (record->status == "Retired" && !life->second.retired) life->second.retired = seqno;
    event("node", seqno, id, record->status);
}

void RunHistory::proposalRow(const TableWrite& write, SeqNo seqno)
{
    const auto info = parseProposalInfo(write.value);
    if (info) event("proposal", seqno, std::string(textOf(write.key)), info->state);
}

void RunHistory::framework(const std::vector<TableBlock>& tables, TransactionId id)
{
    for (const TableBlock& block : tables) {
        for (const TableWrite& write : block.writes) {
            const std::string key(textOf(write.key));
            if (block.name == tables::kNodesInfo) nodeRow(write, id.seqno);
            if (block.name == tables::kProposalsInfo) proposalRow(write, id.seqno);
            if (block.name == tables::kConstitution) event("constitution", id.seqno, {});
            if (block.name == tables::kSnapshotEvidence) event("snapshot", id.seqno, {});
            if (block.name == tables::kMembersInfo) {
                const auto json = parseJson(write.value);
                const std::string status = json ? jsonText(*json, "status").value_or("") : "";
                if (std::exchange(m_memberStatus[key], status) != status) event("member", id.seqno, key, status);
            }
            if (block.name == tables::kServiceInfo) {
                const auto record = parseServiceRecord(write.value);
                if (record && std::exchange(m_serviceStatus, record->status) != record->status)
                    event(record->status == "Recovering" ? "recovery" : "service", id.seqno, {}, record->status);
            }
        }
        if (block.name == tables::kMembersInfo)
            for (const Bytes key : block.removes) event("member", id.seqno, std::string(textOf(key)), "Removed");
    }
}

void RunHistory::writeTo(VerificationReport& report)
{
    report.times = std::move(m_times);
    report.landmarks = std::move(m_landmarks);
    report.events = std::move(m_events);
    for (auto& [id, life] : m_nodes) report.nodes.push_back(std::move(life));
}

} // namespace countersign::ccf
