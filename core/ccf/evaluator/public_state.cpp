#include "core/ccf/evaluator/public_state.h"

namespace countersign::ccf {

const ByteVector* PublicState::find(std::string_view table, Bytes key) const
{
    const auto found = tables.find(table);
    if (found == tables.end()) return nullptr;
    const auto row = found->second.rows.find(copyOf(key));
    return row == found->second.rows.end() ? nullptr : &row->second;
}

bool PublicState::knows(std::string_view table) const
{
    const auto found = tables.find(table);
    return found == tables.end() ? complete : !found->second.partial;
}

void PublicState::put(std::string_view table, Bytes key, Bytes value)
{
    tables[std::string(table)].rows[copyOf(key)] = copyOf(value);
}

PublicState withWrites(PublicState state, const std::vector<RowWrite>& writes)
{
    for (const RowWrite& write : writes) {
        const bool known = state.knows(write.table);
        StateTable& table = state.tables[write.table];
        table.partial = !known;
        if (write.value)
            table.rows[write.key] = *write.value;
        else
            table.rows.erase(write.key);
    }
    return state;
}

} // namespace countersign::ccf
