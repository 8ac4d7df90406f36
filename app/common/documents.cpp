#include "app/common/documents.h"

#include "core/base/hex.h"

namespace countersign {

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

} // namespace countersign
