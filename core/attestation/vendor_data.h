#pragma once

#include "core/attestation/evidence.h"
#include "core/attestation/quote.h"
#include "core/attestation/snp_report.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::attestation {

/// Where vendors give out certificates and data about platforms (spec attestation 4 and 8). Others: a cache in between.
struct VendorPlaces {
    std::string amd = "https://kdsintf.amd.com";
    std::string intel = "https://api.trustedservices.intel.com";
    std::string intelRoot = "https://certificates.trustedservices.intel.com";
};

enum class VendorForm : std::uint8_t { Certificate, Chain, RevocationList, SignedJson };

/// One thing that a vendor gives out. Asking for it tells the vendor which platform is looked at.
struct VendorItem {
    std::string url;         ///< Exact.
    std::string file;        ///< Its name when it is brought by hand, and in the cache.
    VendorForm form = VendorForm::Certificate;
    std::string chainHeader; ///< Lower case; of the reply's header with the signer's chain. Empty: there is none.
    bool lasting = false;    ///< Never changes: names chip and firmware, or is a root's.
};

/// AMD's for a report: the certificate of its key (none for a VLEK, or where the chip is masked), the chain above it and
/// its revocation list. Empty when the product is not known.
std::vector<VendorItem> amdItems(const SnpReport& report, std::string_view product, const VendorPlaces& places = {});

/// Intel's for a platform: TCB info, identity of the quoting enclave, revocation lists. `authority` is "platform" or
/// "processor", after the CA that issued the platform's certificate.
std::vector<VendorItem> intelItems(Tee tee, Bytes fmspc, std::string_view authority, const VendorPlaces& places = {});

/// "platform" or "processor", by the name of Intel's intermediate CA.
std::string_view authorityOf(const crypto::Certificate& intermediate);

/// What judging the evidence would need besides what came with it and `context`, in the order in which it is needed.
std::vector<VendorItem> neededItems(const AttestationInput& input, const AttestationContext& context,
                                    const VendorPlaces& places = {});

/// Of several pieces; each URL once.
std::vector<VendorItem> neededItems(const std::vector<AttestationInput>& inputs, const AttestationContext& context,
                                    const VendorPlaces& places = {});

/// "URL as FILE; URL as FILE", for the evidence of a check.
std::string bringText(const std::vector<VendorItem>& items);

} // namespace countersign::attestation
