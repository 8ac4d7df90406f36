#include "app/cli/signing_key.h"

#include "app/cli/numbers.h"
#include "app/cli/source.h"
#include "core/base/file_io.h"
#include "core/crypto/key_file.h"
#include "core/crypto/token_key.h"

#include <CLI/CLI.hpp>

#include <sys/prctl.h>

namespace countersign {

void declareKey(CLI::App& command, KeyArguments& arguments)
{
    command
        .add_option("--key", arguments.key,
                    "The member's private key: a PEM or PKCS#12 file, or a token's pkcs11: address without a PIN")
        ->type_name("FILE|ADDRESS");
    command.add_option("--token-module", arguments.module, "Library of the PKCS#11 token; the system's when not given")
        ->type_name("LIBRARY");
    command
        .add_option("--passphrase-fd", arguments.passphraseDescriptor,
                    "Read passphrase or PIN from this open descriptor, a line a key, instead of asking on the terminal")
        ->type_name("N")
        ->check(wholeNumber());
}

Result<crypto::PrivateKey> openKey(const std::string& where, const KeyArguments& arguments, Environment& environment)
{
    ::prctl(PR_SET_DUMPABLE, 0); // From here on a crash leaves no image of memory behind.
    const bool token = crypto::isTokenUri(where);
    const crypto::PassphraseSource ask = [&]() -> Result<crypto::SecretBytes> {
        if (arguments.passphraseDescriptor) return crypto::readSecretLine(*arguments.passphraseDescriptor);
        if (!environment.asking || !environment.asking->somebodyThere())
            return Error{ErrorCode::Crypto, where, "it needs a passphrase or PIN: give one with --passphrase-fd"};
        return environment.asking->passphrase((token ? "PIN of " : "Passphrase of ") + where + ':');
    };
    if (token) return crypto::keyFromToken({where, arguments.module}, ask);
    auto file = crypto::keyFromFile(where, ask);
    if (!file) return std::move(file).error();
    return file->key;
}

Result<crypto::Certificate> certificateFrom(const std::string& path)
{
    const auto content = readSmallFile(path);
    if (!content) return content.error();
    auto certificate = crypto::Certificate::fromPem(textOf(*content));
    if (!certificate) certificate.error().where = path + ": " + certificate.error().where;
    return certificate;
}

int reportSigning(Console& console, const Error& error)
{
    const ExitStatus status = reportError(console, error);
    const bool judged = error.where.starts_with("signing key: not the member's") || error.where.starts_with("signature: does");
    return judged ? kExitFailed : status;
}

} // namespace countersign
