#pragma once

#include "core/base/result.h"
#include "core/base/transaction_id.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace countersign::ccf {

/// Members that a reply holds besides the known ones, as they came. Newer services add members; none is refused.
struct Kept {
    nlohmann::json others = nlohmann::json::object();
};

/// Reads one JSON object member by member. The first problem sticks and names its member; afterwards every read gives
/// an empty value, and done() gives the Error.
class ObjectReader
{
public:
    /// `where` names the object in errors: "members.value[3]". `object` outlives the reader.
    ObjectReader(const nlohmann::json& object, std::string where);

    std::string text(const char* member);
    std::optional<std::string> textIfAny(const char* member); ///< None when absent or null; a wrong type is a problem.
    std::uint64_t number(const char* member);
    std::optional<std::uint64_t> numberIfAny(const char* member);
    bool flag(const char* member);
    std::optional<bool> flagIfAny(const char* member);
    TransactionId transactionId(const char* member);
    std::optional<TransactionId> transactionIdIfAny(const char* member);
    nlohmann::json any(const char* member); ///< Of whatever type; null when absent.
    std::vector<std::string> texts(const char* member);

    /// Elements of an array, each through `parse(element, where)`, which gives a Result.
    template <class Parse>
    auto list(const char* member, Parse parse)
    {
        std::vector<typename decltype(parse(std::declval<const nlohmann::json&>(), std::string()))::value_type> result;
        const nlohmann::json* array = find(member, "an array", &nlohmann::json::is_array, true);
        for (std::size_t i = 0; array && i < array->size(); ++i)
            if (!take(parse((*array)[i], m_where + '.' + member + '[' + std::to_string(i) + ']'), result)) break;
        return result;
    }

    /// Members of an object in their order, each with its name; empty when absent or null.
    template <class Parse>
    auto map(const char* member, Parse parse)
    {
        using Value = typename decltype(parse(std::declval<const nlohmann::json&>(), std::string()))::value_type;
        std::vector<std::pair<std::string, Value>> result;
        const nlohmann::json* object = find(member, "an object", &nlohmann::json::is_object, false);
        if (!object) return result;
        std::vector<Value> values;
        for (const auto& [name, value] : object->items()) {
            if (!take(parse(value, m_where + '.' + member + '.' + name), values)) break;
            result.emplace_back(name, std::move(values.back()));
        }
        return result;
    }

    void problem(const char* member, const std::string& why);

    /// `value` with the members not asked for, or the first problem.
    template <class T>
    Result<T> done(T value)
    {
        if (m_problem) return *m_problem;
        value.others = others();
        return value;
    }

private:
    using Is = bool (nlohmann::json::*)() const noexcept;
    const nlohmann::json* find(const char* member, const char* kind, Is is, bool required);
    nlohmann::json others() const;

    template <class T>
    bool take(Result<T> parsed, std::vector<T>& into)
    {
        if (parsed) {
            into.push_back(std::move(*parsed));
            return true;
        }
        if (!m_problem) m_problem = std::move(parsed).error();
        return false;
    }

    const nlohmann::json& m_object;
    std::string m_where;
    std::set<std::string> m_seen;
    std::optional<Error> m_problem;
};

/// A JSON text by itself, for lists and maps of texts.
Result<std::string> textValue(const nlohmann::json& value, const std::string& where);
/// Any JSON value, as it is.
Result<nlohmann::json> anyValue(const nlohmann::json& value, const std::string& where);

} // namespace countersign::ccf
