#include "app/evaluator/realm.h"

#include "app/evaluator/values.h"

#include <js/Array.h>
#include <js/CallAndConstruct.h>
#include <js/CompilationAndEvaluation.h>
#include <js/CompileOptions.h>
#include <js/GlobalObject.h>
#include <js/Modules.h>
#include <js/Object.h>
#include <js/Promise.h>
#include <js/PropertyAndElement.h>
#include <js/RealmOptions.h>
#include <js/SourceText.h>
#include <mozilla/Utf8.h>

namespace countersign::script {

namespace {

using ccf::wire::Function;

constexpr std::size_t kMostDescription = 64u << 10;

const JSClass kGlobalClass{"global", JSCLASS_GLOBAL_FLAGS, &JS::DefaultGlobalClassOps};

bool addCcf(JSContext* context, JS::HandleObject global, const Host& host)
{
    const Function function = host.call().function;
    const bool checks = function == Function::Validate || function == Function::Apply;
    JS::RootedObject ccf(context, JS_NewPlainObject(context));
    return ccf && JS_DefineProperty(context, global, "ccf", ccf, 0) && addTables(context, ccf) &&
           addConverters(context, ccf) && addConsole(context, global) && (!checks || addCrypto(context, ccf)) &&
           (function != Function::Apply || addEffects(context, ccf)) &&
           (function != Function::Validate || addConstitutionCheck(context, ccf));
}

/// A module that throws while it is evaluated leaves its exception in a promise.
bool evaluated(JSContext* context, JS::HandleValue outcome)
{
    if (!outcome.isObject()) return true;
    JS::RootedObject promise(context, &outcome.toObject());
    if (!JS::IsPromiseObject(promise)) return true;
    if (JS::GetPromiseState(promise) == JS::PromiseState::Fulfilled) return true;
    if (JS::GetPromiseState(promise) == JS::PromiseState::Pending) return hostOf(context).refuse("module-waits");
    JS::RootedValue thrown(context, JS::GetPromiseResult(promise));
    JS::SetSettledPromiseIsHandled(context, promise);
    JS_SetPendingException(context, thrown);
    return false;
}

bool votesArray(JSContext* context, const std::vector<ccf::CastVote>& votes, JS::MutableHandleValue into)
{
    JS::RootedObject list(context, JS::NewArrayObject(context, votes.size()));
    if (!list) return false;
    for (std::size_t i = 0; i < votes.size(); ++i) {
        JS::RootedObject entry(context, JS_NewPlainObject(context));
        JS::RootedValue member(context), yes(context, JS::BooleanValue(votes[i].yes));
        if (!entry || !setText(context, &member, votes[i].member) ||
            !JS_DefineProperty(context, entry, "member_id", member, JSPROP_ENUMERATE) ||
            !JS_DefineProperty(context, entry, "vote", yes, JSPROP_ENUMERATE) ||
            !JS_DefineElement(context, list, static_cast<std::uint32_t>(i), entry, JSPROP_ENUMERATE))
            return false;
    }
    into.setObject(*list);
    return true;
}

bool givenArguments(JSContext* context, const Host& host, std::size_t voteSet, JS::RootedValueVector& given)
{
    const ccf::wire::Call& call = host.call();
    JS::RootedValue text(context), id(context), proposer(context), votes(context);
    if (!setText(context, &text, textOf(call.proposal.text)) || !setText(context, &id, call.proposal.id) ||
        !setText(context, &proposer, call.proposal.proposer) || !given.append(text))
        return false;
    switch (call.function) {
    case Function::Validate: return true;
    case Function::Vote: return given.append(proposer);
    case Function::Apply: return given.append(id);
    case Function::Resolve:
        return votesArray(context, call.voteSets[voteSet], &votes) && given.append(proposer) && given.append(votes) &&
               given.append(id);
    }
    return false;
}

/// The value of a data property that the object itself holds. Anything else is not read: nothing of the script runs.
bool ownValue(JSContext* context, JS::HandleObject object, const char* name, JS::MutableHandleValue into, bool& plain)
{
    JS::Rooted<mozilla::Maybe<JS::PropertyDescriptor>> property(context);
    if (!JS_GetOwnPropertyDescriptor(context, object, name, &property)) return false;
    plain = property.isNothing() || property->isDataDescriptor();
    into.setUndefined();
    if (property.isSome() && plain) into.set(property->value());
    return true;
}

bool readValidity(JSContext* context, Host& host, JS::HandleValue value)
{
    if (!value.isObject()) return host.refuse("answer-not-plain");
    JS::RootedObject object(context, &value.toObject());
    const char* kind = JS::GetClass(object)->name;
    if (std::string_view(kind) != "Object") return host.refuse("answer-not-plain");
    JS::RootedValue valid(context), description(context);
    bool plainValid = false, plainDescription = false;
    if (!ownValue(context, object, "valid", &valid, plainValid) ||
        !ownValue(context, object, "description", &description, plainDescription))
        return false;
    if (!plainValid || !plainDescription || valid.isUndefined()) return host.refuse("answer-not-plain");
    host.answer().word = valid.isBoolean() && valid.toBoolean() ? "valid" : "invalid";
    if (!description.isString()) return true;
    JS::RootedString text(context, description.toString());
    bool good = false;
    host.answer().description = utf8(context, text, good).substr(0, kMostDescription);
    return good;
}

bool readWord(JSContext* context, Host& host, JS::HandleValue value)
{
    if (value.isObject()) return host.refuse("answer-not-plain");
    if (!value.isString()) {
        host.answer().word = value.isUndefined() ? "undefined" : "not a text";
        return true;
    }
    JS::RootedString text(context, value.toString());
    bool good = false;
    host.answer().word = utf8(context, text, good).substr(0, 1000);
    return good;
}

bool readAnswer(JSContext* context, Host& host, JS::HandleValue value)
{
    switch (host.call().function) {
    case Function::Validate: return readValidity(context, host, value);
    case Function::Resolve: return readWord(context, host, value);
    case Function::Vote: host.answer().word = value.isTrue() ? "yes" : "no"; return true;
    case Function::Apply: host.answer().word = "applied"; return true;
    }
    return false;
}

} // namespace

JSObject* newWorld(JSContext* context, const Host& host)
{
    JS::RealmOptions options;
    options.creationOptions().setSharedMemoryAndAtomicsEnabled(false).setStreamsEnabled(false);
    JS::RootedObject global(
        context, JS_NewGlobalObject(context, &kGlobalClass, nullptr, JS::FireOnNewGlobalHook, options));
    if (!global) return nullptr;
    const JSAutoRealm realm(context, global);
    return JS::InitRealmStandardClasses(context) && addCcf(context, global, host) ? global.get() : nullptr;
}

bool exportOf(JSContext* context, Bytes source, const char* name, const char* function, JS::MutableHandleValue into)
{
    JS::CompileOptions options(context);
    options.setFileAndLine(name, 1);
    JS::SourceText<mozilla::Utf8Unit> text;
    if (!text.init(context, reinterpret_cast<const char*>(source.data()), source.size(), JS::SourceOwnership::Borrowed))
        return false;
    JS::RootedObject module(context, JS::CompileModule(context, options, text));
    JS::RootedValue outcome(context);
    if (!module || !JS::ModuleInstantiate(context, module) || !JS::ModuleEvaluate(context, module, &outcome) ||
        !evaluated(context, outcome))
        return false;
    JS::RootedObject exported(context, JS::GetModuleNamespace(context, module));
    if (!exported || !JS_GetProperty(context, exported, function, into)) return false;
    if (into.isObject() && JS::IsCallable(&into.toObject())) return true;
    return hostOf(context).refuse("no-such-export");
}

bool callFunction(JSContext* context, Host& host, std::size_t voteSet)
{
    const ccf::wire::Call& call = host.call();
    const char* name = call.function == Function::Vote ? "ballot" : "constitution";
    JS::RootedValue function(context), answer(context);
    JS::RootedValueVector given(context);
    return exportOf(context, call.script, name, functionName(call.function), &function) &&
           givenArguments(context, host, voteSet, given) &&
           JS::Call(context, JS::UndefinedHandleValue, function, given, &answer) && !host.refused() &&
           readAnswer(context, host, answer);
}

} // namespace countersign::script
