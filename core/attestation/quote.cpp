#include "core/attestation/quote.h"

#include "core/attestation/fields.h"
#include "core/base/byte_reader.h"
#include "core/base/hex.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

constexpr std::string_view kIntelVendor = "939a7233f79c4ca9940a0db3957f0607";
constexpr std::uint16_t kEcdsaP256 = 2;
constexpr std::uint32_t kSgxTee = 0;
constexpr std::uint32_t kTdxTee = 0x81;
constexpr std::uint16_t kQeReportCertificationData = 6;

Result<std::uint16_t> u16(ByteReader& reader, std::string_view what)
{
    auto bytes = reader.take(2, what);
    if (!bytes) return std::move(bytes).error();
    return static_cast<std::uint16_t>(littleEndian(*bytes));
}

/// u32 length, then that many bytes.
Result<Bytes> sized(ByteReader& reader, std::string_view what)
{
    auto length = reader.u32le(what);
    if (!length) return std::move(length).error();
    return reader.take(*length, what);
}

/// Version 5 states the type and size of the body; earlier versions imply both.
Result<std::uint64_t> bodySize(ByteReader& reader, const QuoteHeader& header)
{
    if (header.version < 5) return header.teeType == kSgxTee ? kSgxBodySize : kTdxBodySize;
    auto type = u16(reader, "body type");
    if (!type) return std::move(type).error();
    auto size = reader.u32le("body size");
    if (!size) return std::move(size).error();
    const std::uint64_t wanted = *type == 1   ? kSgxBodySize
                                 : *type == 2 ? kTdxBodySize
                                 : *type == 3 ? kTdx15BodySize
                                              : 0;
    if (wanted == 0) return reader.fault(ErrorCode::Unsupported, "body type", std::to_string(*type));
    if (*size != wanted || (*type == 1) != (header.teeType == kSgxTee))
        return reader.fault(ErrorCode::Malformed, "body size", std::to_string(*size));
    return wanted;
}

/// QE report, its signature, auth data and the inner certification data: the same in every version.
Result<void> readQeParts(ByteReader& reader, Quote& quote)
{
    auto report = reader.take(kSgxBodySize, "QE report");
    if (!report) return std::move(report).error();
    quote.qeReport = {*report};
    auto signature = reader.take(64, "QE report signature");
    if (!signature) return std::move(signature).error();
    quote.qeSignature = *signature;
    auto length = u16(reader, "QE authentication data");
    if (!length) return std::move(length).error();
    auto auth = reader.take(*length, "QE authentication data");
    if (!auth) return std::move(auth).error();
    quote.qeAuthData = *auth;
    auto type = u16(reader, "certification data type");
    if (!type) return std::move(type).error();
    quote.certificationType = *type;
    auto data = sized(reader, "certification data");
    if (!data) return std::move(data).error();
    quote.certificationData = *data;
    if (!reader.atEnd()) return reader.fault(ErrorCode::Malformed, "bytes after the certification data");
    return {};
}

Result<void> readSignatureData(Bytes data, std::uint64_t base, Quote& quote)
{
    ByteReader reader(data, base, "quote");
    auto signature = reader.take(64, "signature");
    if (!signature) return std::move(signature).error();
    quote.signature = *signature;
    auto key = reader.take(64, "attestation key");
    if (!key) return std::move(key).error();
    quote.attestationKey = *key;
    if (quote.version == 3) return readQeParts(reader, quote);
    auto type = u16(reader, "outer certification data type");
    if (!type) return std::move(type).error();
    if (*type != kQeReportCertificationData)
        return reader.fault(ErrorCode::Unsupported, "outer certification data type", std::to_string(*type));
    auto inner = sized(reader, "outer certification data");
    if (!inner) return std::move(inner).error();
    if (!reader.atEnd()) return reader.fault(ErrorCode::Malformed, "bytes after the outer certification data");
    ByteReader innerReader(*inner, reader.offset() - inner->size(), "quote");
    return readQeParts(innerReader, quote);
}

} // namespace

const char* teeName(Tee tee) noexcept
{
    return tee == Tee::Sgx ? "SGX" : "TDX";
}

std::uint16_t SgxBody::productId() const
{
    return static_cast<std::uint16_t>(littleEndian(bytes.subspan(256, 2)));
}

std::uint16_t SgxBody::svn() const
{
    return static_cast<std::uint16_t>(littleEndian(bytes.subspan(258, 2)));
}

std::optional<Bytes> TdxBody::teeTcbSvn2() const
{
    return bytes.size() == kTdx15BodySize ? std::optional(bytes.subspan(584, 16)) : std::nullopt;
}

bool QuoteHeader::known() const
{
    const bool tee = version == 3 ? teeType == kSgxTee : teeType == kSgxTee || teeType == kTdxTee;
    return version >= 3 && version <= 5 && keyType == kEcdsaP256 && tee && toHex(vendor) == kIntelVendor;
}

Result<QuoteHeader> parseQuoteHeader(Bytes bytes)
{
    if (bytes.size() < kQuoteHeaderSize)
        return Error{ErrorCode::Truncated, "quote: header", std::to_string(bytes.size()) + " bytes"};
    QuoteHeader header;
    header.version = static_cast<std::uint16_t>(littleEndian(bytes.first(2)));
    header.keyType = static_cast<std::uint16_t>(littleEndian(bytes.subspan(2, 2)));
    header.teeType = static_cast<std::uint32_t>(littleEndian(bytes.subspan(4, 4)));
    header.vendor = bytes.subspan(12, 16);
    return header;
}

Result<Quote> parseQuote(Bytes given)
{
    auto header = parseQuoteHeader(given);
    if (!header) return std::move(header).error();
    if (!header->known()) return Error{ErrorCode::Unsupported, "quote: header", toHex(given.first(28))};
    ByteReader reader(given, 0, "quote");
    if (auto skipped = reader.take(kQuoteHeaderSize, "header"); !skipped) return std::move(skipped).error();
    auto size = bodySize(reader, *header);
    if (!size) return std::move(size).error();
    const std::uint64_t bodyAt = reader.position();
    if (auto body = reader.take(*size, "body"); !body) return std::move(body).error();
    const std::uint64_t signedSize = reader.position();
    if (auto data = sized(reader, "signature data"); !data) return std::move(data).error();

    Quote quote;
    quote.trailingBytes = reader.remaining();
    quote.bytes = copyOf(given.first(reader.position()));
    const Bytes all = quote.bytes;
    quote.version = header->version;
    quote.keyType = header->keyType;
    quote.tee = header->teeType == kSgxTee ? Tee::Sgx : Tee::Tdx;
    quote.vendor = all.subspan(12, 16);
    quote.signedPart = all.first(signedSize);
    quote.body = {bodyAt, *size};
    if (auto read = readSignatureData(all.subspan(signedSize + 4), signedSize + 4, quote); !read)
        return std::move(read).error();
    return quote;
}

} // namespace countersign::attestation
