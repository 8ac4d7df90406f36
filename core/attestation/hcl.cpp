#include "core/attestation/hcl.h"

#include "core/attestation/check_ids.h"
#include "core/attestation/fields.h"
#include "core/attestation/quote_verifier.h"
#include "core/attestation/reasons.h"
#include "core/attestation/snp_verifier.h"
#include "core/base/byte_reader.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/crypto/sha2.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

constexpr std::size_t kHeaderSize = 0x20;
constexpr std::size_t kRuntimeAt = kHeaderSize + kSnpReportSize; ///< 0x4c0.
constexpr std::size_t kTdReportSize = 1024;
constexpr std::size_t kTdReportData = 128;
constexpr std::size_t kTdMrtd = 528;
constexpr std::uint32_t kSnpType = 2;
constexpr std::uint32_t kTdxType = 4;

const char* hashName(std::uint32_t type)
{
    return type == 1 ? "SHA-256" : type == 2 ? "SHA-384" : "SHA-512";
}

std::string textOf(const nlohmann::json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void addRuntimeNodes(const HclReport& report, StructureNode& structure, ByteRange range)
{
    StructureNode runtime = groupNode("runtime_data", range, {});
    if (const auto json = parseJson(report.runtimeData, {.depth = 32, .values = 10'000}); json && json->is_object()) {
        const auto keys = json->find("keys");
        for (std::size_t i = 0; keys != json->end() && keys->is_array() && i < keys->size(); ++i)
            runtime.children.push_back(valueNode("key", jsonText((*keys)[i], "kid").value_or("")));
        const auto machine = json->find("vm-configuration");
        if (machine != json->end() && machine->is_object())
            for (const auto& [name, value] : machine->items())
                runtime.children.push_back(valueNode(name, textOf(value)));
        if (const auto user = jsonText(*json, "user-data"))
            runtime.children.push_back(valueNode("user_data", *user, {}, "hex"));
    }
    structure.children.push_back(std::move(runtime));
}

StructureNode hclStructure(const HclReport& report, Bytes bytes)
{
    StructureNode structure =
        groupNode("hcl_report", {0, bytes.size()},
                  {valueNode("version", std::to_string(report.version), ByteRange{4, 4}, "uint"),
                   valueNode("request_type", std::to_string(report.requestType), ByteRange{12, 4}, "uint"),
                   valueNode("report_type", report.hardware == HclReport::Hardware::Snp ? "SNP" : "TDX"),
                   valueNode("hash_type", hashName(report.hashType))});
    const auto at = static_cast<std::uint64_t>(report.runtimeData.data() - bytes.data());
    const std::uint64_t end = at + report.runtimeData.size();
    structure.children.push_back(groupNode("header_unsigned", {8, kHeaderSize - 8}, {}));
    structure.children.push_back(groupNode("runtime_header", {kRuntimeAt, 8}, {}));
    addRuntimeNodes(report, structure, {at, report.runtimeData.size()});
    structure.children.push_back(groupNode("padding", {end, bytes.size() - end}, {}));
    return structure;
}

void judgeFilesBeside(const HclReport& report, const AttestationInput& input, Judgement& judgement)
{
    const NamedBytes* runtime = input.part(Role::RuntimeData);
    const NamedBytes* hardware = input.part(Role::Report);
    if (!runtime && !hardware) return;
    const bool same = (!runtime || std::ranges::equal(runtime->content, report.runtimeData)) &&
                      (!hardware || std::ranges::equal(hardware->content, report.hardwareReport));
    judgement.ask(kCheckHclFilesAgree, same, kReasonBindingMismatch);
}

/// A TDREPORT is good on its own machine only; what it says must be said by a signed quote.
void judgeTdx(const HclReport& report, const AttestationInput& input, const AttestationContext& context,
              Judgement& judgement, StructureNode& structure)
{
    const NamedBytes* file = input.part(Role::Quote);
    if (!file)
        return judgement.undecided(kCheckCollateralPresent, kReasonCollateralMissing,
                                   "the TD quote that signs what the report says");
    auto quote = parseQuote(file->content);
    if (quote && quote->tee == Tee::Tdx) {
        judgement.ask(kCheckHclQuoteReportData, std::ranges::equal(quote->reportData(), report.reportData()),
                      kReasonBindingMismatch, toHex(report.reportData()));
        judgement.ask(kCheckHclQuoteMrtd,
                      std::ranges::equal(quote->tdx().mrtd(), report.hardwareReport.subspan(kTdMrtd, 48)),
                      kReasonMeasurementMismatch);
    } else {
        judgement.fail(kCheckHclQuoteReportData, kReasonBindingMismatch, "no TD quote");
    }
    StructureNode inner;
    judgeQuote(file->content, input, context, judgement, inner);
    structure.children.push_back(std::move(inner));
}

} // namespace

Bytes HclReport::reportData() const
{
    return hardwareReport.subspan(hardware == Hardware::Snp ? 0x50 : kTdReportData, 64);
}

ByteVector HclReport::runtimeHash() const
{
    using crypto::HashAlgorithm;
    return crypto::hashOf(hashType == 1   ? HashAlgorithm::Sha256
                          : hashType == 2 ? HashAlgorithm::Sha384
                                          : HashAlgorithm::Sha512,
                          runtimeData);
}

Result<HclReport> parseHcl(Bytes bytes)
{
    if (bytes.size() < kRuntimeAt + 20)
        return Error{ErrorCode::Truncated, "HCL report", std::to_string(bytes.size()) + " bytes"};
    const auto number = [&](std::size_t at) { return static_cast<std::uint32_t>(littleEndian(bytes.subspan(at, 4))); };
    HclReport report;
    report.version = number(4);
    report.requestType = number(12);
    const std::uint32_t type = number(kRuntimeAt + 8);
    report.hashType = number(kRuntimeAt + 12);
    const std::uint32_t length = number(kRuntimeAt + 16);
    if (countersign::textOf(bytes.first(4)) != "HCLA") return Error{ErrorCode::Malformed, "HCL report: mark", {}};
    if ((report.version != 1 && report.version != 2) || (type != kSnpType && type != kTdxType) || report.hashType < 1 ||
        report.hashType > 3)
        return Error{ErrorCode::Unsupported, "HCL report: version or type",
                     std::to_string(report.version) + ", " + std::to_string(type)};
    if (length > bytes.size() - kRuntimeAt - 20)
        return Error{ErrorCode::Truncated, "HCL report: runtime data", std::to_string(length)};
    report.hardware = type == kSnpType ? HclReport::Hardware::Snp : HclReport::Hardware::Tdx;
    report.hardwareReport = bytes.subspan(kHeaderSize, type == kSnpType ? kSnpReportSize : kTdReportSize);
    report.runtimeData = bytes.subspan(kRuntimeAt + 20, length);
    return report;
}

void judgeHcl(Bytes bytes, const AttestationInput& input, const AttestationContext& context, Judgement& judgement,
              StructureNode& structure)
{
    auto report = parseHcl(bytes);
    if (!report) return judgement.refuse(kCheckHclFormat, report.error());
    judgement.pass(kCheckHclFormat, report->hardware == HclReport::Hardware::Snp ? "SEV-SNP" : "TDX");
    structure = hclStructure(*report, bytes);
    const ByteVector hash = report->runtimeHash();
    const Bytes data = report->reportData();
    judgement.ask(kCheckHclRuntimeDataHash,
                  std::ranges::equal(data.first(hash.size()), hash) && allZero(data.subspan(hash.size())),
                  kReasonBindingMismatch, "runtime data " + toHex(hash) + "; report data " + toHex(data));
    judgeFilesBeside(*report, input, judgement);
    if (report->hardware == HclReport::Hardware::Tdx) return judgeTdx(*report, input, context, judgement, structure);
    StructureNode inner;
    judgeSnp(report->hardwareReport, input, context, judgement, inner);
    structure.children.push_back(snpStructure(parseSnpReport(report->hardwareReport).value(), {}, kHeaderSize));
}

} // namespace countersign::attestation
