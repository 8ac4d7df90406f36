#pragma once

#include "core/ccf/ledger/public_domain.h"
#include "core/ccf/ledger/service_records.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

struct KnownNode {
    NodeRecord record;
    std::optional<crypto::Certificate> endorsed;
};

struct MemberState {
    std::optional<crypto::Certificate> certificate;
    std::string status;
    bool holdsShare = false; ///< Has an encryption key, so recovery shares are made for it.
};

/// Something a framework table holds that does not read as CCF writes it.
struct StateFault {
    std::string table;
    std::string key;
    Error error;
};

/// What CCF's own tables say at one moment, as far as judging signatures needs it.
class HistoryState
{
public:
    /// Takes a transaction's writes and removes; rows that do not read keep their former value and are returned.
    std::vector<StateFault> apply(const std::vector<TableBlock>& tables);

    const KnownNode* node(const std::string& id) const noexcept;
    const MemberState* member(const std::string& id) const noexcept;
    const std::map<std::string, MemberState>& members() const noexcept { return m_members; }
    const std::map<std::string, KnownNode>& nodes() const noexcept { return m_nodes; }
    const std::optional<ServiceRecord>& service() const noexcept { return m_service; }
    void setService(ServiceRecord service) { m_service = std::move(service); }
    std::optional<std::uint64_t> recoveryThreshold() const noexcept { return m_recoveryThreshold; }

    /// False when something before may be missing: no genesis, a gap, a damaged transaction.
    bool complete() const noexcept { return m_complete; }
    void setComplete(bool complete) noexcept { m_complete = complete; }

private:
    void applyRow(const TableBlock& block, const TableWrite& write, std::vector<StateFault>& faults);
    void removeRow(const TableBlock& block, Bytes key);

    std::map<std::string, KnownNode> m_nodes;
    std::map<std::string, MemberState> m_members;
    std::optional<ServiceRecord> m_service;
    std::optional<std::uint64_t> m_recoveryThreshold;
    bool m_complete = true;
};

} // namespace countersign::ccf
