#include "core/ccf/ledger/service_records.h"

#include "core/base/base64.h"
#include "core/base/strict_json.h"
#include "core/ccf/receipt/identity_endorsement.h"

namespace countersign::ccf {

namespace {

Error malformed(std::string what, std::string detail = {})
{
    return {ErrorCode::Malformed, std::move(what), std::move(detail)};
}

} // namespace

Result<ServiceRecord> parseServiceRecord(Bytes text)
{
    auto json = parseJson(text);
    if (!json) return std::move(json).error();
    const auto pem = jsonText(*json, "cert");
    const auto status = jsonText(*json, "status");
    if (!pem || !status) return malformed("service.info: members");
    auto certificate = crypto::Certificate::fromPem(*pem);
    if (!certificate) return malformed("service.info: cert", certificate.error().detail);
    ServiceRecord record{*std::move(certificate), *status, jsonNumber(*json, "recovery_count"), {}};
    if (const auto create = jsonText(*json, "current_service_create_txid")) {
        auto id = parseTransactionId(*create);
        if (!id) return malformed("service.info: current_service_create_txid", *create);
        record.createTxId = *id;
    }
    return record;
}

Result<NodeRecord> parseNodeRecord(Bytes text)
{
    auto json = parseJson(text);
    if (!json) return std::move(json).error();
    NodeRecord record;
    const auto status = jsonText(*json, "status");
    if (!status) return malformed("nodes.info: status");
    record.status = *status;
    if (const auto found = json->find("retired_committed"); found != json->end() && found->is_boolean())
        record.retiredCommitted = found->get<bool>();
    if (const auto quote = json->find("quote_info"); quote != json->end())
        record.quoteFormat = jsonText(*quote, "format").value_or("");
    if (const auto pem = jsonText(*json, "cert")) {
        auto certificate = crypto::Certificate::fromPem(*pem);
        if (!certificate) return malformed("nodes.info: cert", certificate.error().detail);
        record.selfSigned = *std::move(certificate);
    }
    return record;
}

Result<EndorsementRecord> parseEndorsementRecord(Bytes text)
{
    auto json = parseJson(text);
    if (!json) return std::move(json).error();
    const auto endorsement = jsonText(*json, "endorsement");
    const auto endorsingKey = jsonText(*json, "endorsing_key");
    const auto rowBegin = jsonText(*json, "endorsement_epoch_begin");
    if (!endorsement || !endorsingKey || !rowBegin) return malformed("endorsement row: members");
    auto coseBytes = fromBase64(*endorsement);
    if (!coseBytes) return malformed("endorsement row: endorsement", coseBytes.error().detail);
    auto keyBytes = fromBase64(*endorsingKey);
    if (!keyBytes) return malformed("endorsement row: endorsing_key", keyBytes.error().detail);
    auto key = crypto::PublicKey::fromSpkiDer(*keyBytes);
    if (!key) return malformed("endorsement row: endorsing_key", key.error().detail);

    auto endorsed = parseIdentityEndorsement(*std::move(coseBytes));
    if (!endorsed) return std::move(endorsed).error();
    EndorsementRecord record{endorsed->bytes, std::move(endorsed->cose), *key, endorsed->endorsedKey, endorsed->begin,
                             endorsed->end,   endorsed->lastRoot,        true};
    const auto rowEnd = jsonText(*json, "endorsement_epoch_end");
    record.rowAgrees = *rowBegin == record.begin.toString()
                       && rowEnd.value_or("") == (record.end ? record.end->toString() : "");
    return record;
}

Result<std::string> parseJsonString(Bytes text)
{
    auto json = parseJson(text);
    if (!json) return std::move(json).error();
    if (!json->is_string()) return malformed("not a JSON string");
    return json->get<std::string>();
}

} // namespace countersign::ccf
