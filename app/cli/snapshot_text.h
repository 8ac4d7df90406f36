#pragma once

#include "app/cli/console.h"
#include "app/cli/workspace_use.h"
#include "app/common/documents.h"
#include "core/audit/comparison.h"

#include <string>
#include <vector>

// What the snapshot command puts out.

namespace countersign {

/// One snapshot in a countersign.snapshots/1 document.
Json snapshotJson(const audit::JudgedSnapshot& snapshot);
Json continuityJson(const audit::ContinuityAnswer& answer);
Json checksJson(const std::vector<Check>& checks);

/// Columns of a list.
std::vector<std::vector<std::string>> snapshotRows(const std::vector<audit::JudgedSnapshot>& snapshots);

/// The first line of every comparison, without its verdict: "continues 3: the same root at 2.483". Escaped.
std::string continuityLine(const audit::ContinuityAnswer& answer, const std::string& earlier, const std::string& later);

Json comparisonDocument(const audit::Comparison& comparison);
void writeComparison(Console& console, const audit::Comparison& comparison);

} // namespace countersign
