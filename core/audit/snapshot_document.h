#pragma once

#include "core/audit/snapshot.h"
#include "core/base/result.h"

#include <string>

namespace countersign::audit {

inline constexpr const char* kSnapshotSchema = "countersign.snapshot/1";

struct SnapshotLimits {
    std::size_t bytes = 64u << 20;
    std::size_t values = 3'000'000;
};

/// Canonical JSON (RFC 8785); resources/schema/snapshot-1.json describes it. The same snapshot gives the same bytes.
/// Text that is not UTF-8 has its bad bytes replaced by U+FFFD. Malformed when a number passes 2^53 - 1.
Result<std::string> snapshotDocument(const AuditSnapshot& snapshot);

/// Takes exactly what snapshotDocument() writes: Malformed for other bytes, members or words; Unsupported for another
/// schema; LimitExceeded.
Result<AuditSnapshot> readSnapshot(Bytes document, const SnapshotLimits& limits = {});

} // namespace countersign::audit
