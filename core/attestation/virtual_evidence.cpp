#include "core/attestation/virtual_evidence.h"

#include "core/attestation/bindings.h"
#include "core/attestation/check_ids.h"
#include "core/attestation/fields.h"
#include "core/attestation/reasons.h"
#include "core/base/base64.h"
#include "core/base/strict_json.h"

namespace countersign::attestation {

void judgeVirtual(Bytes bytes, const AttestationInput& input, const AttestationContext& context, Judgement& judgement,
                  StructureNode& structure)
{
    judgement.undecided(kCheckVirtualAssurance, kReasonNoAssurance, "format Insecure_Virtual: nothing here is signed");
    structure = groupNode("virtual", {0, bytes.size()}, {});
    if (bytes.empty()) return;
    auto json = parseJson(bytes, {.depth = 32, .values = 1000});
    if (!json) return judgement.refuse(kCheckEvidenceReadable, json.error());
    for (const char* member : {"measurement", "host_data", "report_data"})
        if (const auto text = jsonText(*json, member)) structure.children.push_back(valueNode(member, *text));
    auto reportData = fromBase64(jsonText(*json, "report_data").value_or(""));
    if (!reportData || (reportData->size() != 32 && reportData->size() != 64)) return;
    reportData->resize(64);
    judgeBindings(*reportData, input, context, judgement);
}

} // namespace countersign::attestation
