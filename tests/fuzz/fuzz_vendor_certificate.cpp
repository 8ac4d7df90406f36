#include "core/attestation/pck.h"
#include "core/attestation/snp_certificate.h"
#include "core/attestation/x509.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;
using namespace countersign::attestation;

// A certificate of AMD's or Intel's, or a revocation list, in DER.
FUZZ_TARGET(vendor_certificate, bytes)
{
    if (const auto list = Crl::parse(bytes)) {
        FUZZ_CHECK(!list->currentAt(UtcTime{list->nextUpdate().seconds + 1}));
        FUZZ_CHECK(Crl::parse(bytes).has_value());
    }
    const auto certificate = crypto::Certificate::fromDer(bytes);
    if (!certificate) return;
    if (const auto pck = readPckExtension(*certificate))
        FUZZ_CHECK(pck->fmspc.size() == 6 && pck->pceId.size() == 2 && pck->ppid.size() == 16);
    const SnpLeaf leaf = readSnpLeaf(*certificate);
    FUZZ_CHECK(leaf.hardwareId.empty() || leaf.hardwareId.size() == 8 || leaf.hardwareId.size() == 64);
    FUZZ_CHECK(leaf.productName.starts_with(leaf.product));
    FUZZ_CHECK(!isSelfSigned(*certificate) || issuerCommonName(*certificate) == commonName(*certificate));
    static_cast<void>(describe(*certificate));
    static_cast<void>(issuedByCa(*certificate, *certificate));
}
