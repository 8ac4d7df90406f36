#pragma once

#include "core/crypto/private_key.h"

#include <QTemporaryDir>

#include <memory>
#include <string>

namespace countersign::test {

/// A SoftHSM2 token in a folder of its own; SOFTHSM2_CONF points there while it lives.
class SoftToken
{
public:
    static constexpr const char* kPin = "482913";

    /// Null when SoftHSM2 or OpenSSL's pkcs11 engine is not installed.
    static std::unique_ptr<SoftToken> create();

    bool import(const crypto::PrivateKey& key, const char* label);
    std::string address(const char* label) const; ///< A pkcs11: address without a PIN.
    const std::string& module() const { return m_module; }

private:
    SoftToken() = default;

    QTemporaryDir m_folder;
    std::string m_module;
    int m_keys = 0;
};

} // namespace countersign::test
