#include "app/evaluator/values.h"

#include <js/ArrayBuffer.h>
#include <js/PropertyAndElement.h>
#include <jsfriendapi.h>

#include <array>

// Functions that act on a node: each call is noted with its arguments. What a node would make is stood in for by a text
// that says so.

namespace countersign::script {

namespace {

enum class Gives : std::uint8_t { Nothing, Certificate, Number };

struct Effect {
    const char* place; ///< Below "ccf"; empty for "ccf" itself.
    const char* name;
    Gives gives;
};

constexpr std::array kEffects{
    Effect{"node", "triggerLedgerRekey", Gives::Nothing},
    Effect{"node", "transitionServiceToOpen", Gives::Nothing},
    Effect{"node", "triggerRecoverySharesRefresh", Gives::Nothing},
    Effect{"node", "triggerLedgerChunk", Gives::Nothing},
    Effect{"node", "triggerSnapshot", Gives::Nothing},
    Effect{"node", "triggerACMERefresh", Gives::Nothing},
    Effect{"node", "shuffleSealedShares", Gives::Nothing},
    Effect{"network", "getLatestLedgerSecretSeqno", Gives::Number},
    Effect{"network", "generateEndorsedCertificate", Gives::Certificate},
    Effect{"network", "generateNetworkCertificate", Gives::Certificate},
    Effect{"", "refreshAppBytecodeCache", Gives::Nothing},
    Effect{"", "setJwtPublicSigningKeys", Gives::Nothing},
    Effect{"", "removeJwtPublicSigningKeys", Gives::Nothing},
};

constexpr const char* kCertificateStandIn = "[a certificate that the service makes]";

std::string nameOf(const Effect& effect)
{
    return *effect.place ? std::string(effect.place) + '.' + effect.name : effect.name;
}

/// An argument as a person can read it.
bool describe(JSContext* context, JS::HandleValue value, std::string& into)
{
    if (value.isString()) {
        JS::RootedString text(context, value.toString());
        bool good = false;
        into = utf8(context, text, good);
        return good;
    }
    if (value.isObject() && JS::IsArrayBufferObject(&value.toObject())) {
        ByteVector bytes;
        if (!bytesOf(context, value, bytes)) return false;
        JS::RootedString text(context, newText(context, textOf(bytes)));
        bool good = false;
        if (text) into = utf8(context, text, good);
        return good;
    }
    if (value.isUndefined()) {
        into = "undefined";
        return true;
    }
    return stringify(context, value, into);
}

bool act(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    const auto which = ::js::GetFunctionNativeReserved(&arguments.callee(), 0).toInt32();
    const Effect& effect = kEffects.at(static_cast<std::size_t>(which));
    ccf::NodeEffect noted{nameOf(effect), {}};
    for (unsigned i = 0; i < arguments.length(); ++i)
        if (!describe(context, arguments[i], noted.arguments.emplace_back())) return false;
    if (!hostOf(context).noteEffect(std::move(noted))) return false;
    arguments.rval().setUndefined();
    if (effect.gives == Gives::Nothing) return true;
    hostOf(context).noteMissingFunction(nameOf(effect));
    if (effect.gives == Gives::Certificate) return setText(context, arguments.rval(), kCertificateStandIn);
    arguments.rval().setInt32(0);
    return true;
}

} // namespace

bool addEffects(JSContext* context, JS::HandleObject ccf)
{
    for (const char* name : {"node", "network"}) {
        JS::RootedObject made(context, JS_NewPlainObject(context));
        if (!made || !JS_DefineProperty(context, ccf, name, made, 0)) return false;
    }
    for (std::size_t i = 0; i < kEffects.size(); ++i) {
        JS::RootedValue place(context, JS::ObjectValue(*ccf));
        if (*kEffects[i].place && !JS_GetProperty(context, ccf, kEffects[i].place, &place)) return false;
        JS::RootedObject target(context, &place.toObject());
        JSFunction* function = ::js::DefineFunctionWithReserved(context, target, kEffects[i].name, act, 0, 0);
        if (!function) return false;
        ::js::SetFunctionNativeReserved(JS_GetFunctionObject(function), 0, JS::Int32Value(static_cast<std::int32_t>(i)));
    }
    return true;
}

} // namespace countersign::script
