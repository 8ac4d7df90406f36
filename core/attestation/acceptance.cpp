#include "core/attestation/acceptance.h"

#include "core/attestation/check_ids.h"
#include "core/attestation/governance_tables.h"
#include "core/attestation/oe_evidence.h"
#include "core/attestation/quote.h"
#include "core/attestation/snp_report.h"
#include "core/attestation/uvm.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"

namespace countersign::attestation {

namespace {

std::vector<ShownValue> ofReport(const AttestationInput& input)
{
    const auto report = parseSnpReport(input.evidence.content);
    if (!report) return {};
    std::vector<ShownValue> values{{kCheckPolicyHostData, kTableHostData, toHex(report->hostData())}};
    const NamedBytes* uvm = input.part(Role::Uvm);
    if (!uvm) {
        values.push_back({kCheckPolicyMeasurement, kTableMeasurements, toHex(report->measurement())});
    } else if (const auto endorsement = parseUvm(uvm->content)) {
        values.push_back({kCheckUvmRootOfTrust, kTableUvm, endorsement->issuer});
    }
    return values;
}

std::vector<ShownValue> ofQuote(Bytes evidence)
{
    const auto quote = parseQuote(evidence.subspan(std::min(oeQuoteOffset(evidence), evidence.size())));
    if (!quote || quote->tee != Tee::Sgx) return {};
    return {{kCheckPolicyMeasurement, kTableCodeIds, toHex(quote->sgx().mrenclave())}};
}

std::vector<ShownValue> ofVirtual(Bytes evidence)
{
    const auto said = parseJson(evidence, {.depth = 32, .values = 1000});
    if (!said) return {};
    std::vector<ShownValue> values;
    if (const auto text = jsonText(*said, "measurement"))
        values.push_back({kCheckPolicyMeasurement, kTableVirtualMeasurements, *text});
    if (const auto text = jsonText(*said, "host_data"))
        values.push_back({kCheckPolicyHostData, kTableVirtualHostData, *text});
    return values;
}

} // namespace

std::vector<ShownValue> shownValues(const AttestationInput& input)
{
    const Bytes evidence = input.evidence.content;
    if (evidence.size() > kEvidenceLimit) return {};
    switch (input.kind) {
    case EvidenceKind::SnpReport: return ofReport(input);
    case EvidenceKind::Quote: return ofQuote(evidence);
    case EvidenceKind::Virtual: return ofVirtual(evidence);
    case EvidenceKind::UvmEndorsement:
    case EvidenceKind::HclReport:
    case EvidenceKind::Missing: break;
    }
    return {};
}

Result<std::vector<Acceptance>> acceptancesIn(TableHistory& tables, const AttestationInput& input, SeqNo at,
                                              const std::string& ledger)
{
    std::vector<Acceptance> answers;
    for (ShownValue& value : shownValues(input)) {
        auto row = tables.row(value.table, bytesOf(value.key), at);
        if (!row && row.error().code != ErrorCode::NotFound) return std::move(row).error();
        const bool found = row && *row;
        answers.push_back({value.check, std::string(value.table), std::move(value.key),
                           found ? std::optional((**row).seqno) : std::nullopt, at, ledger});
    }
    return answers;
}

} // namespace countersign::attestation
