#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/family/records.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace countersign::attestation {

inline constexpr std::size_t kSnpReportSize = 1184;
inline constexpr std::size_t kSnpSignedSize = 672; ///< What the signature covers.

/// The parts of AMD's TCB_VERSION. Two of them are compared part by part, never as one number.
struct SnpTcb {
    std::uint8_t fmc = 0; ///< Turin only.
    std::uint8_t bootLoader = 0;
    std::uint8_t tee = 0;
    std::uint8_t snp = 0;
    std::uint8_t microcode = 0;

    bool operator==(const SnpTcb&) const = default;
    bool atLeast(const SnpTcb& other) const noexcept; ///< In every part.
    std::string toString() const;                     ///< "boot loader 4, TEE 0, SNP 24, microcode 219".
};

/// The parts as they lie in the eight bytes for this product ("Turin" has its own order).
SnpTcb decodeSnpTcb(Bytes eightBytes, std::string_view product) noexcept;

enum class SnpSigningKey : std::uint8_t { Vcek, Vlek, None, Unknown };

/// An AMD SEV-SNP attestation report (AMD 56860, table 22). Holds a copy of its bytes.
struct SnpReport {
    ByteVector bytes; ///< Exactly kSnpReportSize.
    std::uint32_t version = 0;
    std::uint32_t signatureAlgorithm = 0;
    std::uint32_t vmpl = 0;
    std::uint64_t policy = 0;
    std::uint64_t platformInfo = 0;
    std::uint32_t keyInfo = 0;

    Bytes field(std::size_t offset, std::size_t length) const { return Bytes(bytes).subspan(offset, length); }
    Bytes signedPart() const { return field(0, kSnpSignedSize); }
    Bytes currentTcb() const { return field(0x38, 8); }
    Bytes reportData() const { return field(0x50, 64); }
    Bytes measurement() const { return field(0x90, 48); }
    Bytes hostData() const { return field(0xc0, 32); }
    Bytes reportedTcb() const { return field(0x180, 8); }
    Bytes chipId() const { return field(0x1a0, 64); }
    Bytes committedTcb() const { return field(0x1e0, 8); }
    Bytes launchTcb() const { return field(0x1f0, 8); }
    std::string reportedTcbHex() const; ///< As governance and endorsements write it: the last byte first.

    bool hasCpuid() const noexcept { return version >= 3; }
    std::string cpuidText() const; ///< "19-01-01"; empty before version 3.
    /// "Milan", "Genoa" or "Turin" by CPUID; empty before version 3 or when it is none of them.
    std::string product() const;
    SnpSigningKey signingKey() const noexcept;
    bool keyMasked() const noexcept { return (keyInfo >> 1 & 1) != 0; }

    /// r‖s, each 48 bytes, big-endian, as libraries want it.
    std::array<std::uint8_t, 96> signature() const noexcept;
    bool signatureFits() const noexcept;        ///< R and S have no bits above their 48 bytes.
    bool signaturePaddingZero() const noexcept; ///< Nor is there anything after them.
};

/// Reads the fields; says nothing about versions or signatures. Malformed when the size is not exactly kSnpReportSize.
Result<SnpReport> parseSnpReport(Bytes bytes);

/// Every field with its bytes. `product` decides how TCBs are laid out; taken from CPUID when empty.
StructureNode snpStructure(const SnpReport& report, std::string_view product = {}, std::uint64_t base = 0);

} // namespace countersign::attestation
