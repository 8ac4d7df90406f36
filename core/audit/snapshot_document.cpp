#include "core/audit/snapshot_document.h"

#include "core/audit/snapshot_fields.h"
#include "core/base/base64.h"
#include "core/base/canonical_json.h"
#include "core/base/hex.h"

namespace countersign::audit {

namespace {

using nlohmann::json;

json idJson(const std::optional<TransactionId>& id)
{
    return id ? json(id->toString()) : json();
}

template <class T>
json orNull(const std::optional<T>& value)
{
    return value ? json(*value) : json();
}

json digestJson(const std::optional<Digest>& digest)
{
    return digest ? json(toHex(*digest)) : json();
}

json textsJson(const std::vector<std::string>& texts)
{
    json list = json::array();
    for (const std::string& text : texts) list.push_back(cleanText(text));
    return list;
}

json one(const SnapshotAnchor& anchor)
{
    return {{"source", cleanText(anchor.source)},
            {"subject", cleanText(anchor.subject)},
            {"fingerprint", anchor.fingerprint},
            {"keyId", anchor.keyId},
            {"carries", anchor.carries}};
}

json one(const SnapshotInput& input)
{
    return {{"path", cleanText(input.path)}, {"size", input.size},           {"sha256", digestJson(input.sha256)},
            {"state", input.state},          {"first", orNull(input.first)}, {"last", orNull(input.last)},
            {"problem", input.problem}};
}

json one(const RangeVerdict& range)
{
    return {{"from", range.from}, {"to", range.to}, {"verdict", verdictName(range.verdict)}, {"reason", range.reason}};
}

json one(const SnapshotIdentity& identity)
{
    return {{"from", identity.from},
            {"to", identity.to},
            {"subject", cleanText(identity.subject)},
            {"fingerprint", identity.fingerprint},
            {"keyId", identity.keyId},
            {"status", cleanText(identity.status)},
            {"trust", verdictName(identity.trust)},
            {"trustReason", identity.trustReason},
            {"link", identity.link}};
}

json one(const SignedRoot& root)
{
    return {{"id", root.id.toString()}, {"root", toHex(root.root)}};
}

json one(const RootAt& root)
{
    return {{"id", root.id.toString()}, {"signs", root.signs}, {"root", digestJson(root.root)}};
}

json one(const RootSignature& signature)
{
    return {{"kind", signature.kind}, {"signer", cleanText(signature.signer)}, {"bytes", toBase64(signature.bytes)}};
}

json one(const ConsortiumItem& item)
{
    json fields = json::object();
    for (const ConsortiumField& field : item.fields) fields[cleanText(field.name)] = cleanText(field.value);
    return {{"kind", item.kind}, {"id", cleanText(item.id)}, {"changedAt", orNull(item.changedAt)}, {"fields", fields}};
}

json placeOf(const Place& place)
{
    return {{"file", cleanText(place.file)},
            {"offset", orNull(place.offset)},
            {"length", orNull(place.length)},
            {"seqno", orNull(place.seqno)}};
}

json one(const Check& check)
{
    return {{"id", check.id},       {"verdict", verdictName(check.verdict)}, {"reason", check.reason},
            {"count", check.count}, {"evidence", cleanText(check.evidence)}, {"where", placeOf(check.where)}};
}

json one(const Finding& finding)
{
    return {{"id", finding.id},
            {"severity", severityName(finding.severity)},
            {"reason", finding.reason},
            {"detail", cleanText(finding.detail)},
            {"where", placeOf(finding.where)}};
}

json one(const NotCheckedItem& item)
{
    return {{"id", item.id}, {"reason", item.reason}, {"detail", cleanText(item.detail)}, {"count", item.count}};
}

template <class T>
json all(const std::vector<T>& items)
{
    json list = json::array();
    for (const T& item : items) list.push_back(one(item));
    return list;
}

json headJson(const std::optional<SnapshotHead>& head)
{
    if (!head) return nullptr;
    return {{"id", head->signedRoot.id.toString()},
            {"root", toHex(head->signedRoot.root)},
            {"signatures", all(head->signatures)}};
}

json auditorJson(const std::optional<Auditor>& auditor)
{
    if (!auditor) return nullptr;
    return {{"name", cleanText(auditor->name)}, {"publicKey", toBase64(auditor->publicKey)}};
}

json consortiumJson(const ConsortiumState& state)
{
    return {{"at", orNull(state.at)},
            {"complete", state.complete},
            {"missing", textsJson(state.missing)},
            {"items", all(state.items)}};
}

json statsJson(const VerificationStats& stats)
{
    return {{"transactions", stats.transactions},     {"signatures", stats.signatures},
            {"nodeSignatures", stats.nodeSignatures}, {"serviceSignatures", stats.serviceSignatures},
            {"memberMessages", stats.memberMessages}, {"bytes", stats.bytes}};
}

void addSubject(json& document, const AuditSnapshot& snapshot)
{
    document["schema"] = kSnapshotSchema;
    document["subject"] = {{"origin", snapshot.origin},
                           {"name", cleanText(snapshot.name)},
                           {"family", snapshot.family},
                           {"kind", snapshot.kind},
                           {"paths", textsJson(snapshot.subjects)}};
    const auto& latest = snapshot.clock.latestSigned;
    document["takenAt"] = toIso8601(snapshot.takenAt);
    document["clock"] = {{"state", snapshot.clock.state}, {"latestSigned", latest ? json(toIso8601(*latest)) : json()}};
    document["tool"] = {{"name", "countersign"}, {"version", snapshot.toolVersion}};
    document["auditor"] = auditorJson(snapshot.auditor);
    document["previous"] = digestJson(snapshot.previous);
    document["anchors"] = all(snapshot.anchors);
    document["inputs"] = all(snapshot.inputs);
}

void addHistory(json& document, const AuditSnapshot& snapshot)
{
    document["verdict"] = verdictName(snapshot.verdict);
    document["reason"] = snapshot.reason;
    document["ranges"] = all(snapshot.ranges);
    document["identities"] = all(snapshot.identities);
    document["head"] = headJson(snapshot.head);
    document["committedTo"] = idJson(snapshot.committedTo);
    document["committedBasis"] = snapshot.committedBasis;
    document["unsignedFrom"] = orNull(snapshot.unsignedFrom);
    document["lastRead"] = idJson(snapshot.lastRead);
    document["landmarks"] = all(snapshot.landmarks);
    document["rootsAt"] = all(snapshot.rootsAt);
}

} // namespace

Result<std::string> snapshotDocument(const AuditSnapshot& snapshot)
{
    json document;
    addSubject(document, snapshot);
    addHistory(document, snapshot);
    document["consortium"] = consortiumJson(snapshot.consortium);
    document["checks"] = all(snapshot.checks);
    document["findings"] = all(snapshot.findings);
    document["findingsOmitted"] = snapshot.findingsOmitted;
    document["notChecked"] = all(snapshot.notChecked);
    document["stats"] = statsJson(snapshot.stats);
    return canonicalJson(document);
}

} // namespace countersign::audit
