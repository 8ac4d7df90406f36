#include "core/ccf/receipt/receipt_certificates.h"

#include <optional>

namespace countersign::ccf {

Result<crypto::Certificate> ReceiptCertificates::fromPem(std::string_view pem)
{
    std::string name(pem);
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_certificates.find(name); found != m_certificates.end()) return found->second;
    }
    auto certificate = crypto::Certificate::fromPem(pem);
    if (!certificate) return certificate;
    const std::lock_guard lock(m_mutex);
    if (m_certificates.size() >= kMost) m_certificates.clear();
    m_certificates.insert_or_assign(std::move(name), *certificate);
    return certificate;
}

bool ReceiptCertificates::signedWith(const crypto::Certificate& certificate, const crypto::PublicKey& key)
{
    const Digest certificateDigest = certificate.fingerprint();
    const Digest keyDigest = key.spkiDigest();
    std::string name(textOf(certificateDigest));
    name += textOf(keyDigest);
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_signatures.find(name); found != m_signatures.end()) return found->second;
    }
    const bool holds = certificate.signedWith(key).value_or(false);
    const std::lock_guard lock(m_mutex);
    if (m_signatures.size() >= kMost) m_signatures.clear();
    m_signatures.insert_or_assign(std::move(name), holds);
    return holds;
}

} // namespace countersign::ccf
