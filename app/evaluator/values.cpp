#include "app/evaluator/values.h"

#include <js/ArrayBuffer.h>
#include <js/CharacterEncoding.h>
#include <js/ErrorReport.h>
#include <js/JSON.h>
#include <js/String.h>

#include <cstring>

namespace countersign::script {

Host& hostOf(JSContext* context)
{
    return *static_cast<Host*>(JS_GetContextPrivate(context));
}

bool fail(JSContext* context, const std::string& message)
{
    JS_ReportErrorUTF8(context, "%s", message.c_str());
    return false;
}

std::string utf8(JSContext* context, JS::HandleString text, bool& good)
{
    good = false;
    JSLinearString* linear = JS_EnsureLinearString(context, text);
    if (!linear) return {};
    std::string result(JS::GetDeflatedUTF8StringLength(linear), '\0');
    result.resize(JS::DeflateStringToUTF8Buffer(linear, mozilla::Span<char>(result.data(), result.size())));
    good = true;
    return result;
}

JSString* newText(JSContext* context, std::string_view bytes)
{
    std::size_t length = 0;
    auto characters = JS::LossyUTF8CharsToNewTwoByteCharsZ(context, JS::UTF8Chars(bytes.data(), bytes.size()), &length,
                                                           ::js::MallocArena);
    if (!characters) return nullptr;
    return JS_NewUCString(context, JS::UniqueTwoByteChars(characters.get()), length);
}

bool setText(JSContext* context, JS::MutableHandleValue into, std::string_view text)
{
    JSString* made = newText(context, text);
    if (!made) return false;
    into.setString(made);
    return true;
}

bool bytesOf(JSContext* context, JS::HandleValue value, ByteVector& into)
{
    if (!value.isObject() || !JS::IsArrayBufferObject(&value.toObject()) ||
        JS::IsDetachedArrayBufferObject(&value.toObject()))
        return fail(context, "Argument must be an ArrayBuffer");
    const std::size_t size = JS::GetArrayBufferByteLength(&value.toObject());
    into.resize(size);
    JS::AutoCheckCannotGC still(context);
    bool shared = false;
    if (size > 0) std::memcpy(into.data(), JS::GetArrayBufferData(&value.toObject(), &shared, still), size);
    return true;
}

bool setBuffer(JSContext* context, JS::MutableHandleValue into, Bytes bytes)
{
    JSObject* buffer = JS::NewArrayBuffer(context, bytes.size());
    if (!buffer) return false;
    into.setObject(*buffer);
    JS::AutoCheckCannotGC still(context);
    bool shared = false;
    if (!bytes.empty()) std::memcpy(JS::GetArrayBufferData(buffer, &shared, still), bytes.data(), bytes.size());
    return true;
}

bool stringify(JSContext* context, JS::HandleValue value, std::string& into)
{
    const bool callable = value.isObject() && JS::IsCallable(&value.toObject());
    if (value.isUndefined() || value.isSymbol() || callable) return fail(context, "Argument has no JSON");
    JS::RootedValue subject(context, value);
    std::u16string text;
    const auto append = [](const char16_t* characters, std::uint32_t length, void* target) {
        static_cast<std::u16string*>(target)->append(characters, length);
        return true;
    };
    if (!JS_Stringify(context, &subject, nullptr, JS::NullHandleValue, append, &text)) return false;
    JS::RootedString whole(context, JS_NewUCStringCopyN(context, text.data(), text.size()));
    if (!whole) return false;
    bool good = false;
    into = utf8(context, whole, good);
    return good;
}

bool needArguments(JSContext* context, const JS::CallArgs& arguments, unsigned count)
{
    if (arguments.length() == count) return true;
    return fail(context, "Passed " + std::to_string(arguments.length()) + " arguments, but expected " +
                             std::to_string(count));
}

} // namespace countersign::script
