#pragma once

#include "core/family/family.h"

#include <memory>

namespace countersign::attestation {

/// Evidence of hardware: files and folders of it, kind "quote". An anchor is a CCF service's certificate that a node's
/// certificate beside the evidence must come from; the vendors' roots are built in.
std::shared_ptr<const Family> makeAttestationFamily();

} // namespace countersign::attestation
