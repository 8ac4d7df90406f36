#include "core/attestation/snp_certificate.h"

#include "core/attestation/der.h"
#include "core/attestation/x509.h"

namespace countersign::attestation {

namespace {

const std::string kBase = "1.3.6.1.4.1.3704.1.";

std::string ia5Text(const crypto::Certificate& certificate, const std::string& oid)
{
    auto value = certificate.extension(oid);
    if (!value) return {};
    auto item = parseDer(*value);
    if (!item || (item->tag != kDerIa5 && item->tag != kDerUtf8)) return {};
    std::string text(textOf(item->content));
    return text.find('\0') == std::string::npos ? text : std::string();
}

Result<std::uint8_t> part(const crypto::Certificate& certificate, const std::string& number)
{
    auto value = certificate.extension(kBase + "3." + number);
    if (!value) return std::move(value).error();
    auto item = parseDer(*value);
    if (!item) return std::move(item).error();
    auto level = derNumber(*item);
    if (!level) return std::move(level).error();
    if (*level > 255) return Error{ErrorCode::Malformed, "certificate: TCB part over 255", number};
    return static_cast<std::uint8_t>(*level);
}

Result<SnpTcb> readTcb(const crypto::Certificate& certificate, bool turin)
{
    SnpTcb tcb;
    for (const auto& [number, field] :
         {std::pair("1", &SnpTcb::bootLoader), std::pair("2", &SnpTcb::tee), std::pair("3", &SnpTcb::snp),
          std::pair("8", &SnpTcb::microcode), std::pair("9", &SnpTcb::fmc)}) {
        if (field == &SnpTcb::fmc && !turin) continue;
        auto level = part(certificate, number);
        if (!level) return std::move(level).error();
        tcb.*field = *level;
    }
    return tcb;
}

/// The raw bytes, or a copy wrapped in an OCTET STRING.
ByteVector readHardwareId(const crypto::Certificate& certificate)
{
    auto value = certificate.extension(kBase + "4");
    if (!value) return {};
    if (value->size() == 64 || value->size() == 8) return *std::move(value);
    auto item = parseDer(*value);
    if (!item || item->tag != kDerOctets || (item->content.size() != 64 && item->content.size() != 8)) return {};
    return copyOf(item->content);
}

} // namespace

SnpLeaf readSnpLeaf(const crypto::Certificate& certificate)
{
    SnpLeaf leaf;
    const std::string name = commonName(certificate);
    if (name == "SEV-VCEK") leaf.kind = SnpSigningKey::Vcek;
    if (name == "SEV-VLEK") leaf.kind = SnpSigningKey::Vlek;
    leaf.productName = ia5Text(certificate, kBase + "2");
    leaf.product = leaf.productName.substr(0, leaf.productName.find('-'));
    leaf.tcb = readTcb(certificate, leaf.product == "Turin");
    leaf.hardwareId = readHardwareId(certificate);
    leaf.provider = ia5Text(certificate, kBase + "5");
    return leaf;
}

} // namespace countersign::attestation
