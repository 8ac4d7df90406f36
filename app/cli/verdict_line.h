#pragma once

#include "core/family/report.h"

#include <string>
#include <vector>

namespace countersign {

/// "1..14, 20": the ranges with this verdict, adjoining ones joined; at most eight, then how many more.
std::string scopeText(const std::vector<RangeVerdict>& ranges, Verdict verdict);

/// What follows the word of the verdict: scope, reason, what else passed, anchor, ends. One line, escaped.
/// " for 1..505, identity 91ab04c2…7e01 (CN=CCF Service) from service_cert.pem; signed to 3.216, committed to 3.211
/// (only the file names say so); 4 later transactions unsigned"
std::string verdictTail(const VerificationReport& report);

} // namespace countersign
