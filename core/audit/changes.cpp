#include "core/audit/changes.h"

#include <algorithm>
#include <map>
#include <set>

namespace countersign::audit {

namespace {

using Items = std::map<std::pair<std::string, std::string>, const ConsortiumItem*>;

Items byName(const ConsortiumState& state)
{
    Items items;
    for (const ConsortiumItem& item : state.items) items[{item.kind, item.id}] = &item;
    return items;
}

/// What one side may know nothing of: a kind; of policies a table, where the two were not told by the same.
std::string groupOf(const ConsortiumItem& item, bool sameOrigin)
{
    if (sameOrigin || item.kind != "policy") return item.kind;
    return item.kind + ' ' + item.id.substr(0, item.id.find(": "));
}

std::set<std::string> groupsOf(const ConsortiumState& state, bool sameOrigin)
{
    std::set<std::string> groups;
    for (const ConsortiumItem& item : state.items) groups.insert(groupOf(item, sameOrigin));
    return groups;
}

std::vector<FieldChange> compareFields(const ConsortiumItem& before, const ConsortiumItem& after, bool sameOrigin)
{
    std::map<std::string, FieldChange> fields;
    for (const ConsortiumField& field : before.fields) fields[field.name] = {field.name, field.value, {}};
    std::set<std::string> both;
    for (const ConsortiumField& field : after.fields) {
        auto [found, isNew] = fields.try_emplace(field.name, FieldChange{field.name, {}, {}});
        found->second.after = field.value;
        if (!isNew) both.insert(field.name);
    }
    std::vector<FieldChange> changes;
    for (auto& [name, change] : fields) {
        if (change.before == change.after) continue;
        if (sameOrigin || both.contains(name)) changes.push_back(std::move(change));
    }
    return changes;
}

std::vector<FieldChange> allFields(const ConsortiumItem& item, bool added)
{
    std::vector<FieldChange> fields;
    for (const ConsortiumField& field : item.fields)
        fields.push_back({field.name, added ? std::string() : field.value, added ? field.value : std::string()});
    return fields;
}

std::map<SeqNo, std::string> acceptedProposals(const std::vector<HistoryEvent>& events)
{
    std::map<SeqNo, std::string> proposals;
    for (const HistoryEvent& event : events)
        if (event.kind == "proposal" && event.detail == "Accepted") proposals[event.seqno] = event.subject;
    return proposals;
}

Result<TransactionId> idOf(EvidenceSource& source, SeqNo seqno, const std::stop_token& stop)
{
    const auto rows = source.records().rows(seqno, 1, stop);
    if (!rows) return rows.error();
    return TransactionId{rows->empty() || rows->front().seqno != seqno ? 0 : rows->front().view, seqno};
}

} // namespace

const char* changeKindName(ChangeKind kind) noexcept
{
    return kind == ChangeKind::Added ? "added" : kind == ChangeKind::Removed ? "removed" : "changed";
}

ConsortiumChanges compareConsortia(const ConsortiumState& before, const ConsortiumState& after)
{
    ConsortiumChanges changes;
    const bool sameOrigin = before.at.has_value() == after.at.has_value();
    const auto groupsBefore = groupsOf(before, sameOrigin), groupsAfter = groupsOf(after, sameOrigin);
    std::set<std::string> skipped;
    for (const std::string& group : groupsBefore)
        if (!after.complete && !groupsAfter.contains(group)) skipped.insert(group);
    for (const std::string& group : groupsAfter)
        if (!before.complete && !groupsBefore.contains(group)) skipped.insert(group);
    changes.notCompared.assign(skipped.begin(), skipped.end());

    const Items old = byName(before), now = byName(after);
    for (const auto& [name, item] : old) {
        if (skipped.contains(groupOf(*item, sameOrigin)) || now.contains(name)) continue;
        changes.items.push_back({ChangeKind::Removed, name.first, name.second, allFields(*item, false), {}});
    }
    for (const auto& [name, item] : now) {
        if (skipped.contains(groupOf(*item, sameOrigin))) continue;
        const auto was = old.find(name);
        if (was == old.end()) {
            changes.items.push_back({ChangeKind::Added, name.first, name.second, allFields(*item, true), {}});
            continue;
        }
        auto fields = compareFields(*was->second, *item, sameOrigin);
        if (!fields.empty())
            changes.items.push_back({ChangeKind::Changed, name.first, name.second, std::move(fields), {}});
    }
    std::ranges::sort(changes.items, {}, [](const ItemChange& item) { return std::tie(item.kind, item.id); });
    return changes;
}

Result<void> explainChanges(ConsortiumChanges& changes, EvidenceSource& source, const std::vector<HistoryEvent>& events,
                            SeqNo after, SeqNo to, std::stop_token stop)
{
    ConsortiumHistory* history = source.consortium();
    if (!history) return {};
    if (TableHistory* tables = source.tables(); tables && !tables->prepared())
        if (auto ready = tables->prepare(stop, {}); !ready) return ready;
    const auto proposals = acceptedProposals(events);
    for (ItemChange& item : changes.items) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "causes of changes", {}};
        const auto found = history->changesOf(item.kind, item.id, after, to);
        if (!found) return found.error();
        for (const ConsortiumChange& change : *found) {
            const auto id = idOf(source, change.seqno, stop);
            if (!id) return id.error();
            const auto proposal = proposals.find(change.seqno);
            item.causes.push_back(
                {*id, change.removed, proposal == proposals.end() ? std::string() : proposal->second});
        }
    }
    return {};
}

} // namespace countersign::audit
