#pragma once

#include "app/cli/environment.h"
#include "core/crypto/private_key.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace countersign {

/// Where a private key is, and how its passphrase or PIN is given. Never the passphrase itself: arguments stand in the
/// process list.
struct KeyArguments {
    std::string key;    ///< A PEM or PKCS#12 file, or a pkcs11: address.
    std::string module; ///< The token's library.
    std::optional<int> passphraseDescriptor;
};

void declareKey(CLI::App& command, KeyArguments& arguments);

/// Opens `where`, which is a file or an address; asks for a passphrase or PIN only when one is needed.
Result<crypto::PrivateKey> openKey(const std::string& where, const KeyArguments& arguments, Environment& environment);

} // namespace countersign
