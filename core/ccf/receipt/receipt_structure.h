#pragma once

#include "core/base/bytes.h"
#include "core/family/records.h"

namespace countersign::ccf {

/// A receipt, statement or endorsement taken apart, for people: JSON and CBOR with the range of every value in `content`,
/// certificates and nested messages decoded below. What does not decode is a node of format "unreadable" with the reason.
/// Judges nothing; time and the number of nodes are bounded.
StructureNode describeReceipt(Bytes content);

} // namespace countersign::ccf
