#include "tests/unit/attestation/test_snp.h"

#include <algorithm>

namespace countersign::test {

using namespace attestation;

namespace {

const std::string kBase = "1.3.6.1.4.1.3704.1.";

} // namespace

TestSnp::TestSnp()
{
    const TestKey rootKey = TestKey::rsa("ark");
    const TestKey middleKey = TestKey::rsa("ask");
    root = {
        .subject = "ARK-Milan", .issuer = "ARK-Milan", .key = rootKey, .issuerKey = rootKey, .ca = true, .serial = 100};
    intermediate = {.subject = "SEV-Milan",
                    .issuer = "ARK-Milan",
                    .key = middleKey,
                    .issuerKey = rootKey,
                    .ca = true,
                    .serial = 200};
    leaf = {.subject = "SEV-VCEK", .issuer = "SEV-Milan", .key = TestKey::ec("vcek", "P-384"), .issuerKey = middleKey};
    leaf.extensions = {{kBase + "2", derOf(0x16, bytesOf("Milan-B0"))}, {kBase + "4", ByteVector(64, 0x5a)}};
    setLeafTcb(4, 0, 24, 219);
    report[0] = 3;
    report[0x0a] = 2; // POLICY bit 17
    report[0x34] = 1;
    report[0x188] = 0x19;
    report[0x189] = 0x01;
    std::fill_n(report.begin() + 0x1a0, 64, std::uint8_t{0x5a});
    for (const std::size_t at : {0x38u, 0x180u, 0x1e0u, 0x1f0u}) {
        report[at] = 4;
        report[at + 6] = 24;
        report[at + 7] = 219;
    }
}

void TestSnp::setLeafTcb(std::uint8_t bootLoader, std::uint8_t tee, std::uint8_t snp, std::uint8_t microcode)
{
    std::erase_if(leaf.extensions, [](const auto& extension) { return extension.first.starts_with(kBase + "3."); });
    for (const auto& [number, value] :
         {std::pair("1", bootLoader), std::pair("2", tee), std::pair("3", snp), std::pair("8", microcode)})
        leaf.extensions.emplace_back(kBase + "3." + number, derInteger(value));
}

AttestationInput TestSnp::input() const
{
    AttestationInput input;
    input.kind = EvidenceKind::SnpReport;
    input.evidence = {report, "report.bin"};
    const ByteVector raw = EVP_PKEY_get_bits(leaf.key.key.get()) == 384
                               ? leaf.key.signRaw(Bytes(report).first(672), "SHA384", 48)
                               : ByteVector(96, 1);
    std::reverse_copy(raw.begin(), raw.begin() + 48, input.evidence.content.begin() + 0x2a0);
    std::reverse_copy(raw.begin() + 48, raw.end(), input.evidence.content.begin() + 0x2e8);
    const std::string chain = leaf.pem() + intermediate.pem() + root.pem();
    input.parts[Role::Endorsements] = {copyOf(bytesOf(chain)), "chain.pem"};
    return input;
}

AttestationContext TestSnp::context() const
{
    AttestationContext context;
    context.at = UtcTime{1'800'000'000};
    context.roots = {{"test ARK", Vendor::Amd, product, TestKey::rsa("ark").spkiDigest()}};
    if (crl) context.collateral.push_back({*crl, "ark.crl"});
    return context;
}

} // namespace countersign::test
