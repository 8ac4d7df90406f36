#include "tests/unit/attestation/attestation_cases.h"

#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "tests/support/vectors.h"

#include <stdexcept>

namespace countersign::test {

namespace {

using namespace attestation;
using nlohmann::json;

NamedBytes fileOf(const json& path)
{
    const auto name = path.get<std::string>();
    return {contentOf(vectorsFolder() / "attestation" / name), name};
}

EvidenceKind kindOf(const std::string& kind)
{
    if (kind == "snp-report" || kind == "aci-bundle") return EvidenceKind::SnpReport;
    if (kind == "uvm-endorsement") return EvidenceKind::UvmEndorsement;
    if (kind == "ccf-virtual") return EvidenceKind::Virtual;
    return kind.starts_with("azure-hcl") ? EvidenceKind::HclReport : EvidenceKind::Quote;
}

AttestationInput inputOf(const json& data)
{
    const std::pair<const char*, Role> kParts[] = {
        {"endorsements", Role::Endorsements}, {"oe_endorsements", Role::OeEndorsements},
        {"uvm_endorsements", Role::Uvm},      {"thim", Role::Thim},
        {"cose_key", Role::CoseKey},          {"security_policy_base64", Role::SecurityPolicy},
        {"node_public_key", Role::NodeKey},   {"quote", Role::Quote},
        {"runtime_data", Role::RuntimeData},  {"report", Role::Report},
        {"collateral", Role::Collateral},
    };
    AttestationInput input;
    input.kind = kindOf(data.at("kind").get<std::string>());
    const json& files = data.at("files");
    const char* evidence = "quote";
    if (input.kind == EvidenceKind::SnpReport) evidence = "report";
    if (input.kind == EvidenceKind::UvmEndorsement) evidence = "uvm_endorsements";
    if (input.kind == EvidenceKind::HclReport) evidence = "hcl_report";
    if (!files.contains(evidence)) return input; // did:x509
    input.evidence = fileOf(files.at(evidence));
    for (const auto& [name, role] : kParts)
        if (files.contains(name) && std::string(name) != evidence) input.parts[role] = fileOf(files.at(name));
    if (data.contains("measurement")) input.measurement = fromHex(data.at("measurement").get<std::string>()).value();
    return input;
}

/// "spki-sha256:<hash> as Milan": a test root, which must be the only one.
void setRoots(const json& data, AttestationContext& context)
{
    const std::string root =
        data.at("trust_root").is_string() ? data.at("trust_root").get<std::string>() : std::string();
    constexpr std::string_view kMark = "spki-sha256:";
    if (!root.starts_with(kMark)) return;
    const auto digest = digestFromHex(root.substr(kMark.size(), 64)).value();
    const auto product = root.find(" as ");
    context.roots.clear();
    if (product == std::string::npos)
        context.roots.push_back({"test root", Vendor::Intel, {}, digest});
    else
        context.roots.push_back({"test root", Vendor::Amd, root.substr(product + 4), digest});
}

void setPolicy(const json& data, AttestationContext& context)
{
    if (data.contains("uvm_roots_of_trust")) {
        context.policy.uvmRoots.clear();
        for (const json& root : data.at("uvm_roots_of_trust"))
            context.policy.uvmRoots.push_back({root.at("did").get<std::string>(), root.at("feed").get<std::string>(),
                                               std::stoull(root.at("svn").get<std::string>())});
    }
    if (!data.contains("policy")) return;
    const json& policy = data.at("policy");
    if (policy.contains("measurement"))
        context.policy.snpMeasurements.push_back(fromHex(policy.at("measurement").get<std::string>()).value());
    if (policy.contains("host_data"))
        context.policy.hostData.push_back(fromHex(policy.at("host_data").get<std::string>()).value());
    if (!policy.contains("minimum_tcb")) return;
    const json& minimum = policy.at("minimum_tcb");
    SnpTcb tcb;
    tcb.bootLoader = minimum.at("boot_loader").get<std::uint8_t>();
    tcb.tee = minimum.at("tee").get<std::uint8_t>();
    tcb.snp = minimum.at("snp").get<std::uint8_t>();
    tcb.microcode = minimum.at("microcode").get<std::uint8_t>();
    context.policy.minimumTcb[data.at("product").get<std::string>()] = tcb;
}

} // namespace

std::vector<AttestationCase> attestationCases()
{
    const auto index = parseJson(contentOf(vectorsFolder() / "attestation" / "index.json"));
    if (!index) throw std::runtime_error(index.error().detail);
    std::vector<AttestationCase> cases;
    for (const json& data : index->at("cases")) {
        AttestationCase one;
        one.id = data.at("id").get<std::string>();
        one.data = data;
        one.input = inputOf(data);
        if (data.at("verify_time").is_string())
            one.context.at = parseIso8601(data.at("verify_time").get<std::string>()).value();
        setRoots(data, one.context);
        setPolicy(data, one.context);
        cases.push_back(std::move(one));
    }
    return cases;
}

const StructureNode* findNode(const StructureNode& root, const std::string& name)
{
    if (root.name == name) return &root;
    for (const StructureNode& child : root.children)
        if (const StructureNode* found = findNode(child, name)) return found;
    return nullptr;
}

} // namespace countersign::test
