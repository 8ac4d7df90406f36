#include "tests/unit/attestation/test_uvm.h"

#include "core/base/base64.h"
#include "core/crypto/cose_sign1.h"

namespace countersign::test {

using namespace attestation;

namespace {

ByteVector cborArray(const std::vector<ByteVector>& items)
{
    crypto::CborWriter head;
    head.array(items.size());
    return joined({head.bytes(), joined(items)});
}

ByteVector cborMap(const std::vector<std::pair<ByteVector, ByteVector>>& entries)
{
    crypto::CborWriter head;
    head.map(entries.size());
    ByteVector all = head.bytes();
    for (const auto& [key, value] : entries) all = joined({all, key, value});
    return all;
}

} // namespace

ByteVector cborInt(std::int64_t value)
{
    return crypto::CborWriter().integer(value).bytes();
}

ByteVector cborText(std::string_view value)
{
    return crypto::CborWriter().textString(value).bytes();
}

ByteVector cborBytes(Bytes value)
{
    return crypto::CborWriter().byteString(value).bytes();
}

TestUvm::TestUvm()
{
    const TestKey rootKey = TestKey::rsa("uvm root");
    root = {.subject = "UVM root", .issuer = "UVM root", .key = rootKey, .issuerKey = rootKey, .ca = true};
    root.signature = TestSignature::Pkcs384; // Its fingerprint is its name, so every copy must be the same.
    leaf = {.subject = "UVM leaf", .issuer = "UVM root", .key = TestKey::ec("uvm", "P-384"), .issuerKey = rootKey};
    leaf.extensions = {{"2.5.29.37", derOf(0x30, derOidOf("1.3.6.1.4.1.311.76.59.1.2"))}};
}

std::string TestUvm::did() const
{
    return "did:x509:0:sha256:" + toBase64Url(crypto::sha256(root.der())) + "::eku:1.3.6.1.4.1.311.76.59.1.2";
}

AttestationInput TestUvm::input() const
{
    const ByteVector leafDer = leaf.der();
    const ByteVector digest = copyOf(crypto::sha256(leafDer));
    std::vector<std::pair<ByteVector, ByteVector>> header = {
        {cborInt(1), cborInt(algorithm)},
        {cborInt(15), cborMap({{cborInt(1), cborText(issuer.value_or(did()))},
                               {cborInt(2), cborText(feed)},
                               {cborInt(6), cborInt(static_cast<std::int64_t>(signedAt))},
                               {cborText("svn"), cborInt(static_cast<std::int64_t>(svn))}})},
        {cborInt(33), cborArray({cborBytes(leafDer), cborBytes(root.der())})},
        {cborInt(34), cborArray({cborInt(-16), cborBytes(thumbprint.value_or(digest))})},
        {cborInt(258), cborInt(-43)},
        {cborInt(259), cborText(contentType)},
    };
    if (changeHeader) changeHeader(header);
    const ByteVector protectedBytes = cborMap(header);
    const ByteVector signature = leaf.key.signRaw(crypto::sigStructure(protectedBytes, payload), "SHA384", 48);
    AttestationInput input;
    input.kind = EvidenceKind::UvmEndorsement;
    input.evidence = {
        joined({{0xd2}, cborArray({cborBytes(protectedBytes), unprotected, cborBytes(payload), cborBytes(signature)})}),
        "uvm.cose"};
    input.measurement = ByteVector(48, 0x11);
    return input;
}

AttestationContext TestUvm::context() const
{
    AttestationContext context;
    context.at = UtcTime{1'800'000'000};
    context.policy.uvmRoots = {{did(), "ContainerPlat-AMD-UVM", 100}};
    return context;
}

} // namespace countersign::test
