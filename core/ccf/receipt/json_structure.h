#pragma once

#include "core/base/bytes.h"
#include "core/family/records.h"

#include <string_view>

namespace countersign::ccf {

/// JSON text with where each value stands. At the first place that is no JSON the rest is one node of format "unreadable".
StructureNode describeJsonText(Bytes text);

/// Adds what a certificate says of itself below `node`, when the text is PEM or the bytes are DER; false when they are
/// no certificate.
bool addCertificateText(StructureNode& node, std::string_view pem);
bool addCertificateDer(StructureNode& node, Bytes der);

} // namespace countersign::ccf
