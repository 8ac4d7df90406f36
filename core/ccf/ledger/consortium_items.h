#pragma once

#include "core/base/bytes.h"
#include "core/family/consortium.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::ccf {

/// One row of a public governance table.
struct GovernanceRow {
    std::string_view table;
    Bytes key;
    Bytes value;
    std::optional<SeqNo> seqno; ///< Of the write.
};

/// Where the parts of an item stand: table and key.
using ItemPlaces = std::vector<std::pair<std::string, ByteVector>>;

/// Brings rows of governance tables to the things that members decide about. Rows of one thing are joined; messages of
/// members, and what a service writes for itself alone, are left out.
class ConsortiumItems
{
public:
    /// Whether rows of the table take part.
    static bool takes(std::string_view table) noexcept;

    void add(const GovernanceRow& row);
    /// By kind, then id. Leaves nothing behind.
    std::vector<ConsortiumItem> take();
    std::size_t size() const noexcept { return m_items.size(); }

    /// Where the rows of an item are looked for.
    static ItemPlaces placesOf(const std::string& kind, const std::string& id);

private:
    struct Found {
        std::map<std::string, std::string> fields;
        std::optional<SeqNo> changedAt;
    };

    std::map<std::pair<std::string, std::string>, Found> m_items;
};

} // namespace countersign::ccf
