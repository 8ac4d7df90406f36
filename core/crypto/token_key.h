#pragma once

#include "core/crypto/private_key.h"
#include "core/crypto/secret.h"

#include <string>
#include <string_view>

namespace countersign::crypto {

/// Where a key lives on a PKCS#11 token.
struct TokenKey {
    std::string uri;    ///< RFC 7512: "pkcs11:token=Consortium;object=member0". Must hold no PIN.
    std::string module; ///< Shared library of the token; empty for the system's (p11-kit, all its tokens).
};

bool isTokenUri(std::string_view text) noexcept; ///< Begins with "pkcs11:".

/// Opens the key; the token itself signs and its half never leaves it. `askPin` is called once. Through OpenSSL's pkcs11
/// engine: engines are deprecated since OpenSSL 3.0, but Debian 12 has no PKCS#11 provider, and 3.0 still runs them.
/// Unsupported when the engine is not installed or the URI holds a PIN (it would stand in the process list and in shell
/// histories); NotFound when token or key is not there; Crypto when the PIN is wrong. One module at a time in a process.
Result<PrivateKey> keyFromToken(const TokenKey& where, const PassphraseSource& askPin);

} // namespace countersign::crypto
