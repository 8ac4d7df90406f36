#include "core/attestation/fields.h"
#include "core/attestation/snp_report.h"

#include <algorithm>
#include <iterator>

namespace countersign::attestation {

namespace {

using Form = Field::Form;

constexpr Field kFields[] = {
    {"version", 0x000, 4, Form::Number},
    {"guest_svn", 0x004, 4, Form::Number},
    {"policy", 0x008, 8, Form::Reversed},
    {"family_id", 0x010, 16},
    {"image_id", 0x020, 16},
    {"vmpl", 0x030, 4, Form::Number},
    {"signature_algo", 0x034, 4, Form::Number},
    {"current_tcb", 0x038, 8, Form::Reversed},
    {"platform_info", 0x040, 8, Form::Reversed},
    {"key_info", 0x048, 4, Form::Reversed},
    {"reserved", 0x04c, 4},
    {"report_data", 0x050, 64},
    {"measurement", 0x090, 48},
    {"host_data", 0x0c0, 32},
    {"id_key_digest", 0x0e0, 48},
    {"author_key_digest", 0x110, 48},
    {"report_id", 0x140, 32},
    {"report_id_ma", 0x160, 32},
    {"reported_tcb", 0x180, 8, Form::Reversed},
};

constexpr Field kLaterFields[] = {
    {"chip_id", 0x1a0, 64},
    {"committed_tcb", 0x1e0, 8, Form::Reversed},
};

constexpr Field kMitigations[] = {
    {"launch_mit_vector", 0x1f8, 8, Form::Reversed},
    {"current_mit_vector", 0x200, 8, Form::Reversed},
};

constexpr Field kSignature[] = {{"r", 0x2a0, 72}, {"s", 0x2e8, 72}, {"padding", 0x330, 368}};

constexpr BitName kPolicyBits[] = {
    {"smt", 16},
    {"reserved_must_be_one", 17},
    {"migrate_ma", 18},
    {"debug", 19},
    {"single_socket", 20},
    {"cxl_allow", 21},
    {"mem_aes_256_xts", 22},
    {"rapl_dis", 23},
    {"ciphertext_hiding_dram", 24},
    {"page_swap_disable", 25},
};

constexpr BitName kPlatformBits[] = {
    {"smt_en", 0},
    {"tsme_en", 1},
    {"ecc_en", 2},
    {"rapl_dis", 3},
    {"ciphertext_hiding_dram_en", 4},
    {"alias_check_complete", 5},
    {"tio_en", 7},
};

StructureNode* child(std::vector<StructureNode>& nodes, std::string_view name)
{
    const auto found = std::ranges::find(nodes, name, &StructureNode::name);
    return found == nodes.end() ? nullptr : &*found;
}

std::vector<StructureNode> tcbParts(Bytes bytes, std::string_view product)
{
    const SnpTcb tcb = decodeSnpTcb(bytes, product);
    std::vector<StructureNode> parts;
    const auto add = [&](const char* name, std::uint8_t value) {
        parts.push_back(valueNode(name, std::to_string(value), {}, "uint"));
    };
    if (product == "Turin") add("fmc", tcb.fmc);
    add("boot_loader", tcb.bootLoader);
    add("tee", tcb.tee);
    add("snp", tcb.snp);
    add("microcode", tcb.microcode);
    return parts;
}

const char* signingKeyName(SnpSigningKey key)
{
    switch (key) {
    case SnpSigningKey::Vcek:
        return "VCEK";
    case SnpSigningKey::Vlek:
        return "VLEK";
    case SnpSigningKey::None:
        return "none";
    case SnpSigningKey::Unknown:
        break;
    }
    return "unknown";
}

StructureNode firmware(const char* name, const SnpReport& report, std::uint32_t offset, std::uint64_t base)
{
    const Bytes b = report.bytes; // build, minor, major
    const std::string text =
        std::to_string(b[offset + 2]) + '.' + std::to_string(b[offset + 1]) + '.' + std::to_string(b[offset]);
    return valueNode(name, text, ByteRange{base + offset, 3}, "version");
}

void addBits(std::vector<StructureNode>& nodes, const SnpReport& report)
{
    if (StructureNode* policy = child(nodes, "policy")) {
        policy->children = bitNodes(report.policy, kPolicyBits);
        policy->children.insert(policy->children.begin(),
                                {valueNode("abi_minor", std::to_string(report.policy & 0xff), {}, "uint"),
                                 valueNode("abi_major", std::to_string(report.policy >> 8 & 0xff), {}, "uint")});
    }
    if (StructureNode* platform = child(nodes, "platform_info"))
        platform->children = bitNodes(report.platformInfo, kPlatformBits);
    if (StructureNode* key = child(nodes, "key_info")) {
        constexpr BitName kBits[] = {{"author_key_en", 0}, {"mask_chip_key", 1}};
        key->children = bitNodes(report.keyInfo, kBits);
        key->children.push_back(valueNode("signing_key", signingKeyName(report.signingKey())));
    }
}

void append(std::vector<StructureNode>& nodes, std::vector<StructureNode> more)
{
    nodes.insert(nodes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

} // namespace

StructureNode snpStructure(const SnpReport& report, std::string_view product, std::uint64_t base)
{
    const std::string known(product.empty() ? report.product() : std::string(product));
    const Bytes bytes = report.bytes;
    std::vector<StructureNode> nodes = fieldNodes(bytes, kFields, base);
    if (report.hasCpuid()) nodes.push_back(valueNode("cpuid", report.cpuidText(), ByteRange{base + 0x188, 3}));
    append(nodes, fieldNodes(bytes, kLaterFields, base));
    nodes.push_back(firmware("current_version", report, 0x1e8, base));
    nodes.push_back(firmware("committed_version", report, 0x1ec, base));
    constexpr Field kLaunch[] = {{"launch_tcb", 0x1f0, 8, Form::Reversed}};
    append(nodes, fieldNodes(bytes, kLaunch, base));
    if (report.version >= 5) append(nodes, fieldNodes(bytes, kMitigations, base));
    addBits(nodes, report);
    for (const auto& [name, offset] : {std::pair("current_tcb", 0x38u), std::pair("reported_tcb", 0x180u),
                                       std::pair("committed_tcb", 0x1e0u), std::pair("launch_tcb", 0x1f0u)})
        if (StructureNode* tcb = child(nodes, name)) tcb->children = tcbParts(bytes.subspan(offset, 8), known);
    nodes.push_back(groupNode("signature", {base + 0x2a0, 512}, fieldNodes(bytes, kSignature, base)));
    return groupNode("snp_report", {base, kSnpReportSize}, std::move(nodes));
}

} // namespace countersign::attestation
