#pragma once

#include "core/family/report.h"

#include <string>
#include <vector>

namespace countersign {

/// The reports of several families over the paths of one question, as one: the worst verdict, and everything of each.
/// One report alone stays as it is. There is at least one.
VerificationReport joinedReport(std::vector<VerificationReport> reports, const std::vector<std::string>& paths);

} // namespace countersign
