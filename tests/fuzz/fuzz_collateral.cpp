#include "core/attestation/collateral.h"
#include "core/attestation/oe_evidence.h"
#include "core/attestation/policy.h"
#include "core/attestation/tcb_info.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;
using namespace countersign::attestation;

FUZZ_TARGET(collateral, bytes)
{
    const auto check = [](const Collateral& collateral) {
        for (const auto* piece : {&collateral.tcbInfo, &collateral.qeIdentity})
            if (*piece) FUZZ_CHECK((*piece)->signature.size() <= (1u << 20));
        if (collateral.tcbInfo)
            if (const auto info = parseTcbInfo(collateral.tcbInfo->text))
                FUZZ_CHECK((info->version != 2 && info->version != 3) || info->fmspc.size() == 6);
        if (collateral.qeIdentity)
            if (const auto identity = parseQeIdentity(collateral.qeIdentity->text))
                FUZZ_CHECK(identity->attributes.size() == 16 && identity->mrsigner.size() == 32);
    };
    check(readCollateralJson(bytes, "fuzz"));
    if (const auto endorsements = readOeEndorsements(bytes, "fuzz")) check(*endorsements);
    if (const auto claims = parseOeClaims(bytes)) FUZZ_CHECK(claims->size() <= 64);
    if (const auto policy = parsePolicy(bytes)) FUZZ_CHECK(!policy->acceptedStates.contains("Revoked"));
    FUZZ_CHECK(oeQuoteOffset(bytes) <= bytes.size());
}
