#include "app/evaluator/realm.h"
#include "app/evaluator/values.h"

#include <js/Conversions.h>
#include <js/PropertyAndElement.h>

#include <array>

// ccf.gov.validateConstitution(text): does the script export the three functions, with as many arguments as CCF gives.

namespace countersign::script {

namespace {

struct Wanted {
    const char* function;
    std::uint32_t least, most;
};

constexpr std::array kWanted{Wanted{"validate", 1, 1}, Wanted{"resolve", 3, 4}, Wanted{"apply", 2, 2}};

/// Each in a world of its own, so that the script proposed changes nothing here.
bool exports(JSContext* context, const std::string& source, const Wanted& wanted)
{
    Host& host = hostOf(context);
    JS::RootedObject world(context, newWorld(context, host));
    if (!world) return false;
    const JSAutoRealm realm(context, world);
    JS::RootedValue function(context), length(context);
    if (!exportOf(context, countersign::bytesOf(source), "proposed constitution", wanted.function, &function)) return false;
    JS::RootedObject callable(context, &function.toObject());
    std::uint32_t count = 0;
    if (!JS_GetProperty(context, callable, "length", &length) || !JS::ToUint32(context, length, &count)) return false;
    if (count >= wanted.least && count <= wanted.most) return true;
    return fail(context, std::string("proposed constitution exports function ") + wanted.function + " with " +
                             std::to_string(count) + " arguments");
}

bool validateConstitution(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    if (!needArguments(context, arguments, 1)) return false;
    if (!arguments[0].isString()) return fail(context, "constitution is not a string");
    JS::RootedString text(context, arguments[0].toString());
    bool good = false;
    const std::string source = utf8(context, text, good);
    if (!good) return false;
    Host& host = hostOf(context);
    for (const Wanted& wanted : kWanted) {
        if (exports(context, source, wanted)) continue;
        if (JS_IsExceptionPending(context) || host.timedOut() || !host.refused()) return false;
        host.answer().refusal.clear(); // Of the script that was proposed, not of this one.
        return fail(context, std::string("proposed constitution does not export a function named ") + wanted.function);
    }
    arguments.rval().setBoolean(true);
    return true;
}

} // namespace

bool addConstitutionCheck(JSContext* context, JS::HandleObject ccf)
{
    JS::RootedObject gov(context, JS_NewPlainObject(context));
    return gov && JS_DefineProperty(context, ccf, "gov", gov, 0) &&
           JS_DefineFunction(context, gov, "validateConstitution", validateConstitution, 1, 0);
}

} // namespace countersign::script
