#pragma once

#include "core/crypto/rsa_oaep.h"

namespace countersign::ccf {

/// A member's part in a disaster recovery, in wiped memory.
struct RecoveryShare {
    crypto::SecretBytes bytes;
    bool fullKey = false; ///< The whole wrapping key of an owner (x = 0), not one share of several.
    bool known = false;   ///< In the form of CCF 5 and later; older ones are longer, and `fullKey` says nothing.
};

/// Decrypts what /gov/recovery/encrypted-shares/{id} holds, given as that reply's JSON or as base64 alone. Malformed
/// when it is neither; NotFound when the reply names another member than `memberId`; Crypto when it is not for this key.
Result<RecoveryShare> decryptRecoveryShare(Bytes reply, std::string_view memberId, const crypto::PrivateKey& key);

} // namespace countersign::ccf
