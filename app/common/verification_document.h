#pragma once

#include "app/common/documents.h"
#include "core/family/report.h"

namespace countersign {

/// resources/schema/verification-1.json describes it; keys and enum words are a promise.
/// `at` is the time certificates' dates were reported against.
Json verificationDocument(const VerificationReport& report, UtcTime at);

} // namespace countersign
