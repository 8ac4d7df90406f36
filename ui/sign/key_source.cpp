#include "ui/sign/key_source.h"

#include "core/crypto/token_key.h"

#include <sys/prctl.h>

namespace countersign::ui {

Result<crypto::PrivateKey> openKey(const KeySource& source, const crypto::SecretBytes& secret)
{
    ::prctl(PR_SET_DUMPABLE, 0);
    const crypto::PassphraseSource ask = [&secret]() -> Result<crypto::SecretBytes> { return secret; };
    if (source.place == KeyPlace::Token)
        return crypto::keyFromToken({source.token.toStdString(), source.module.toStdString()}, ask);
    auto file = crypto::keyFromFile(source.file.toStdString(), ask);
    if (!file) return std::move(file).error();
    return std::move(file->key);
}

} // namespace countersign::ui
