#pragma once

#include "app/evaluator/host.h"

#include <jsapi.h>

// Running one script in a world of its own, and reading what it answered.

namespace countersign::script {

/// A fresh global object with the standard objects and what CCF offers for this call; null with an exception pending.
JSObject* newWorld(JSContext* context, const Host& host);

/// Runs `source` as a module named `name` in the current realm and gives its export `function`.
bool exportOf(JSContext* context, Bytes source, const char* name, const char* function, JS::MutableHandleValue into);

/// Calls the function that the call is about, and reads its answer, as far as it goes.
bool callFunction(JSContext* context, Host& host, std::size_t voteSet);

/// Writes down how it ended.
void conclude(JSContext* context, Host& host, bool answered);

bool addConstitutionCheck(JSContext* context, JS::HandleObject ccf); ///< ccf.gov.validateConstitution

} // namespace countersign::script
