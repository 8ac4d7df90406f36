#pragma once

#include "core/base/result.h"
#include "core/crypto/certificate.h"

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace countersign::ccf {

/// Certificates read and signatures on them judged once, for the many receipts of few nodes. Keeps answers only, never
/// changes one. Safe from any thread; bounded.
class ReceiptCertificates
{
public:
    /// As Certificate::fromPem().
    Result<crypto::Certificate> fromPem(std::string_view pem);
    /// As Certificate::signedWith(); an Error there is false here.
    bool signedWith(const crypto::Certificate& certificate, const crypto::PublicKey& key);

private:
    static constexpr std::size_t kMost = 4096;

    std::mutex m_mutex;
    std::unordered_map<std::string, crypto::Certificate> m_certificates; ///< By PEM text.
    std::unordered_map<std::string, bool> m_signatures;                  ///< By certificate's and key's digest.
};

} // namespace countersign::ccf
