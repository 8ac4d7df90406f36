#include "core/attestation/fields.h"
#include "core/attestation/quote.h"

#include "core/base/hex.h"

#include <iterator>

namespace countersign::attestation {

namespace {

using Form = Field::Form;

constexpr Field kHeader[] = {
    {"quote_version", 0, 2, Form::Number},
    {"attestation_key_type", 2, 2, Form::Number},
    {"tee_type", 4, 4, Form::Reversed},
    {"qe_svn", 8, 2, Form::Number},
    {"pce_svn", 10, 2, Form::Number},
    {"qe_vendor_id", 12, 16},
    {"user_data", 28, 20},
};

constexpr Field kSgx[] = {
    {"cpusvn", 0, 16},
    {"miscselect", 16, 4},
    {"isv_ext_prod_id", 32, 16},
    {"attributes", 48, 16},
    {"mrenclave", 64, 32},
    {"mrsigner", 128, 32},
    {"config_id", 192, 64},
    {"isv_prod_id", 256, 2, Form::Number},
    {"isv_svn", 258, 2, Form::Number},
    {"config_svn", 260, 2, Form::Number},
    {"isv_family_id", 304, 16},
    {"report_data", 320, 64},
};

constexpr Field kTdx[] = {
    {"tee_tcb_svn", 0, 16},    {"mrseam", 16, 48},         {"mrsignerseam", 64, 48}, {"seam_attributes", 112, 8},
    {"td_attributes", 120, 8}, {"xfam", 128, 8},           {"mrtd", 136, 48},        {"mrconfigid", 184, 48},
    {"mrowner", 232, 48},      {"mrownerconfig", 280, 48}, {"rtmr0", 328, 48},       {"rtmr1", 376, 48},
    {"rtmr2", 424, 48},        {"rtmr3", 472, 48},         {"report_data", 520, 64}, {"tee_tcb_svn2", 584, 16},
    {"mrservicetd", 600, 48},
};

} // namespace

StructureNode quoteStructure(const Quote& quote, std::uint64_t base)
{
    const Bytes all = quote.bytes;
    const auto placed = [&](Bytes part) {
        return ByteRange{base + static_cast<std::uint64_t>(part.data() - all.data()), part.size()};
    };
    const auto hex = [&](const char* name, Bytes part) { return valueNode(name, toHex(part), placed(part), "hex"); };
    const Bytes bodyBytes = quote.bodyBytes();
    const bool sgx = quote.tee == Tee::Sgx;
    StructureNode body = groupNode("body", {base + quote.body.offset, quote.body.length},
                                   sgx ? fieldNodes(bodyBytes, kSgx, base + quote.body.offset)
                                       : fieldNodes(bodyBytes, kTdx, base + quote.body.offset));
    body.children.push_back(
        valueNode("debug", (sgx ? quote.sgx().debug() : quote.tdx().debug()) ? "true" : "false", {}, "bool"));

    const Bytes qe = quote.qeReport.bytes;
    StructureNode qeReport = groupNode("qe_report", placed(qe), fieldNodes(qe, kSgx, placed(qe).offset));
    qeReport.children.push_back(valueNode("debug", quote.qeReport.debug() ? "true" : "false", {}, "bool"));
    const std::uint64_t dataAt = base + quote.signedPart.size() + 4;
    StructureNode data = groupNode(
        "signature_data", {dataAt, base + all.size() - dataAt},
        {hex("signature", quote.signature), hex("attestation_key", quote.attestationKey), std::move(qeReport),
         hex("qe_report_signature", quote.qeSignature), hex("qe_auth_data", quote.qeAuthData),
         valueNode("cert_data_type", std::to_string(quote.certificationType), {}, "uint"),
         valueNode("certification_data", toHex(quote.certificationData), placed(quote.certificationData), "hex")});
    return groupNode(
        "quote", {base, all.size()},
        {groupNode("header", {base, kQuoteHeaderSize}, fieldNodes(all.first(kQuoteHeaderSize), kHeader, base)),
         valueNode("tee", teeName(quote.tee)), std::move(body), std::move(data),
         valueNode("trailing_bytes", std::to_string(quote.trailingBytes), {}, "uint")});
}

} // namespace countersign::attestation
