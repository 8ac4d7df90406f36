#pragma once

#include "app/evaluator/host.h"

#include <jsapi.h>

#include <string>
#include <string_view>

// Values between the engine and us. Natives that fail leave an exception, or none when the script is to end for good.

namespace countersign::script {

Host& hostOf(JSContext* context);
bool fail(JSContext* context, const std::string& message); ///< Throws an Error into the script; false.

/// UTF-8; lone surrogates become U+FFFD. Empty with an exception pending on failure, so ask for `good`.
std::string utf8(JSContext* context, JS::HandleString text, bool& good);
/// Bytes that are not UTF-8 become U+FFFD.
JSString* newText(JSContext* context, std::string_view bytes);
bool setText(JSContext* context, JS::MutableHandleValue into, std::string_view text);

/// Copies the bytes of an ArrayBuffer; throws when `value` is none.
bool bytesOf(JSContext* context, JS::HandleValue value, ByteVector& into);
bool setBuffer(JSContext* context, JS::MutableHandleValue into, Bytes bytes);

/// What JSON.stringify would give, made by the engine itself; throws for what has no JSON.
bool stringify(JSContext* context, JS::HandleValue value, std::string& into);

/// Throws unless exactly `count` arguments came, as CCF does.
bool needArguments(JSContext* context, const JS::CallArgs& arguments, unsigned count);

// What a script finds under "ccf" and "console", by topic.
bool addTables(JSContext* context, JS::HandleObject ccf);
bool addConverters(JSContext* context, JS::HandleObject ccf);
bool addCrypto(JSContext* context, JS::HandleObject ccf);
bool addEffects(JSContext* context, JS::HandleObject ccf);
bool addConsole(JSContext* context, JS::HandleObject global);

} // namespace countersign::script
