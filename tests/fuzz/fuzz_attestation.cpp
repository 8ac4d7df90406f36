#include "core/attestation/attestation_report.h"
#include "core/attestation/recognise.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;
using namespace countersign::attestation;

namespace {

/// Children lie inside the evidence.
void checkRanges(const StructureNode& node, std::size_t size)
{
    if (node.range) FUZZ_CHECK(node.range->offset <= size && node.range->length <= size - node.range->offset);
    for (const StructureNode& child : node.children) checkRanges(child, size);
}

} // namespace

// The first byte chooses the kind; nobody's root is pinned, so nothing may pass.
FUZZ_TARGET(attestation, bytes)
{
    if (bytes.empty()) return;
    AttestationContext context;
    context.at = UtcTime{1'750'000'000};
    context.roots.clear();
    const Bytes content = bytes.subspan(1);
    AttestationInput input;
    input.kind = static_cast<EvidenceKind>(bytes[0] % 5);
    input.evidence = {copyOf(content), "fuzz"};
    const AttestationReport report = judgeAttestation(input, context);
    FUZZ_CHECK(report.overall() != Verdict::Passed && report.overall() != Verdict::NotChecked);
    if (input.kind != EvidenceKind::HclReport) checkRanges(report.structure, content.size());
    if (const auto found = evidenceInFile({copyOf(content), "fuzz"}))
        for (const AttestationInput& one : *found)
            FUZZ_CHECK(judgeAttestation(one, context).overall() != Verdict::Passed);
}
