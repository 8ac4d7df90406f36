#include "core/ccf/ledger/history_state.h"

#include "core/base/strict_json.h"
#include "core/ccf/ledger/tables.h"

namespace countersign::ccf {

namespace {

template <class Map>
auto* lookUp(Map& map, const std::string& id) noexcept
{
    const auto found = map.find(id);
    return found == map.end() ? nullptr : &found->second;
}

} // namespace

const KnownNode* HistoryState::node(const std::string& id) const noexcept
{
    return lookUp(m_nodes, id);
}

const MemberState* HistoryState::member(const std::string& id) const noexcept
{
    return lookUp(m_members, id);
}

std::vector<StateFault> HistoryState::apply(const std::vector<TableBlock>& tables)
{
    std::vector<StateFault> faults;
    for (const TableBlock& block : tables) {
        for (const TableWrite& write : block.writes) applyRow(block, write, faults);
        for (const Bytes key : block.removes) removeRow(block, key);
    }
    return faults;
}

void HistoryState::applyRow(const TableBlock& block, const TableWrite& write, std::vector<StateFault>& faults)
{
    const std::string key(textOf(write.key));
    const auto take = [&](auto parsed, auto&& store) {
        if (parsed)
            store(*std::move(parsed));
        else
            faults.push_back({std::string(block.name), key, std::move(parsed).error()});
    };
    if (block.name == tables::kNodesInfo) {
        take(parseNodeRecord(write.value), [&](NodeRecord record) { m_nodes[key].record = std::move(record); });
    } else if (block.name == tables::kNodeCertificates) {
        take(crypto::Certificate::fromPem(textOf(write.value)),
             [&](crypto::Certificate certificate) { m_nodes[key].endorsed = std::move(certificate); });
    } else if (block.name == tables::kServiceInfo) {
        // One row under the one key; anything else is the identity tracker's to refuse, and no identity.
        if (!block.singleValue()) return;
        take(parseServiceRecord(write.value), [&](ServiceRecord record) { m_service = std::move(record); });
    } else if (block.name == tables::kMemberCertificates) {
        take(crypto::Certificate::fromPem(textOf(write.value)),
             [&](crypto::Certificate certificate) { m_members[key].certificate = std::move(certificate); });
    } else if (block.name == tables::kMembersInfo) {
        take(parseJson(write.value), [&](const nlohmann::json& json) {
            m_members[key].status = jsonText(json, "status").value_or("");
        });
    } else if (block.name == tables::kMemberEncryptionKeys) {
        m_members[key].holdsShare = true;
    } else if (block.name == tables::kServiceConfig) {
        take(parseJson(write.value),
             [&](const nlohmann::json& json) { m_recoveryThreshold = jsonNumber(json, "recovery_threshold"); });
    }
}

void HistoryState::removeRow(const TableBlock& block, Bytes keyBytes)
{
    const std::string key(textOf(keyBytes));
    if (block.name == tables::kNodesInfo) m_nodes.erase(key);
    if (block.name == tables::kNodeCertificates)
        if (auto* node = lookUp(m_nodes, key)) node->endorsed.reset();
    if (block.name == tables::kMembersInfo) m_members.erase(key);
    if (block.name == tables::kMemberCertificates)
        if (auto* member = lookUp(m_members, key)) member->certificate.reset();
    if (block.name == tables::kMemberEncryptionKeys)
        if (auto* member = lookUp(m_members, key)) member->holdsShare = false;
}

} // namespace countersign::ccf
