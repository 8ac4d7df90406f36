#pragma once

#include "core/crypto/secret.h"

#include <string_view>

namespace countersign {

/// Somebody who can be asked. Injected, so that tests answer.
class Asking
{
public:
    virtual ~Asking() = default;

    virtual bool somebodyThere() const = 0; ///< False in scripts and pipes: then nothing is asked.
    virtual bool agrees(std::string_view question) = 0; ///< True only for a "yes" in full.
    /// Typed without echo. Cancelled when nobody is there or they give up.
    virtual Result<crypto::SecretBytes> passphrase(std::string_view question) = 0;
};

/// The terminal that the process runs in. Answers never come from standard input when that is no terminal.
class TerminalAsking final : public Asking
{
public:
    bool somebodyThere() const override;
    bool agrees(std::string_view question) override;
    Result<crypto::SecretBytes> passphrase(std::string_view question) override;
};

} // namespace countersign
