#include "core/base/strict_json.h"

#include <set>
#include <vector>

namespace countersign {

namespace {

using nlohmann::json;

/// Builds the value and refuses what the plain parser lets pass: a member named twice, depth, and count.
class StrictHandler
{
public:
    StrictHandler(json& root, const JsonLimits& limits) : m_limits(limits), m_builder(root, false) {}

    using number_integer_t = json::number_integer_t;
    using number_unsigned_t = json::number_unsigned_t;
    using number_float_t = json::number_float_t;
    using string_t = json::string_t;
    using binary_t = json::binary_t;

    bool null() { return count() && m_builder.null(); }
    bool boolean(bool value) { return count() && m_builder.boolean(value); }
    bool number_integer(number_integer_t value) { return count() && m_builder.number_integer(value); }
    bool number_unsigned(number_unsigned_t value) { return count() && m_builder.number_unsigned(value); }
    bool number_float(number_float_t value, const string_t& text)
    {
        return count() && m_builder.number_float(value, text);
    }
    bool string(string_t& value) { return count() && m_builder.string(value); }
    bool binary(binary_t&) { return false; }
    bool start_object(std::size_t size)
    {
        m_names.emplace_back();
        return count() && deep() && m_builder.start_object(size);
    }
    bool key(string_t& name)
    {
        if (!m_names.back().insert(name).second) return refuse("member named twice: " + name.substr(0, 64));
        return m_builder.key(name);
    }
    bool end_object()
    {
        m_names.pop_back();
        --m_depth;
        return m_builder.end_object();
    }
    bool start_array(std::size_t size) { return count() && deep() && m_builder.start_array(size); }
    bool end_array()
    {
        --m_depth;
        return m_builder.end_array();
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&)
    {
        return refuse("not JSON at byte " + std::to_string(position));
    }

    std::string problem;

private:
    bool refuse(std::string why)
    {
        if (problem.empty()) problem = std::move(why);
        return false;
    }
    bool count() { return ++m_count <= m_limits.values || refuse("too many values"); }
    bool deep() { return ++m_depth <= m_limits.depth || refuse("too deep"); }

    const JsonLimits& m_limits;
    nlohmann::detail::json_sax_dom_parser<json> m_builder;
    std::vector<std::set<std::string>> m_names;
    std::size_t m_depth = 0;
    std::size_t m_count = 0;
};

} // namespace

Result<json> parseJson(Bytes text, const JsonLimits& limits)
{
    json value;
    StrictHandler handler(value, limits);
    const auto* begin = reinterpret_cast<const char*>(text.data());
    if (!json::sax_parse(begin, begin + text.size(), &handler))
        return Error{ErrorCode::Malformed, "JSON", handler.problem.empty() ? "not JSON" : handler.problem};
    return value;
}

std::optional<std::string> jsonText(const json& object, const char* member)
{
    if (!object.is_object()) return {};
    const auto found = object.find(member);
    if (found == object.end() || !found->is_string()) return {};
    return found->get<std::string>();
}

std::optional<std::uint64_t> jsonNumber(const json& object, const char* member)
{
    if (!object.is_object()) return {};
    const auto found = object.find(member);
    if (found == object.end() || !found->is_number_unsigned()) return {};
    return found->get<std::uint64_t>();
}

} // namespace countersign
