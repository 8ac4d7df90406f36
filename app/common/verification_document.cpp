#include "app/common/verification_document.h"

#include "core/base/hex.h"
#include "core/base/utc_time.h"
#include "core/family/reasons.h"
#include "core/family/stated_verdict.h"

#include <algorithm>

namespace countersign {

namespace {

Json timeJson(const std::optional<UtcTime>& time)
{
    return time ? Json(toIso8601(*time)) : Json(nullptr);
}

Json rangesJson(const std::vector<RangeVerdict>& ranges)
{
    Json list = Json::array();
    for (const RangeVerdict& range : ranges)
        list.push_back({{"from", range.from},
                        {"to", range.to},
                        {"verdict", verdictName(range.verdict)},
                        {"reason", range.reason}});
    return list;
}

Json anchorJson(const std::optional<AnchorMatch>& anchor)
{
    if (!anchor) return nullptr;
    Json json;
    json["source"] = anchor->source;
    json["subject"] = anchor->subject;
    json["fingerprint"] = anchor->fingerprint.empty() ? Json(nullptr) : Json(anchor->fingerprint);
    json["keyId"] = anchor->keyId;
    json["notBefore"] = timeJson(anchor->notBefore);
    json["notAfter"] = timeJson(anchor->notAfter);
    return json;
}

Json identityJson(const IdentityEpoch& epoch)
{
    Json json;
    json["from"] = epoch.from;
    json["to"] = epoch.to;
    json["firstView"] = epoch.firstView;
    json["subject"] = epoch.subject;
    json["fingerprint"] = epoch.fingerprint;
    json["keyId"] = epoch.keyId;
    json["status"] = epoch.status;
    json["renewals"] = epoch.renewals;
    json["isAnchor"] = epoch.isAnchor;
    json["trust"] = verdictName(epoch.trust);
    json["trustReason"] = epoch.trustReason;
    json["link"] = epoch.link;
    json["linkEvidence"] = epoch.linkEvidence;
    return json;
}

Json checkJson(const Check& check)
{
    Json json;
    json["id"] = check.id;
    json["verdict"] = verdictName(check.verdict);
    json["reason"] = check.reason;
    json["count"] = check.count;
    json["where"] = placeJson(check.where);
    json["evidence"] = check.evidence;
    return json;
}

Json findingJson(const Finding& finding)
{
    Json json;
    json["id"] = finding.id;
    json["severity"] = severityName(finding.severity);
    json["reason"] = finding.reason;
    json["where"] = placeJson(finding.where);
    json["detail"] = finding.detail;
    return json;
}

Json answerJson(const SeparateAnswer& answer)
{
    return {{"id", answer.id}, {"verdict", verdictName(answer.verdict)}, {"reason", answer.reason}};
}

Json receiptJson(const ReceiptOutcome& outcome)
{
    Json json;
    json["path"] = outcome.path;
    json["line"] = outcome.line != 0 ? Json(outcome.line) : Json(nullptr);
    json["kind"] = outcome.kind;
    json["transactionId"] = orNull(outcome.transactionId);
    json["verdict"] = verdictName(outcome.verdict);
    json["reason"] = outcome.reason;
    json["claimsDigest"] = outcome.claimsDigest ? Json(toHex(*outcome.claimsDigest)) : Json(nullptr);
    json["service"] = outcome.service.empty() ? Json(nullptr) : Json(outcome.service);
    json["signedAt"] = timeJson(outcome.signedAt);
    json["signer"] = outcome.signer.empty() ? Json(nullptr) : Json(outcome.signer);
    json["signerNotBefore"] = timeJson(outcome.signerNotBefore);
    json["signerNotAfter"] = timeJson(outcome.signerNotAfter);
    return json;
}

Json notCheckedJson(const NotCheckedItem& item)
{
    return {{"id", item.id}, {"reason", item.reason}, {"detail", item.detail}, {"count", item.count}};
}

Json statsJson(const VerificationStats& stats)
{
    Json json;
    json["transactions"] = stats.transactions;
    json["signatures"] = stats.signatures;
    json["nodeSignatures"] = stats.nodeSignatures;
    json["serviceSignatures"] = stats.serviceSignatures;
    json["memberMessages"] = stats.memberMessages;
    json["bytes"] = stats.bytes;
    json["seconds"] = stats.seconds;
    return json;
}

template <class T>
Json listJson(const std::vector<T>& items, Json (*one)(const T&))
{
    Json list = Json::array();
    for (const T& item : items) list.push_back(one(item));
    return list;
}

Json evidenceJson(const EvidenceOutcome& outcome)
{
    Json json;
    json["path"] = outcome.path;
    json["kind"] = outcome.kind;
    json["subject"] = outcome.subject.empty() ? Json(nullptr) : Json(outcome.subject);
    json["verdict"] = verdictName(outcome.verdict);
    json["reason"] = outcome.reason;
    json["answers"] = listJson(outcome.answers, answerJson);
    return json;
}

void addEnds(Json& document, const VerificationReport& report)
{
    document["signedTo"] = orNull(report.signedTo);
    document["rootAtSignedTo"] = report.signedTo ? Json(toHex(report.rootAtSignedTo)) : Json(nullptr);
    document["committedTo"] = orNull(report.committedTo);
    document["committedBasis"] = report.committedBasis;
    document["unsignedFrom"] = orNull(report.unsignedFrom);
    document["lastRead"] = orNull(report.lastRead);
}

} // namespace

Json verificationDocument(const VerificationReport& report, UtcTime at)
{
    const StatedVerdict stated = statedVerdict(report);
    Json document = documentHead("countersign.verification/1");
    Json path = report.subjects.empty() ? Json("") : Json(report.subjects.front());
    document["subject"] = {{"kind", report.subjectKind}, {"path", std::move(path)}, {"family", report.family}};
    document["subjects"] = report.subjects;
    document["verdict"] = verdictName(stated.verdict);
    document["reason"] = stated.reason;
    document["at"] = toIso8601(at);
    document["ranges"] = rangesJson(report.ranges);
    document["anchor"] = anchorJson(report.anchor);
    document["identities"] = listJson(report.identities, identityJson);
    document["answers"] = listJson(report.answers, answerJson);
    document["checks"] = listJson(report.checks, checkJson);
    document["findings"] = listJson(report.findings, findingJson);
    document["findingsOmitted"] = report.findingsOmitted;
    document["notChecked"] = listJson(report.notChecked, notCheckedJson);
    document["receipts"] = listJson(report.receipts, receiptJson);
    document["evidence"] = listJson(report.evidence, evidenceJson);
    addEnds(document, report);
    document["stats"] = statsJson(report.stats);
    return document;
}

} // namespace countersign
