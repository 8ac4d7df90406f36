#include "core/attestation/roots.h"

#include "core/base/hex.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

// Everything that a verdict on hardware rests on. To check a row, take the vendor's root certificate and compute
//   openssl x509 -in root.pem -pubkey -noout | openssl pkey -pubin -outform DER | sha256sum
// AMD:   kdsintf.amd.com/vcek/v1/<product>/cert_chain, the second certificate
// Intel: certificates.trustedservices.intel.com/Intel_SGX_Provisioning_Certification_RootCA.pem
struct Row {
    const char* name;
    Vendor vendor;
    const char* product;
    const char* spkiSha256;
};

constexpr Row kRoots[] = {
    {"AMD ARK-Milan", Vendor::Amd, "Milan", "9f056bee44377e29308cb5ffa895bdfb62d18881fa6bed8d6f075b0204089cb9"},
    {"AMD ARK-Genoa", Vendor::Amd, "Genoa", "429a69c9422aa258ee4d8db5fcda9c6470ef15f8cd5a9cebd6cbc7d90b863831"},
    {"AMD ARK-Turin", Vendor::Amd, "Turin", "4f125410563a2ab9a50356f9243f6fe0b6f73de98603f53f90339c70e9d7ad08"},
    {"Intel SGX Root CA", Vendor::Intel, "", "a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e"},
};

// The digest in the names is that of the whole certificate of Microsoft Supply Chain RSA Root CA 2022
// (23ffe2b8bdb9a1711515d4cffda04bc7f793d513c76c243f1020507d8669b7db) in base64url.
constexpr const char* kMicrosoft =
    "did:x509:0:sha256:I__iuL25oXEVFdTP_aBLx_eT1RPHbCQ_ECBQfYZpt9s::eku:1.3.6.1.4.1.311.";

} // namespace

const std::vector<RootPin>& builtinRoots()
{
    static const std::vector<RootPin> pins = [] {
        std::vector<RootPin> made;
        for (const Row& row : kRoots)
            made.push_back({row.name, row.vendor, row.product, digestFromHex(row.spkiSha256).value()});
        return made;
    }();
    return pins;
}

const RootPin* findPin(std::span<const RootPin> pins, Vendor vendor, const Digest& spki) noexcept
{
    const auto found =
        std::ranges::find_if(pins, [&](const RootPin& pin) { return pin.vendor == vendor && pin.spki == spki; });
    return found == pins.end() ? nullptr : &*found;
}

const std::vector<UvmRoot>& builtinUvmRoots()
{
    static const std::vector<UvmRoot> roots = {
        {std::string(kMicrosoft) + "76.59.1.2", "ContainerPlat-AMD-UVM", 100},
        {std::string(kMicrosoft) + "76.59.1.5", "ConfAKS-AMD-UVM", 1},
    };
    return roots;
}

} // namespace countersign::attestation
