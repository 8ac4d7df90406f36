#include "core/audit/snapshot_fields.h"

#include "core/base/base64.h"
#include "core/base/hex.h"

namespace countersign::audit {

namespace {

using nlohmann::json;

const json kNoObject = json::object();
const json kNoList = json::array();
const json kNull;

} // namespace

std::string cleanText(const std::string& text)
{
    const std::string quoted = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
    return json::parse(quoted).get<std::string>();
}

Fields::Fields(const json& object, std::string& problem)
    : m_object(object.is_object() ? object : kNoObject), m_problem(problem)
{
    if (!object.is_object()) refuse("object");
}

void Fields::refuse(const char* name)
{
    if (m_problem.empty()) m_problem = name;
}

const json* Fields::find(const char* name)
{
    const auto found = m_object.find(name);
    if (found == m_object.end()) {
        refuse(name);
        return &kNull;
    }
    return &*found;
}

std::string Fields::text(const char* name)
{
    const json& value = *find(name);
    if (value.is_string()) return value.get<std::string>();
    refuse(name);
    return {};
}

std::uint64_t Fields::number(const char* name)
{
    const json& value = *find(name);
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    refuse(name);
    return 0;
}

bool Fields::flag(const char* name)
{
    const json& value = *find(name);
    if (value.is_boolean()) return value.get<bool>();
    refuse(name);
    return false;
}

ByteVector Fields::base64(const char* name)
{
    auto bytes = fromBase64(text(name));
    if (bytes) return *std::move(bytes);
    refuse(name);
    return {};
}

UtcTime Fields::time(const char* name)
{
    const auto value = parseIso8601(text(name));
    if (value) return *value;
    refuse(name);
    return {};
}

Verdict Fields::verdict(const char* name)
{
    const std::string word = text(name);
    for (const Verdict verdict : {Verdict::NotChecked, Verdict::Indeterminate, Verdict::Failed, Verdict::Passed})
        if (word == verdictName(verdict)) return verdict;
    refuse(name);
    return Verdict::NotChecked;
}

Severity Fields::severity(const char* name)
{
    const std::string word = text(name);
    for (const Severity severity : {Severity::Remark, Severity::Warning, Severity::Fault})
        if (word == severityName(severity)) return severity;
    refuse(name);
    return Severity::Remark;
}

Digest Fields::digest(const char* name)
{
    const auto value = digestFromHex(text(name));
    if (value) return *value;
    refuse(name);
    return {};
}

TransactionId Fields::transaction(const char* name)
{
    const auto value = parseTransactionId(text(name));
    if (value) return *value;
    refuse(name);
    return {};
}

std::vector<std::string> Fields::texts(const char* name)
{
    std::vector<std::string> result;
    for (const json& one : list(name)) {
        if (!one.is_string()) refuse(name);
        result.push_back(one.is_string() ? one.get<std::string>() : std::string());
    }
    return result;
}

std::optional<std::uint64_t> Fields::maybeNumber(const char* name)
{
    if (isNull(name)) return {};
    return number(name);
}

std::optional<UtcTime> Fields::maybeTime(const char* name)
{
    if (isNull(name)) return {};
    return time(name);
}

std::optional<Digest> Fields::maybeDigest(const char* name)
{
    if (isNull(name)) return {};
    return digest(name);
}

std::optional<TransactionId> Fields::maybeTransaction(const char* name)
{
    if (isNull(name)) return {};
    return transaction(name);
}

bool Fields::isNull(const char* name)
{
    return find(name)->is_null();
}

const json& Fields::object(const char* name)
{
    const json& value = *find(name);
    if (value.is_object()) return value;
    refuse(name);
    return kNoObject;
}

const json& Fields::list(const char* name)
{
    const json& value = *find(name);
    if (value.is_array()) return value;
    refuse(name);
    return kNoList;
}

} // namespace countersign::audit
