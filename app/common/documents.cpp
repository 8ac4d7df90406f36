#include "app/common/documents.h"

#include "core/base/hex.h"

#include <algorithm>

namespace countersign {

namespace {

// Length of the well-formed UTF-8 sequence at the front, 0 when there is none (Unicode 15, table 3-7).
std::size_t sequenceLength(Bytes bytes) noexcept
{
    const std::uint8_t lead = bytes[0];
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xc2 && lead <= 0xdf   ? 2
                               : (lead & 0xf0) == 0xe0        ? 3
                               : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                              : 0;
    if (length == 0 || bytes.size() < length) return 0;
    const std::uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (bytes[1] < low || bytes[1] > high) return 0;
    const bool rest =
        std::ranges::all_of(bytes.subspan(2, length - 2), [](std::uint8_t b) { return (b & 0xc0) == 0x80; });
    return rest ? length : 0;
}

} // namespace

Json documentHead(const std::string& schema)
{
    Json document;
    document["schema"] = schema;
    document["tool"] = {{"name", "countersign-cli"}, {"version", COUNTERSIGN_VERSION}};
    return document;
}

std::string documentText(const Json& document)
{
    return document.dump(2, ' ', true, Json::error_handler_t::replace) + '\n';
}

Json placeJson(const Place& place)
{
    Json json;
    json["file"] = place.file.empty() ? Json(nullptr) : Json(place.file);
    json["offset"] = orNull(place.offset);
    json["length"] = orNull(place.length);
    json["seqno"] = orNull(place.seqno);
    return json;
}

Json bytesJson(Bytes bytes)
{
    if (isUtf8(bytes)) return {{"text", std::string(textOf(bytes))}};
    return {{"hex", toHex(bytes)}};
}

Json orNull(const std::optional<TransactionId>& value)
{
    return value ? Json(value->toString()) : Json(nullptr);
}

bool isUtf8(Bytes bytes) noexcept
{
    while (!bytes.empty()) {
        const std::size_t length = sequenceLength(bytes);
        if (length == 0) return false;
        bytes = bytes.subspan(length);
    }
    return true;
}

} // namespace countersign
