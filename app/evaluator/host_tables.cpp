#include "app/evaluator/values.h"

#include <js/CallAndConstruct.h>
#include <js/Class.h>
#include <js/Object.h>
#include <js/PropertyAndElement.h>
#include <js/PropertySpec.h>

// ccf.kv: a table is made when its name is first used, with the methods of a Map over ArrayBuffers.

namespace countersign::script {

namespace {

const JSClass kHandleClass{"KV Map Handle", JSCLASS_HAS_RESERVED_SLOTS(1)};

/// The table that `this` stands for.
const std::string* tableOf(JSContext* context, const JS::CallArgs& arguments)
{
    if (!arguments.thisv().isObject() || JS::GetClass(&arguments.thisv().toObject()) != &kHandleClass) {
        fail(context, "Internal: No map name stored on handle");
        return nullptr;
    }
    const JS::Value slot = JS::GetReservedSlot(&arguments.thisv().toObject(), 0);
    return &hostOf(context).rememberedTable(static_cast<std::size_t>(slot.toInt32()));
}

bool permit(JSContext* context, const std::string& table, const char* method, Host::Access needed)
{
    const Host::Access held = hostOf(context).access(table);
    if (held == Host::Access::Both || held == needed) return true;
    const char* kind = held == Host::Access::Read    ? "read-only"
                       : held == Host::Access::Write ? "write-only"
                                                     : "inaccessible";
    return fail(context, std::string("Cannot call ") + method + " on table named " + table + ". This table is " + kind +
                             " in current execution context.");
}

/// The table and, where the method takes one, the key; what all methods begin with.
const std::string* begin(JSContext* context, const JS::CallArgs& arguments, const char* method, Host::Access needed,
                         unsigned count, ByteVector* key)
{
    const std::string* table = tableOf(context, arguments);
    if (!table || !permit(context, *table, method, needed) || !needArguments(context, arguments, count)) return nullptr;
    if (key && !bytesOf(context, arguments[0], *key)) return nullptr;
    return table;
}

bool has(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    ByteVector key;
    const std::string* table = begin(context, arguments, "has", Host::Access::Read, 1, &key);
    if (!table) return false;
    arguments.rval().setBoolean(hostOf(context).get(*table, key) != nullptr);
    return true;
}

bool get(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    ByteVector key;
    const std::string* table = begin(context, arguments, "get", Host::Access::Read, 1, &key);
    if (!table) return false;
    const ByteVector* value = hostOf(context).get(*table, key);
    if (value) return setBuffer(context, arguments.rval(), *value);
    arguments.rval().setUndefined();
    return true;
}

bool set(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    ByteVector key, value;
    const std::string* table = begin(context, arguments, "set", Host::Access::Write, 2, &key);
    if (!table || !bytesOf(context, arguments[1], value)) return false;
    arguments.rval().set(arguments.thisv());
    return hostOf(context).put(*table, std::move(key), std::move(value));
}

bool remove(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    ByteVector key;
    const std::string* table = begin(context, arguments, "delete", Host::Access::Write, 1, &key);
    arguments.rval().setUndefined();
    return table && hostOf(context).put(*table, std::move(key), std::nullopt);
}

bool clear(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    const std::string* table = begin(context, arguments, "clear", Host::Access::Write, 0, nullptr);
    arguments.rval().setUndefined();
    return table && hostOf(context).clear(*table);
}

bool forEach(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    const std::string* table = begin(context, arguments, "forEach", Host::Access::Read, 1, nullptr);
    if (!table) return false;
    if (!arguments[0].isObject() || !JS::IsCallable(&arguments[0].toObject()))
        return fail(context, "Argument must be a function");
    for (const auto& [key, value] : hostOf(context).rows(*table)) {
        JS::RootedValueArray<3> given(context);
        JS::RootedValue ignored(context);
        if (!setBuffer(context, given[0], value) || !setBuffer(context, given[1], key)) return false;
        given[2].set(arguments.thisv());
        if (!JS::Call(context, JS::UndefinedHandleValue, arguments[0], given, &ignored)) return false;
    }
    arguments.rval().setUndefined();
    return true;
}

bool size(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    const std::string* table = tableOf(context, arguments);
    if (!table || !permit(context, *table, "size", Host::Access::Read)) return false;
    arguments.rval().setNumber(static_cast<double>(hostOf(context).size(*table)));
    return true;
}

/// Only a node counts versions.
bool version(JSContext* context, unsigned, JS::Value*)
{
    hostOf(context).noteMissingFunction("kv.getVersionOfPreviousWrite");
    return fail(context, "getVersionOfPreviousWrite is known to a node only");
}

bool makeTable(JSContext* context, JS::HandleObject kv, JS::HandleId id, bool* resolved)
{
    *resolved = false;
    if (!id.isString()) return true;
    JS::RootedString text(context, id.toString());
    bool good = false;
    const std::string name = utf8(context, text, good);
    JS::RootedObject handle(context, good ? JS_NewObject(context, &kHandleClass) : nullptr);
    if (!handle) return false;
    JS::SetReservedSlot(handle, 0, JS::Int32Value(static_cast<std::int32_t>(hostOf(context).handleOf(name))));
    const bool made = JS_DefineFunction(context, handle, "has", has, 1, 0) &&
                      JS_DefineFunction(context, handle, "get", get, 1, 0) &&
                      JS_DefineFunction(context, handle, "set", set, 2, 0) &&
                      JS_DefineFunction(context, handle, "delete", remove, 1, 0) &&
                      JS_DefineFunction(context, handle, "clear", clear, 0, 0) &&
                      JS_DefineFunction(context, handle, "forEach", forEach, 1, 0) &&
                      JS_DefineFunction(context, handle, "getVersionOfPreviousWrite", version, 1, 0) &&
                      JS_DefineProperty(context, handle, "size", size, nullptr, 0);
    *resolved = made && JS_DefinePropertyById(context, kv, id, handle, JSPROP_READONLY | JSPROP_PERMANENT);
    return *resolved;
}

const JSClassOps kTablesOps{nullptr, nullptr, nullptr, nullptr, makeTable, nullptr, nullptr, nullptr, nullptr, nullptr};
const JSClass kTablesClass{"KV Tables", 0, &kTablesOps};

} // namespace

bool addTables(JSContext* context, JS::HandleObject ccf)
{
    JS::RootedObject kv(context, JS_NewObject(context, &kTablesClass));
    return kv && JS_DefineProperty(context, ccf, "kv", kv, 0);
}

} // namespace countersign::script
