#pragma once

#include "core/crypto/key_file.h"
#include "core/crypto/private_key.h"

#include <QString>

namespace countersign::ui {

enum class KeyPlace : quint8 { File, Token, Elsewhere };

/// Where a private key is. Never its passphrase: that is handed along and wiped.
struct KeySource {
    KeyPlace place = KeyPlace::File;
    QString file;          ///< PEM, plain or encrypted, or PKCS#12.
    QString token, module; ///< A pkcs11: address without a PIN, and the token's library.
};

/// Opens it. `secret` is the passphrase or PIN, used only when one is needed. Blocks: not for the GUI thread. From here
/// on a crash of the program leaves no image of its memory behind. Errors as keyFromFile() and keyFromToken().
Result<crypto::PrivateKey> openKey(const KeySource& source, const crypto::SecretBytes& secret);

} // namespace countersign::ui
