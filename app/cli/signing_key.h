#pragma once

#include "app/cli/environment.h"
#include "core/crypto/certificate.h"
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

/// One certificate from a PEM file.
Result<crypto::Certificate> certificateFrom(const std::string& path);

/// reportError(), but kExitFailed for a key or signature that is not the member's: that was judged, not unreadable.
int reportSigning(Console& console, const Error& error);

} // namespace countersign
