#pragma once

#include "app/cli/live.h"
#include "core/audit/snapshot_taking.h"

namespace countersign {

/// The snapshot of a running service: what it says of itself under one of the anchors, the root at its commit, and the
/// roots at `wanted`, as its receipts show them. Every answer that was read is among the inputs. Failed when another
/// identity answers.
Result<audit::AuditSnapshot> snapshotOfService(const LiveArguments& live, const std::vector<TransactionId>& wanted,
                                               const audit::TakingRequest& request, Environment& environment);

} // namespace countersign
