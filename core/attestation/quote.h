#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/family/records.h"

#include <optional>
#include <string>

namespace countersign::attestation {

inline constexpr std::size_t kQuoteHeaderSize = 48;
inline constexpr std::size_t kSgxBodySize = 384;
inline constexpr std::size_t kTdxBodySize = 584;
inline constexpr std::size_t kTdx15BodySize = 648;
inline constexpr std::uint16_t kPckChainData = 5; ///< Certification data that is PEM certificates.

enum class Tee : std::uint8_t { Sgx, Tdx };

const char* teeName(Tee tee) noexcept; ///< "SGX", "TDX".

/// An SGX report body: the measured enclave's, or the quoting enclave's. A view of kSgxBodySize bytes.
struct SgxBody {
    Bytes bytes;

    Bytes miscSelect() const { return bytes.subspan(16, 4); }
    Bytes attributes() const { return bytes.subspan(48, 16); }
    Bytes mrenclave() const { return bytes.subspan(64, 32); }
    Bytes mrsigner() const { return bytes.subspan(128, 32); }
    std::uint16_t productId() const;
    std::uint16_t svn() const;
    Bytes reportData() const { return bytes.subspan(320, 64); }
    bool debug() const { return (bytes[48] & 2) != 0; }
};

/// A TD report body. A view of kTdxBodySize or kTdx15BodySize bytes.
struct TdxBody {
    Bytes bytes;

    Bytes teeTcbSvn() const { return bytes.first(16); }
    Bytes mrSignerSeam() const { return bytes.subspan(64, 48); }
    Bytes seamAttributes() const { return bytes.subspan(112, 8); }
    Bytes tdAttributes() const { return bytes.subspan(120, 8); }
    Bytes mrtd() const { return bytes.subspan(136, 48); }
    Bytes reportData() const { return bytes.subspan(520, 64); }
    bool debug() const { return bytes[120] != 0; } ///< Any bit of the untrusted group.
    /// TD 1.5 only.
    std::optional<Bytes> teeTcbSvn2() const;
};

/// An Intel DCAP quote, version 3, 4 or 5. Views point into `bytes`.
struct Quote {
    ByteVector bytes; ///< Header to the end of the signature data.
    std::uint16_t version = 0;
    std::uint16_t keyType = 0;
    Tee tee = Tee::Sgx;
    Bytes vendor; ///< 16 bytes.
    Bytes signedPart;
    ByteRange body; ///< In bytes.
    Bytes signature;
    Bytes attestationKey; ///< X‖Y.
    SgxBody qeReport;
    Bytes qeSignature;
    Bytes qeAuthData;
    std::uint16_t certificationType = 0; ///< Of the innermost certification data.
    Bytes certificationData;
    std::uint64_t trailingBytes = 0; ///< After the quote; not signed, not part of it.

    Bytes bodyBytes() const { return Bytes(bytes).subspan(body.offset, body.length); }
    SgxBody sgx() const { return {bodyBytes()}; } ///< With Tee::Sgx only.
    TdxBody tdx() const { return {bodyBytes()}; } ///< With Tee::Tdx only.
    Bytes reportData() const { return tee == Tee::Sgx ? sgx().reportData() : tdx().reportData(); }
};

/// What the first 48 bytes say, before anything else is read.
struct QuoteHeader {
    std::uint16_t version = 0;
    std::uint16_t keyType = 0;
    std::uint32_t teeType = 0;
    Bytes vendor;

    /// Version, key type, TEE type and vendor are of those known here.
    bool known() const;
};

Result<QuoteHeader> parseQuoteHeader(Bytes bytes);

/// Reads the whole quote; every length is held against what is left. Unsupported with a header that is not known().
Result<Quote> parseQuote(Bytes bytes);

StructureNode quoteStructure(const Quote& quote, std::uint64_t base = 0);

} // namespace countersign::attestation
