#include "core/attestation/recognise.h"

#include "core/attestation/ccf_quotes.h"
#include "core/attestation/fields.h"
#include "core/attestation/oe_evidence.h"
#include "core/attestation/quote.h"
#include "core/attestation/snp_report.h"
#include "core/attestation/uvm.h"
#include "core/base/strict_json.h"

#include <algorithm>
#include <filesystem>

namespace countersign::attestation {

namespace {

struct EvidenceName {
    std::string_view name;
    EvidenceKind kind;
};

// In the order in which one of several is taken as the evidence, the others being its parts.
constexpr EvidenceName kEvidence[] = {
    {"hcl_report.bin", EvidenceKind::HclReport}, {"report.bin", EvidenceKind::SnpReport},
    {"quote.bin", EvidenceKind::Quote},          {"quote.json", EvidenceKind::Virtual},
    {"uvm.cose", EvidenceKind::UvmEndorsement},
};

struct PartName {
    std::string_view name;
    Role role;
};

constexpr PartName kParts[] = {
    {"chain.pem", Role::Endorsements},
    {"endorsements.pem", Role::Endorsements},
    {"endorsements.bin", Role::OeEndorsements},
    {"uvm.cose", Role::Uvm},
    {"thim.json", Role::Thim},
    {"host-amd-cert-base64", Role::Thim},
    {"security_policy.base64", Role::SecurityPolicy},
    {"security-policy-base64", Role::SecurityPolicy},
    {"cose_key.cbor", Role::CoseKey},
    {"node_public_key.der", Role::NodeKey},
    {"node_cert.pem", Role::NodeCertificate},
    {"quote.bin", Role::Quote},
    {"runtime_data.json", Role::RuntimeData},
    {"report.bin", Role::Report},
    {"collateral.json", Role::Collateral},
};

std::string baseName(const std::string& source)
{
    return std::filesystem::path(source).filename().string();
}

bool isVirtual(Bytes content)
{
    if (content.empty() || content.size() > 65'536 || content.front() != '{') return false;
    const auto json = parseJson(content, {.depth = 8, .values = 100});
    return json && jsonText(*json, "measurement") && jsonText(*json, "report_data") && !json->contains("format");
}

} // namespace

bool isEvidenceName(const std::string& name)
{
    return std::ranges::find(kEvidence, name, &EvidenceName::name) != std::end(kEvidence);
}

std::optional<EvidenceKind> kindOfEvidence(Bytes content, const std::string& name)
{
    if (content.size() >= 4 && textOf(content.first(4)) == "HCLA") return EvidenceKind::HclReport;
    if (content.size() == kSnpReportSize) {
        const std::uint64_t version = littleEndian(content.first(4));
        if (version >= 2 && version <= 5) return EvidenceKind::SnpReport;
    }
    const auto header = parseQuoteHeader(content.subspan(oeQuoteOffset(content)));
    if (header && header->known()) return EvidenceKind::Quote;
    if (!content.empty() && content.front() == 0xd2 && looksLikeUvm(content)) return EvidenceKind::UvmEndorsement;
    if (isVirtual(content)) return EvidenceKind::Virtual;
    const auto named = std::ranges::find(kEvidence, baseName(name), &EvidenceName::name);
    if (named == std::end(kEvidence) || isCcfQuotes(content)) return {};
    return named->kind;
}

Result<std::vector<AttestationInput>> evidenceInFile(NamedBytes file)
{
    if (isCcfQuotes(file.content)) return ccfQuotes(file);
    const auto kind = kindOfEvidence(file.content, file.source);
    if (!kind) return Error{ErrorCode::Unsupported, file.source, "no attestation evidence known here"};
    AttestationInput input;
    input.kind = *kind;
    input.evidence = std::move(file);
    return std::vector<AttestationInput>{std::move(input)};
}

Result<AttestationInput> evidenceInFolder(std::vector<NamedBytes> files)
{
    AttestationInput input;
    const auto found = [&](std::string_view name) {
        return std::ranges::find_if(files, [&](const NamedBytes& file) { return baseName(file.source) == name; });
    };
    const auto evidence =
        std::ranges::find_if(kEvidence, [&](const EvidenceName& one) { return found(one.name) != files.end(); });
    if (evidence == std::end(kEvidence)) return Error{ErrorCode::NotFound, "attestation evidence", {}};
    const auto file = found(evidence->name);
    input.kind = evidence->kind;
    for (const PartName& part : kParts)
        if (const auto beside = found(part.name); beside != files.end() && part.name != evidence->name)
            input.parts.emplace(part.role, *beside);
    input.evidence = *file;
    return input;
}

} // namespace countersign::attestation
