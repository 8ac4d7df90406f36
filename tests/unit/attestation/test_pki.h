#pragma once

#include "core/base/bytes.h"
#include "core/base/utc_time.h"
#include "core/crypto/certificate.h"
#include "core/crypto/openssl_ptr.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace countersign::test {

/// A private key of a test authority; made on the spot, once for each name in a run.
struct TestKey {
    std::shared_ptr<EVP_PKEY> key;

    static TestKey rsa(const std::string& name);
    static TestKey ec(const std::string& name, const char* curve);

    Digest spkiDigest() const;
    ByteVector spki() const;
    ByteVector signRaw(Bytes message, const char* digest, std::size_t width) const; ///< ECDSA, r‖s.
};

/// Pkcs384 (RSASSA-PKCS1-v1_5) alone gives the same certificate each time.
enum class TestSignature : std::uint8_t { Pss384, Pss256, Pkcs384, Ecdsa256, Ecdsa384 };

/// What a test certificate says.
struct TestCertificate {
    std::string subject, issuer; ///< Common names.
    TestKey key, issuerKey;
    bool ca = false;
    TestSignature signature = TestSignature::Pss384;
    UtcTime from{1'600'000'000};
    UtcTime to{2'000'000'000};
    long serial = 1;
    std::vector<std::pair<std::string, ByteVector>> extensions; ///< Dotted OID and raw value.

    ByteVector der() const;
    std::string pem() const;
};

/// A revocation list that names these serial numbers.
ByteVector testCrl(const std::string& issuer, const TestKey& key, TestSignature signature,
                   const std::vector<long>& serials, UtcTime from = {1'700'000'000}, UtcTime to = {1'900'000'000});

/// DER: tag, length, contents.
ByteVector derOf(std::uint8_t tag, Bytes content);
ByteVector derInteger(std::uint64_t value);
ByteVector derOidOf(const std::string& dotted);
ByteVector joined(const std::vector<ByteVector>& parts);

} // namespace countersign::test
