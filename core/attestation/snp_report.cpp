#include "core/attestation/snp_report.h"

#include "core/attestation/fields.h"
#include "core/base/hex.h"

#include <algorithm>
#include <cstdio>

namespace countersign::attestation {

namespace {

constexpr std::size_t kR = 0x2a0;
constexpr std::size_t kS = kR + 72;
constexpr std::size_t kNumber = 48; ///< Significant bytes of R and of S.

} // namespace

bool SnpTcb::atLeast(const SnpTcb& other) const noexcept
{
    return fmc >= other.fmc && bootLoader >= other.bootLoader && tee >= other.tee && snp >= other.snp &&
           microcode >= other.microcode;
}

std::string SnpTcb::toString() const
{
    std::string text = fmc == 0 ? std::string() : "FMC " + std::to_string(fmc) + ", ";
    return text + "boot loader " + std::to_string(bootLoader) + ", TEE " + std::to_string(tee) + ", SNP " +
           std::to_string(snp) + ", microcode " + std::to_string(microcode);
}

SnpTcb decodeSnpTcb(Bytes b, std::string_view product) noexcept
{
    if (b.size() != 8) return {};
    if (product == "Turin") return {b[0], b[1], b[2], b[3], b[7]};
    return {0, b[0], b[1], b[6], b[7]};
}

std::string SnpReport::reportedTcbHex() const
{
    const Bytes tcb = reportedTcb();
    return toHex(ByteVector(tcb.rbegin(), tcb.rend()));
}

std::string SnpReport::cpuidText() const
{
    if (!hasCpuid()) return {};
    char text[12];
    std::snprintf(text, sizeof text, "%02x-%02x-%02x", bytes[0x188], bytes[0x189], bytes[0x18a]);
    return text;
}

std::string SnpReport::product() const
{
    if (!hasCpuid()) return {};
    const unsigned family = bytes[0x188];
    const unsigned model = bytes[0x189];
    if (family == 0x19 && model == 0x01) return "Milan";
    if (family == 0x19 && (model == 0x11 || model == 0xa0)) return "Genoa";
    if (family == 0x1a && (model == 0x02 || model == 0x11)) return "Turin";
    return {};
}

SnpSigningKey SnpReport::signingKey() const noexcept
{
    switch (keyInfo >> 2 & 7) {
    case 0:
        return SnpSigningKey::Vcek;
    case 1:
        return SnpSigningKey::Vlek;
    case 7:
        return SnpSigningKey::None;
    default:
        return SnpSigningKey::Unknown;
    }
}

std::array<std::uint8_t, 96> SnpReport::signature() const noexcept
{
    std::array<std::uint8_t, 96> raw{};
    const Bytes all = bytes;
    std::ranges::reverse_copy(all.subspan(kR, kNumber), raw.begin());
    std::ranges::reverse_copy(all.subspan(kS, kNumber), raw.begin() + kNumber);
    return raw;
}

bool SnpReport::signatureFits() const noexcept
{
    return allZero(field(kR + kNumber, 72 - kNumber)) && allZero(field(kS + kNumber, 72 - kNumber));
}

bool SnpReport::signaturePaddingZero() const noexcept
{
    return signatureFits() && allZero(Bytes(bytes).subspan(kS + 72));
}

Result<SnpReport> parseSnpReport(Bytes bytes)
{
    if (bytes.size() != kSnpReportSize)
        return Error{bytes.size() < kSnpReportSize ? ErrorCode::Truncated : ErrorCode::Malformed,
                     "SEV-SNP report: size",
                     std::to_string(bytes.size()) + " bytes, not " + std::to_string(kSnpReportSize)};
    SnpReport report;
    report.bytes = copyOf(bytes);
    const auto number = [&](std::size_t offset, std::size_t length) {
        return littleEndian(bytes.subspan(offset, length));
    };
    report.version = static_cast<std::uint32_t>(number(0x00, 4));
    report.policy = number(0x08, 8);
    report.vmpl = static_cast<std::uint32_t>(number(0x30, 4));
    report.signatureAlgorithm = static_cast<std::uint32_t>(number(0x34, 4));
    report.platformInfo = number(0x40, 8);
    report.keyInfo = static_cast<std::uint32_t>(number(0x48, 4));
    return report;
}

} // namespace countersign::attestation
