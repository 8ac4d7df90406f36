#include "core/attestation/ccf_quotes.h"

#include "core/attestation/recognise.h"
#include "core/base/base64.h"
#include "core/base/strict_json.h"

namespace countersign::attestation {

namespace {

using nlohmann::json;

constexpr JsonLimits kLimits{.depth = 32, .values = 10'000};
constexpr std::size_t kMostNodes = 1000;

const json* listIn(const json& object)
{
    for (const char* name : {"quotes", "attestations"}) {
        const auto found = object.is_object() ? object.find(name) : object.end();
        if (object.is_object() && found != object.end() && found->is_array()) return &*found;
    }
    return nullptr;
}

bool isQuote(const json& object)
{
    return jsonText(object, "format") && (jsonText(object, "raw") || jsonText(object, "quote"));
}

/// The bytes of a base64 member; nothing when it is absent or empty.
Result<std::optional<NamedBytes>> bytesIn(const json& object, const char* member, const std::string& source)
{
    const auto text = jsonText(object, member);
    if (!text || text->empty()) return std::optional<NamedBytes>{};
    auto bytes = fromBase64(*text);
    if (!bytes) return std::move(bytes).error();
    return std::optional(NamedBytes{*std::move(bytes), source});
}

Result<void> addPart(const json& object, const char* member, Role role, AttestationInput& input)
{
    auto bytes = bytesIn(object, member, input.evidence.source);
    if (!bytes) return std::move(bytes).error();
    if (*bytes) input.parts.emplace(role, **std::move(bytes));
    return {};
}

} // namespace

bool isCcfQuotes(Bytes content)
{
    if (content.empty() || content.front() != '{' || content.size() > kEvidenceLimit) return false;
    const auto parsed = parseJson(content, kLimits);
    if (!parsed) return false;
    if (isQuote(*parsed)) return true;
    const json* list = listIn(*parsed);
    return list && !list->empty() && isQuote(list->front());
}

Result<AttestationInput> ccfQuote(const json& object, const std::string& source)
{
    AttestationInput input;
    const std::string format = jsonText(object, "format").value_or("");
    if (format == "AMD_SEV_SNP_v1")
        input.kind = EvidenceKind::SnpReport;
    else if (format == "OE_SGX_v1")
        input.kind = EvidenceKind::Quote;
    else if (format == "Insecure_Virtual")
        input.kind = EvidenceKind::Virtual;
    else
        return Error{ErrorCode::Unsupported, source + ": quote format", format};
    input.nodeId = jsonText(object, "node_id");
    input.endorsedTcb = jsonText(object, "endorsed_tcb");
    input.evidence.source = source;
    auto evidence = bytesIn(object, object.contains("raw") ? "raw" : "quote", source);
    if (!evidence) return std::move(evidence).error();
    if (*evidence) input.evidence = **std::move(evidence);
    const Role role = input.kind == EvidenceKind::Quote ? Role::OeEndorsements : Role::Endorsements;
    if (auto added = addPart(object, "endorsements", role, input); !added) return std::move(added).error();
    if (auto added = addPart(object, "uvm_endorsements", Role::Uvm, input); !added) return std::move(added).error();
    return input;
}

Result<std::vector<AttestationInput>> ccfQuotes(const NamedBytes& file)
{
    auto parsed = parseJson(file.content, kLimits);
    if (!parsed) return std::move(parsed).error();
    const json* list = listIn(*parsed);
    const json single = json::array({*parsed});
    if (!list) list = &single;
    if (list->size() > kMostNodes) return Error{ErrorCode::LimitExceeded, file.source, "more than 1000 nodes"};
    std::vector<AttestationInput> inputs;
    for (const json& object : *list) {
        auto input = ccfQuote(object, file.source);
        if (!input) return std::move(input).error();
        inputs.push_back(*std::move(input));
    }
    if (inputs.empty()) return Error{ErrorCode::NotFound, file.source, "no quote in it"};
    return inputs;
}

} // namespace countersign::attestation
