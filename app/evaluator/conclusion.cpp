#include "app/evaluator/realm.h"
#include "app/evaluator/values.h"

#include <js/ErrorReport.h>
#include <js/Exception.h>
#include <js/Stack.h>

namespace countersign::script {

namespace {

constexpr std::size_t kMostText = 4000;

std::string shortened(std::string text)
{
    if (text.size() <= kMostText) return text;
    std::size_t end = kMostText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end; // Not inside a character.
    text.resize(end);
    return text + "…";
}

/// Reads the pending exception without running anything of the script.
void readException(JSContext* context, ccf::ScriptFailure& failure)
{
    JS::ExceptionStack thrown(context);
    if (!JS::StealPendingExceptionStack(context, &thrown)) return;
    JS::ErrorReportBuilder report(context);
    if (report.init(context, thrown, JS::ErrorReportBuilder::NoSideEffects)) {
        failure.message = shortened(report.toStringResult().c_str());
        const JSErrorReport* details = report.report();
        if (details && details->filename && details->lineno > 0)
            failure.place = std::string(details->filename) + ':' + std::to_string(details->lineno) + ':' +
                            std::to_string(details->column);
    }
    JS::RootedString text(context);
    bool good = false;
    if (thrown.stack() && JS::BuildStackString(context, nullptr, thrown.stack(), &text))
        failure.trace = shortened(utf8(context, text, good));
    JS_ClearPendingException(context);
}

} // namespace

void conclude(JSContext* context, Host& host, bool answered)
{
    ccf::wire::Answer& answer = host.answer();
    using ccf::EvaluationEnd;
    if (host.timedOut())
        answer.end = EvaluationEnd::TimedOut;
    else if (host.refused())
        answer.end = EvaluationEnd::Refused;
    else if (answered)
        answer.end = EvaluationEnd::Answered;
    else if (JS_IsThrowingOutOfMemory(context) || (host.outOfMemory() && !JS_IsExceptionPending(context)))
        answer.end = EvaluationEnd::OutOfMemory;
    else if (JS_IsExceptionPending(context))
        answer.end = EvaluationEnd::Threw;
    else {
        answer.end = EvaluationEnd::Refused;
        answer.refusal = "stopped";
    }
    if (answer.end == EvaluationEnd::Threw) readException(context, answer.failure);
    JS_ClearPendingException(context);
}

} // namespace countersign::script
