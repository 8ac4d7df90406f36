#include "tests/unit/cli/schema_check.h"

#include <regex>
#include <set>

namespace countersign::test {

namespace {

using Json = nlohmann::ordered_json;

const std::set<std::string> kKnown{"$schema", "$id",     "title",    "description", "type",
                                   "const",   "enum",    "required", "properties",  "items",
                                   "pattern", "minimum", "anyOf",    "$ref",        "$defs"};

bool hasType(const Json& value, const std::string& type)
{
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    return type == "null" && value.is_null();
}

class Checker
{
public:
    explicit Checker(const Json& root) : m_root(root) {}

    std::string problem(const Json& schema, const Json& value, const std::string& at) const
    {
        for (const auto& [keyword, rule] : schema.items()) {
            if (!kKnown.contains(keyword)) return at + ": the schema says " + keyword + ", which is not known here";
            if (std::string why = one(keyword, rule, value, at); !why.empty()) return why;
        }
        return {};
    }

private:
    std::string one(const std::string& keyword, const Json& rule, const Json& value, const std::string& at) const
    {
        if (keyword == "$ref")
            return problem(m_root.at(Json::json_pointer(rule.get<std::string>().substr(1))), value, at);
        if (keyword == "type" && !hasType(value, rule)) return at + ": is no " + rule.get<std::string>();
        if (keyword == "const" && value != rule) return at + ": is " + value.dump() + ", not " + rule.dump();
        if (keyword == "enum" && std::ranges::find(rule, value) == rule.end())
            return at + ": " + value.dump() + " is none of " + rule.dump();
        if (keyword == "minimum" && value.is_number() && value.get<double>() < rule.get<double>())
            return at + ": is below " + rule.dump();
        if (keyword == "pattern" && value.is_string() &&
            !std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>())))
            return at + ": " + value.dump() + " does not match " + rule.dump();
        if (keyword == "anyOf") return anyOf(rule, value, at);
        return value.is_object() || value.is_array() ? inside(keyword, rule, value, at) : std::string();
    }

    std::string anyOf(const Json& rule, const Json& value, const std::string& at) const
    {
        std::string last;
        for (const Json& choice : rule) {
            last = problem(choice, value, at);
            if (last.empty()) return {};
        }
        return last;
    }

    std::string inside(const std::string& keyword, const Json& rule, const Json& value, const std::string& at) const
    {
        std::string why;
        if (keyword == "required" && value.is_object())
            for (const auto& name : rule)
                if (!value.contains(name.get<std::string>())) return at + ": lacks " + name.get<std::string>();
        if (keyword == "properties" && value.is_object())
            for (const auto& [name, schema] : rule.items())
                if (value.contains(name) && !(why = problem(schema, value[name], at + '/' + name)).empty()) return why;
        if (keyword == "items" && value.is_array())
            for (std::size_t i = 0; i < value.size(); ++i)
                if (!(why = problem(rule, value[i], at + '/' + std::to_string(i))).empty()) return why;
        return {};
    }

    const Json& m_root;
};

} // namespace

std::string schemaProblem(const Json& schema, const Json& value)
{
    return Checker(schema).problem(schema, value, "");
}

} // namespace countersign::test
