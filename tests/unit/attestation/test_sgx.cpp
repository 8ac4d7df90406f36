#include "tests/unit/attestation/test_sgx.h"

#include "core/base/hex.h"
#include "core/crypto/sha2.h"

namespace countersign::test {

using namespace attestation;
using nlohmann::json;

namespace {

const std::string kSgx = "1.2.840.113741.1.13.1";

ByteVector pair(const std::string& oid, const ByteVector& value)
{
    return derOf(0x30, joined({derOidOf(oid), value}));
}

ByteVector little(std::uint64_t value, std::size_t width)
{
    ByteVector bytes;
    for (std::size_t i = 0; i < width; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return bytes;
}

json level(const json& tcb, const char* state)
{
    return {{"tcb", tcb}, {"tcbDate", "2024-11-13T00:00:00Z"}, {"tcbStatus", state}, {"advisoryIDs", json::array()}};
}

} // namespace

TestSgx::TestSgx()
{
    const TestKey rootKey = TestKey::ec("intel root", "P-256");
    const TestKey middleKey = TestKey::ec("intel ca", "P-256");
    const auto sign = TestSignature::Ecdsa256;
    root = {.subject = "SGX Root CA",
            .issuer = "SGX Root CA",
            .key = rootKey,
            .issuerKey = rootKey,
            .ca = true,
            .signature = sign,
            .serial = 1};
    authority = {.subject = "PCK Platform CA",
                 .issuer = "SGX Root CA",
                 .key = middleKey,
                 .issuerKey = rootKey,
                 .ca = true,
                 .signature = sign,
                 .serial = 2};
    platform = {.subject = "PCK",
                .issuer = "PCK Platform CA",
                .key = TestKey::ec("pck", "P-256"),
                .issuerKey = middleKey,
                .signature = sign,
                .serial = 3};
    signer = {.subject = "TCB Signing",
              .issuer = "SGX Root CA",
              .key = TestKey::ec("tcb", "P-256"),
              .issuerKey = rootKey,
              .signature = sign,
              .serial = 4};
    body[48] = 5;
    qe[48] = 0x11;
    std::fill_n(qe.begin() + 128, 32, std::uint8_t{0xdc});
    qe[256] = 1;
    qe[258] = 8;
    json components16 = json::array();
    for (const std::uint8_t svn : components) components16.push_back({{"svn", svn}});
    tcbInfo = {{"id", "SGX"},
               {"version", 3},
               {"issueDate", "2026-12-01T00:00:00Z"},
               {"nextUpdate", "2027-02-01T00:00:00Z"},
               {"fmspc", toHex(fmspc)},
               {"pceId", "0000"},
               {"tcbType", 0},
               {"tcbEvaluationDataNumber", 17},
               {"tcbLevels", json::array({level({{"sgxtcbcomponents", components16}, {"pcesvn", 13}}, "UpToDate")})}};
    qeIdentity = {{"id", "QE"},
                  {"version", 2},
                  {"issueDate", "2026-12-01T00:00:00Z"},
                  {"nextUpdate", "2027-02-01T00:00:00Z"},
                  {"tcbEvaluationDataNumber", 17},
                  {"miscselect", "00000000"},
                  {"miscselectMask", "FFFFFFFF"},
                  {"attributes", "11000000000000000000000000000000"},
                  {"attributesMask", "FBFFFFFFFFFFFFFF0000000000000000"},
                  {"mrsigner", toHex(ByteVector(32, 0xdc))},
                  {"isvprodid", 1},
                  {"tcbLevels", json::array({level({{"isvsvn", 8}}, "UpToDate")})}};
}

ByteVector TestSgx::pckExtension() const
{
    if (extension) return *extension;
    ByteVector tcb;
    for (std::size_t i = 0; i < 16; ++i)
        tcb = joined({tcb, pair(kSgx + ".2." + std::to_string(i + 1), derInteger(components[i]))});
    tcb = joined({tcb, pair(kSgx + ".2.17", derInteger(pceSvn)), pair(kSgx + ".2.18", derOf(0x04, components))});
    return derOf(0x30,
                 joined({pair(kSgx + ".1", derOf(0x04, ByteVector(16, 0x11))), pair(kSgx + ".2", derOf(0x30, tcb)),
                         pair(kSgx + ".3", derOf(0x04, ByteVector(2))), pair(kSgx + ".4", derOf(0x04, fmspc)),
                         pair(kSgx + ".5", ByteVector{0x0a, 0x01, 0x01})}));
}

std::string TestSgx::collateralJson() const
{
    const std::string chain = signer.pem() + root.pem();
    const std::string info = tcbInfo.dump();
    const std::string identity = qeIdentity.dump();
    const auto sign = [&](const std::string& text) { return toHex(signer.key.signRaw(bytesOf(text), "SHA256", 32)); };
    const TestSignature kind = TestSignature::Ecdsa256;
    const UtcTime from{1'700'000'000};
    return json{{"tcb_info", info},
                {"tcb_info_signature", sign(info)},
                {"tcb_info_issuer_chain", chain},
                {"qe_identity", identity},
                {"qe_identity_signature", sign(identity)},
                {"qe_identity_issuer_chain", chain},
                {"pck_crl", toHex(testCrl(listIssuer, authority.key, kind, revokedPlatforms, from, listsTo))},
                {"root_ca_crl", toHex(testCrl("SGX Root CA", root.key, kind, revokedAuthorities, from, listsTo))}}
        .dump();
}

AttestationInput TestSgx::input() const
{
    TestCertificate leaf = platform;
    leaf.extensions = {{kSgx, pckExtension()}};
    const TestKey key = TestKey::ec("attestation", "P-256");
    const ByteVector spki = key.spki();
    const ByteVector point(spki.end() - 64, spki.end());
    const ByteVector auth(32, 0x77);
    ByteVector quoting = qe;
    std::ranges::copy(crypto::sha256({point, auth}), quoting.begin() + 320);
    const ByteVector header = joined({little(3, 2), little(2, 2), little(0, 4), little(0, 4),
                                      fromHex("939a7233f79c4ca9940a0db3957f0607").value(), ByteVector(20)});
    const ByteVector signedPart = joined({header, body});
    const std::string chain = leaf.pem() + authority.pem() + root.pem();
    const ByteVector data =
        joined({key.signRaw(signedPart, "SHA256", 32), point, quoting, platform.key.signRaw(quoting, "SHA256", 32),
                little(auth.size(), 2), auth, little(5, 2), little(chain.size(), 4), copyOf(bytesOf(chain))});
    AttestationInput input;
    input.kind = EvidenceKind::Quote;
    input.evidence = {joined({signedPart, little(data.size(), 4), data}), "quote.bin"};
    if (collateral) input.parts[Role::Collateral] = {copyOf(bytesOf(collateralJson())), "collateral.json"};
    return input;
}

AttestationContext TestSgx::context() const
{
    AttestationContext context;
    context.at = UtcTime{1'800'000'000};
    context.roots = {{"test root", Vendor::Intel, {}, TestKey::ec("intel root", "P-256").spkiDigest()}};
    return context;
}

} // namespace countersign::test
