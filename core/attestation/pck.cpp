#include "core/attestation/pck.h"

#include "core/attestation/der.h"
#include "core/attestation/x509.h"

#include <algorithm>
#include <map>

namespace countersign::attestation {

namespace {

const std::string kBase = "1.2.840.113741.1.13.1";

using Parts = std::map<std::string, DerItem>;

Error malformed(std::string what)
{
    return {ErrorCode::Malformed, "PCK extension: " + std::move(what), {}};
}

/// A SEQUENCE of (OID, value) pairs, by OID.
Result<Parts> readPairs(const DerItem& sequence)
{
    if (sequence.tag != kDerSequence) return malformed("no sequence");
    auto pairs = parseDerItems(sequence.content);
    if (!pairs) return std::move(pairs).error();
    Parts parts;
    for (const DerItem& pair : *pairs) {
        if (pair.tag != kDerSequence) return malformed("no pair");
        auto items = parseDerItems(pair.content, 2);
        if (!items) return std::move(items).error();
        if (items->size() != 2) return malformed("no pair");
        auto oid = derOid((*items)[0]);
        if (!oid) return std::move(oid).error();
        if (!parts.emplace(*oid, (*items)[1]).second) return malformed(*oid + " twice");
    }
    return parts;
}

Result<DerItem> need(const Parts& parts, const std::string& oid)
{
    const auto found = parts.find(oid);
    return found == parts.end() ? Result<DerItem>(malformed(oid + " missing")) : Result<DerItem>(found->second);
}

Result<ByteVector> octets(const Parts& parts, const std::string& oid, std::size_t size)
{
    auto item = need(parts, oid);
    if (!item) return std::move(item).error();
    if (item->tag != kDerOctets || item->content.size() != size) return malformed(oid);
    return copyOf(item->content);
}

Result<std::uint64_t> number(const Parts& parts, const std::string& oid, std::uint64_t most)
{
    auto item = need(parts, oid);
    if (!item) return std::move(item).error();
    auto value = derNumber(*item);
    if (!value) return std::move(value).error();
    return *value > most ? Result<std::uint64_t>(malformed(oid + " too large")) : value;
}

Result<void> readTcb(const Parts& all, PckExtension& result)
{
    auto sequence = need(all, kBase + ".2");
    if (!sequence) return std::move(sequence).error();
    auto parts = readPairs(*sequence);
    if (!parts) return std::move(parts).error();
    for (std::size_t i = 0; i < result.components.size(); ++i) {
        auto svn = number(*parts, kBase + ".2." + std::to_string(i + 1), 255);
        if (!svn) return std::move(svn).error();
        result.components[i] = static_cast<std::uint8_t>(*svn);
    }
    auto pceSvn = number(*parts, kBase + ".2.17", 65'535);
    if (!pceSvn) return std::move(pceSvn).error();
    result.pceSvn = static_cast<std::uint16_t>(*pceSvn);
    auto cpuSvn = octets(*parts, kBase + ".2.18", 16);
    if (!cpuSvn) return std::move(cpuSvn).error();
    result.cpuSvn = *std::move(cpuSvn);
    return {};
}

} // namespace

Result<PckExtension> readPckExtension(const crypto::Certificate& certificate)
{
    auto value = certificate.extension(kBase);
    if (!value) return std::move(value).error();
    auto sequence = parseDer(*value);
    if (!sequence) return std::move(sequence).error();
    auto parts = readPairs(*sequence);
    if (!parts) return std::move(parts).error();
    PckExtension result;
    for (const auto& [suffix, size, target] : {std::tuple(".1", std::size_t{16}, &PckExtension::ppid),
                                               std::tuple(".3", std::size_t{2}, &PckExtension::pceId),
                                               std::tuple(".4", std::size_t{6}, &PckExtension::fmspc)}) {
        auto bytes = octets(*parts, kBase + suffix, size);
        if (!bytes) return std::move(bytes).error();
        result.*target = *std::move(bytes);
    }
    if (auto read = readTcb(*parts, result); !read) return std::move(read).error();
    auto type = number(*parts, kBase + ".5", 255);
    if (!type) return std::move(type).error();
    result.sgxType = *type;
    return result;
}

} // namespace countersign::attestation
