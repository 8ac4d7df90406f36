#pragma once

#include "core/crypto/private_key.h"
#include "core/crypto/secret.h"

namespace countersign::crypto {

/// RSA-OAEP with SHA-256 for hash and mask, empty label. Unsupported for another kind of key; Crypto when the bytes are
/// not for this key or were changed.
Result<SecretBytes> rsaOaepDecrypt(const PrivateKey& key, Bytes encrypted);

} // namespace countersign::crypto
