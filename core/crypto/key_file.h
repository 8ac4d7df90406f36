#pragma once

#include "core/crypto/certificate.h"
#include "core/crypto/private_key.h"
#include "core/crypto/secret.h"

#include <filesystem>
#include <optional>

namespace countersign::crypto {

struct KeyFromFile {
    PrivateKey key;
    std::optional<Certificate> certificate; ///< A PKCS#12 file may bring the one that belongs to the key.
};

/// A private key from a PEM file (plain or encrypted) or a PKCS#12 file, told apart by content. `ask` is called only
/// when the file is encrypted; its answer is wiped. Errors: as PrivateKey::fromPem; "private key: passphrase wrong" and
/// "private key: passphrase missing" for PKCS#12 too; Unsupported when a PKCS#12 file is encrypted in a way that
/// OpenSSL 3 no longer reads by itself (RC2-40); Cancelled from `ask`. Nothing of the file or passphrase is in them.
Result<KeyFromFile> keyFromFile(const std::filesystem::path& path, const PassphraseSource& ask);

/// The same, of bytes at hand.
Result<KeyFromFile> keyFromBytes(Bytes content, const PassphraseSource& ask);

} // namespace countersign::crypto
