#include "core/ccf/client/object_reader.h"

namespace countersign::ccf {

using nlohmann::json;

ObjectReader::ObjectReader(const json& object, std::string where) : m_object(object), m_where(std::move(where))
{
    if (!object.is_object()) m_problem = Error{ErrorCode::Malformed, m_where, "not an object"};
}

void ObjectReader::problem(const char* member, const std::string& why)
{
    if (!m_problem) m_problem = Error{ErrorCode::Malformed, m_where + '.' + member, why};
}

const json* ObjectReader::find(const char* member, const char* kind, Is is, bool required)
{
    m_seen.insert(member);
    if (m_problem) return nullptr;
    const auto found = m_object.find(member);
    if (found == m_object.end() || (found->is_null() && !required)) {
        if (required) problem(member, "missing");
        return nullptr;
    }
    if ((*found.*is)()) return &*found;
    problem(member, std::string("not ") + kind);
    return nullptr;
}

std::optional<std::string> ObjectReader::textIfAny(const char* member)
{
    const json* value = find(member, "a text", &json::is_string, false);
    if (!value) return {};
    return value->get<std::string>();
}

std::string ObjectReader::text(const char* member)
{
    const json* value = find(member, "a text", &json::is_string, true);
    return value ? value->get<std::string>() : std::string();
}

std::optional<std::uint64_t> ObjectReader::numberIfAny(const char* member)
{
    const json* value = find(member, "a whole number", &json::is_number_unsigned, false);
    if (!value) return {};
    return value->get<std::uint64_t>();
}

std::uint64_t ObjectReader::number(const char* member)
{
    const json* value = find(member, "a whole number", &json::is_number_unsigned, true);
    return value ? value->get<std::uint64_t>() : 0;
}

std::optional<bool> ObjectReader::flagIfAny(const char* member)
{
    const json* value = find(member, "true or false", &json::is_boolean, false);
    if (!value) return {};
    return value->get<bool>();
}

bool ObjectReader::flag(const char* member)
{
    const json* value = find(member, "true or false", &json::is_boolean, true);
    return value && value->get<bool>();
}

std::optional<TransactionId> ObjectReader::transactionIdIfAny(const char* member)
{
    const auto value = textIfAny(member);
    if (!value) return {};
    const auto id = parseTransactionId(*value);
    if (id) return *id;
    problem(member, "not a transaction id");
    return {};
}

TransactionId ObjectReader::transactionId(const char* member)
{
    const auto id = transactionIdIfAny(member);
    if (!id) problem(member, "missing");
    return id.value_or(TransactionId{});
}

json ObjectReader::any(const char* member)
{
    m_seen.insert(member);
    if (m_problem) return {};
    const auto found = m_object.find(member);
    return found == m_object.end() ? json() : *found;
}

std::vector<std::string> ObjectReader::texts(const char* member)
{
    return list(member, textValue);
}

json ObjectReader::others() const
{
    json rest = json::object();
    for (const auto& [name, value] : m_object.items())
        if (!m_seen.contains(name)) rest[name] = value;
    return rest;
}

Result<std::string> textValue(const json& value, const std::string& where)
{
    if (!value.is_string()) return Error{ErrorCode::Malformed, where, "not a text"};
    return value.get<std::string>();
}

Result<json> anyValue(const json& value, const std::string&)
{
    return value;
}

} // namespace countersign::ccf
