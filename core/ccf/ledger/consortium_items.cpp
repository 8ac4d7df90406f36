#include "core/ccf/ledger/consortium_items.h"

#include "core/base/canonical_json.h"
#include "core/base/hex.h"
#include "core/base/utc_time.h"
#include "core/ccf/ledger/tables.h"
#include "core/crypto/certificate.h"
#include "core/crypto/sha2.h"

#include <algorithm>
#include <array>

namespace countersign::ccf {

namespace {

using nlohmann::json;
using Fields = std::map<std::string, std::string>;

constexpr std::size_t kLongestValue = 400;
constexpr std::string_view kHexPrefix = "hex:";

/// What a table's rows are, and how its values are read.
enum class Content : std::uint8_t { Members, Certificate, Digest, NodeInfo, Service, Script, Proposal, Text };

struct Shape {
    std::string_view table; ///< After the governance prefix.
    const char* kind;
    Content content;
    const char* field; ///< Prefix of its fields.
};

// Of nodes.info only what a live service tells too, and what its attestation was held against.
constexpr Shape kShapes[] = {
    {"members.info", "member", Content::Members, ""},
    {"members.certs", "member", Content::Certificate, ""},
    {"members.encryption_public_keys", "member", Content::Digest, "encryptionKey"},
    {"users.info", "user", Content::Members, ""},
    {"users.certs", "user", Content::Certificate, ""},
    {"nodes.info", "node", Content::NodeInfo, ""},
    {"nodes.endorsed_certificates", "node", Content::Certificate, ""},
    {"service.info", "service", Content::Service, ""},
    {"service.config", "service", Content::Members, "config."},
    {"constitution", "constitution", Content::Script, ""},
    {"modules", "app", Content::Digest, "script"},
    {"endpoints", "app", Content::Members, ""},
    {"js_runtime_options", "app", Content::Members, ""},
    {"proposals_info", "proposal", Content::Proposal, ""},
    {"proposals", "proposal", Content::Digest, "text"},
};

constexpr std::array<std::string_view, 8> kLeftOut = {"history",
                                                      "cose_history",
                                                      "cose_recent_proposals",
                                                      "members.acks",
                                                      "service.previous_service_identity",
                                                      "modules_quickjs_bytecode",
                                                      "modules_quickjs_version",
                                                      "interpreter.flush"};

std::string_view tail(std::string_view table)
{
    return table.substr(std::min(table.size(), tables::kGovernancePrefix.size()));
}

const Shape* shapeOf(std::string_view table)
{
    const auto found = std::ranges::find(kShapes, tail(table), &Shape::table);
    return found == std::end(kShapes) ? nullptr : found;
}

std::string digestText(Bytes bytes)
{
    return "sha256:" + toHex(crypto::sha256(bytes));
}

bool isUtf8(const std::string& value)
{
    return canonicalJson(value).has_value();
}

bool isText(Bytes bytes)
{
    return std::ranges::none_of(bytes, [](std::uint8_t byte) { return byte < 0x20 || byte == 0x7f; }) &&
           isUtf8(std::string(textOf(bytes)));
}

std::string shown(const std::string& value)
{
    return value.size() <= kLongestValue && isUtf8(value) ? value : digestText(bytesOf(value));
}

std::string shown(const json& value)
{
    if (value.is_string()) return shown(value.get<std::string>());
    const auto text = canonicalJson(value);
    return text ? shown(*text) : digestText(bytesOf(value.dump(-1, ' ', true, json::error_handler_t::replace)));
}

std::string keyText(Bytes key)
{
    if (std::ranges::equal(key, tables::kSingleKey)) return {};
    const bool text = isText(key) && !textOf(key).starts_with(kHexPrefix);
    return text ? std::string(textOf(key)) : std::string(kHexPrefix) + toHex(key);
}

void addCertificate(Fields& fields, const std::string& pem)
{
    const auto certificate = crypto::Certificate::fromPem(pem);
    if (!certificate) {
        fields["certificate"] = digestText(bytesOf(pem));
        return;
    }
    fields["certificate"] = toHex(certificate->fingerprint());
    fields["certificate.subject"] = shown(certificate->subject());
    fields["certificate.notBefore"] = toIso8601(certificate->notBefore());
    fields["certificate.notAfter"] = toIso8601(certificate->notAfter());
}

void addMembers(Fields& fields, const std::string& prefix, const json& value)
{
    if (!value.is_object()) {
        if (!value.is_null()) fields[prefix + "value"] = shown(value);
        return;
    }
    for (const auto& [name, member] : value.items())
        if (!member.is_null()) fields[prefix + shown(name)] = shown(member);
}

void addNode(Fields& fields, const json& value)
{
    for (const char* name : {"status", "node_data", "retired_committed", "code_digest"})
        if (value.contains(name) && !value[name].is_null()) fields[name] = shown(value[name]);
    if (const auto quote = value.find("quote_info"); quote != value.end()) {
        if (const auto format = jsonText(*quote, "format")) fields["quoteFormat"] = shown(*format);
        fields["quote"] = digestText(bytesOf(quote->dump(-1, ' ', true, json::error_handler_t::replace)));
    }
    if (const auto certificate = jsonText(value, "cert")) addCertificate(fields, *certificate);
}

void addService(Fields& fields, const json& value)
{
    for (const char* name : {"status", "recovery_count", "service_data", "current_service_create_txid"})
        if (value.contains(name) && !value[name].is_null()) fields[name] = shown(value[name]);
    if (const auto certificate = jsonText(value, "cert")) addCertificate(fields, *certificate);
}

void addProposal(Fields& fields, const json& value)
{
    for (const char* name : {"proposer_id", "state"})
        if (const auto text = jsonText(value, name)) fields[name] = shown(*text);
    if (const auto ballots = value.find("ballots"); ballots != value.end() && ballots->is_object())
        fields["ballots"] = std::to_string(ballots->size());
}

void addScript(Fields& fields, Bytes value, const json& text)
{
    const std::string script = text.is_string() ? text.get<std::string>() : std::string(textOf(value));
    fields["script"] = digestText(bytesOf(script));
    fields["bytes"] = std::to_string(script.size());
}

void addFields(Fields& fields, const Shape& shape, Bytes value)
{
    if (shape.content == Content::Certificate) return addCertificate(fields, std::string(textOf(value)));
    if (shape.content == Content::Digest) {
        fields[shape.field] = digestText(value);
        return;
    }
    const auto parsed = parseJson(value);
    const json nothing;
    const json& content = parsed ? *parsed : nothing;
    if (shape.content == Content::Script) return addScript(fields, value, content);
    if (!parsed || (shape.content != Content::Members && !content.is_object())) {
        fields[std::string(shape.field) + "unreadable"] = digestText(value);
        return;
    }
    if (shape.content == Content::Members) addMembers(fields, shape.field, content);
    if (shape.content == Content::NodeInfo) addNode(fields, content);
    if (shape.content == Content::Service) addService(fields, content);
    if (shape.content == Content::Proposal) addProposal(fields, content);
}

void addPolicy(Fields& fields, Bytes value)
{
    const auto parsed = parseJson(value);
    if (parsed)
        addMembers(fields, "", *parsed);
    else
        fields["value"] = isText(value) ? shown(std::string(textOf(value))) : digestText(value);
}

std::string idOf(const Shape* shape, std::string_view table, Bytes key)
{
    const std::string name = keyText(key);
    if (shape) return name.empty() ? std::string(shape->kind) : name;
    return name.empty() ? std::string(tail(table)) : std::string(tail(table)) + ": " + name;
}

ByteVector keyOf(std::string_view id, bool single)
{
    if (single) return {tables::kSingleKey.begin(), tables::kSingleKey.end()};
    if (id.starts_with(kHexPrefix))
        if (auto bytes = fromHex(id.substr(kHexPrefix.size()))) return *std::move(bytes);
    return copyOf(bytesOf(id));
}

} // namespace

bool ConsortiumItems::takes(std::string_view table) noexcept
{
    return table.starts_with(tables::kGovernancePrefix) && std::ranges::find(kLeftOut, tail(table)) == kLeftOut.end();
}

void ConsortiumItems::add(const GovernanceRow& row)
{
    if (!takes(row.table)) return;
    const Shape* shape = shapeOf(row.table);
    Found& found = m_items[{shape ? shape->kind : "policy", idOf(shape, row.table, row.key)}];
    if (shape)
        addFields(found.fields, *shape, row.value);
    else
        addPolicy(found.fields, row.value);
    if (row.seqno) found.changedAt = std::max(found.changedAt.value_or(0), *row.seqno);
}

std::vector<ConsortiumItem> ConsortiumItems::take()
{
    std::vector<ConsortiumItem> items;
    for (auto& [name, found] : m_items) {
        ConsortiumItem item{name.first, name.second, {}, found.changedAt};
        for (auto& [field, value] : found.fields) item.fields.push_back({field, std::move(value)});
        items.push_back(std::move(item));
    }
    m_items.clear();
    return items;
}

ItemPlaces ConsortiumItems::placesOf(const std::string& kind, const std::string& id)
{
    const std::string prefix(tables::kGovernancePrefix);
    ItemPlaces places;
    for (const Shape& shape : kShapes)
        if (kind == shape.kind) places.emplace_back(prefix + std::string(shape.table), keyOf(id, id == kind));
    if (kind != "policy") return places;
    const std::size_t mark = id.find(": ");
    if (mark == std::string::npos) return {{prefix + id, keyOf({}, true)}};
    return {{prefix + id.substr(0, mark), keyOf(std::string_view(id).substr(mark + 2), false)}};
}

} // namespace countersign::ccf
