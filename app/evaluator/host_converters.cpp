#include "app/evaluator/values.h"

#include "core/base/hex.h"
#include "core/crypto/certificate.h"

#include <js/Conversions.h>
#include <js/JSON.h>
#include <js/PropertyAndElement.h>

#include <array>

// Functions that CCF puts directly on "ccf" in every governance context, and the console.

namespace countersign::script {

namespace {

bool strToBuf(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    if (!needArguments(context, arguments, 1)) return false;
    if (!arguments[0].isString()) return fail(context, "Argument must be a string");
    JS::RootedString text(context, arguments[0].toString());
    bool good = false;
    const std::string bytes = utf8(context, text, good);
    return good && setBuffer(context, arguments.rval(), countersign::bytesOf(bytes));
}

bool bufToStr(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    ByteVector bytes;
    return needArguments(context, arguments, 1) && bytesOf(context, arguments[0], bytes) &&
           setText(context, arguments.rval(), textOf(bytes));
}

bool jsonToBuf(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    std::string text;
    return needArguments(context, arguments, 1) && stringify(context, arguments[0], text) &&
           setBuffer(context, arguments.rval(), countersign::bytesOf(text));
}

bool bufToJson(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    ByteVector bytes;
    if (!needArguments(context, arguments, 1) || !bytesOf(context, arguments[0], bytes)) return false;
    JS::RootedString text(context, newText(context, textOf(bytes)));
    return text && JS_ParseJSON(context, text, arguments.rval());
}

bool pemToId(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    if (!needArguments(context, arguments, 1)) return false;
    JS::RootedString text(context, JS::ToString(context, arguments[0]));
    if (!text) return false;
    bool good = false;
    const std::string pem = utf8(context, text, good);
    if (!good) return false;
    const auto certificate = crypto::Certificate::fromPem(pem);
    if (!certificate) return fail(context, "Failed to parse PEM");
    return setText(context, arguments.rval(), toHex(certificate->fingerprint()));
}

/// Switches that a node has: noted as off before.
bool switchOff(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    if (!needArguments(context, arguments, 1)) return false;
    if (!arguments[0].isBoolean()) return fail(context, "First argument must be a boolean");
    arguments.rval().setBoolean(false);
    return true;
}

struct TcbPart {
    const char* name;
    std::size_t byte; ///< From the most significant.
};

/// The parts of AMD's TCB version; Turin and later have another layout.
std::vector<TcbPart> tcbParts(Bytes cpuid)
{
    // CPUID Fn0000_0001_EAX: the extended family is added when the base family is 15.
    const unsigned base = cpuid[2] & 0x0fu;
    const unsigned extended = ((cpuid[0] & 0x0fu) << 4) | (cpuid[1] >> 4);
    const unsigned family = base == 15 ? base + extended : base;
    if (family >= 0x1a) return {{"microcode", 0}, {"snp", 4}, {"tee", 5}, {"boot_loader", 6}, {"fmc", 7}};
    return {{"microcode", 0}, {"snp", 1}, {"tee", 6}, {"boot_loader", 7}};
}

bool tcbHexToPolicy(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    if (!needArguments(context, arguments, 2)) return false;
    std::array<std::string, 2> texts;
    for (unsigned i = 0; i < 2; ++i) {
        JS::RootedString text(context, JS::ToString(context, arguments[i]));
        bool good = false;
        if (text) texts[i] = utf8(context, text, good);
        if (!good) return false;
    }
    const auto cpuid = fromHex(texts[0], HexCase::Any), version = fromHex(texts[1], HexCase::Any);
    if (!cpuid || cpuid->size() != 4 || !version || version->size() != 8)
        return fail(context, "Failed to parse cpuid or TCB version");
    JS::RootedObject result(context, JS_NewPlainObject(context));
    JS::RootedValue whole(context);
    if (!result || !setText(context, &whole, texts[1])) return false;
    if (!JS_DefineProperty(context, result, "hexstring", whole, JSPROP_ENUMERATE)) return false;
    for (const TcbPart& part : tcbParts(*cpuid)) {
        JS::RootedValue number(context, JS::Int32Value((*version)[part.byte]));
        if (!JS_DefineProperty(context, result, part.name, number, JSPROP_ENUMERATE)) return false;
    }
    arguments.rval().setObject(*result);
    return true;
}

bool say(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    std::string line;
    for (unsigned i = 0; i < arguments.length(); ++i) {
        JS::RootedString text(context, JS::ToString(context, arguments[i]));
        bool good = false;
        if (text) line += (i > 0 ? " " : "") + utf8(context, text, good);
        if (!good) return false;
    }
    hostOf(context).say(std::move(line));
    arguments.rval().setUndefined();
    return true;
}

} // namespace

bool addConverters(JSContext* context, JS::HandleObject ccf)
{
    return JS_DefineFunction(context, ccf, "strToBuf", strToBuf, 1, 0) &&
           JS_DefineFunction(context, ccf, "bufToStr", bufToStr, 1, 0) &&
           JS_DefineFunction(context, ccf, "jsonCompatibleToBuf", jsonToBuf, 1, 0) &&
           JS_DefineFunction(context, ccf, "bufToJsonCompatible", bufToJson, 1, 0) &&
           JS_DefineFunction(context, ccf, "pemToId", pemToId, 1, 0) &&
           JS_DefineFunction(context, ccf, "tcbHexToPolicy", tcbHexToPolicy, 2, 0) &&
           JS_DefineFunction(context, ccf, "enableUntrustedDateTime", switchOff, 1, 0) &&
           JS_DefineFunction(context, ccf, "enableMetricsLogging", switchOff, 1, 0);
}

bool addConsole(JSContext* context, JS::HandleObject global)
{
    JS::RootedObject console(context, JS_NewPlainObject(context));
    if (!console) return false;
    for (const char* name : {"log", "debug", "info", "trace", "warn", "error", "fail", "fatal"})
        if (!JS_DefineFunction(context, console, name, say, 1, 0)) return false;
    return JS_DefineProperty(context, global, "console", console, 0);
}

} // namespace countersign::script
