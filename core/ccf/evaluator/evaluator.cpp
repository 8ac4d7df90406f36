#include "core/ccf/evaluator/evaluator.h"

namespace countersign::ccf {

const char* evaluationEndName(EvaluationEnd end) noexcept
{
    switch (end) {
    case EvaluationEnd::Answered: return "answered";
    case EvaluationEnd::Threw: return "threw";
    case EvaluationEnd::TimedOut: return "timedOut";
    case EvaluationEnd::OutOfMemory: return "outOfMemory";
    case EvaluationEnd::Refused: return "refused";
    case EvaluationEnd::Died: return "died";
    }
    return "died";
}

const char* resolutionName(Resolution resolution) noexcept
{
    switch (resolution) {
    case Resolution::Unknown: return "Unknown";
    case Resolution::Open: return "Open";
    case Resolution::Accepted: return "Accepted";
    case Resolution::Rejected: return "Rejected";
    case Resolution::Failed: return "Failed";
    }
    return "Unknown";
}

} // namespace countersign::ccf
