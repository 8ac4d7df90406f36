#pragma once

#include "core/base/result.h"
#include "core/crypto/certificate.h"
#include "core/family/report.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// An anchor taken apart: a service certificate or a bare public key.
struct CcfAnchor {
    crypto::PublicKey key;
    std::optional<crypto::Certificate> certificate;
    std::string source;
};

/// All certificates of a PEM bundle, or one PEM public key.
Result<std::vector<CcfAnchor>> parseAnchor(const AnchorInput& anchor);
AnchorMatch describeAnchor(const CcfAnchor& anchor);

} // namespace countersign::ccf
