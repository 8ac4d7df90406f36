#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>

namespace countersign::sandbox {

/// What a member decrypts recovery shares with; both PEM.
struct RsaKeyPair {
    std::string privatePem;
    std::string publicPem;
};

Result<RsaKeyPair> newRsaKey();

/// RSA-OAEP with SHA-256 for hash and mask, empty label (spec ccf (h)).
Result<ByteVector> rsaOaepEncrypt(const std::string& publicPem, Bytes clear);

} // namespace countersign::sandbox
