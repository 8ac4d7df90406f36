#pragma once

#include "core/ccf/ledger/public_domain.h"
#include "core/family/report.h"

#include <map>
#include <string>
#include <vector>

namespace countersign::ccf {

/// What charts and lists show of a run: signed times, events, nodes' lives. Bounded.
class RunHistory
{
public:
    void framework(const std::vector<TableBlock>& tables, TransactionId id);
    void signature(TransactionId id, const std::string& node, std::optional<UtcTime> time);
    void viewChange(SeqNo seqno, View view);
    void head(TransactionId id, const Digest& root);
    void writeTo(VerificationReport& report);

private:
    void event(const char* kind, SeqNo seqno, std::string subject, std::string detail = {});
    void nodeRow(const TableWrite& write, SeqNo seqno);
    void proposalRow(const TableWrite& write, SeqNo seqno);

    std::vector<TimePoint> m_times;
    std::uint64_t m_timeStride = 1;
    std::uint64_t m_timesSeen = 0;
    std::vector<SignedRoot> m_landmarks; ///< Every m_landmarkStride-th of the good heads.
    std::uint64_t m_landmarkStride = 1;
    std::uint64_t m_headsSeen = 0;
    std::vector<HistoryEvent> m_events;
    std::map<std::string, NodeLife> m_nodes;
    std::map<std::string, std::string> m_memberStatus;
    std::string m_serviceStatus;
};

} // namespace countersign::ccf
