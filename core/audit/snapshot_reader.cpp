#include "core/audit/snapshot_document.h"

#include "core/audit/snapshot_fields.h"
#include "core/base/strict_json.h"

#include <algorithm>

namespace countersign::audit {

namespace {

using nlohmann::json;

constexpr std::size_t kDepth = 8;

Error malformed(std::string detail)
{
    return {ErrorCode::Malformed, "audit snapshot", std::move(detail)};
}

Place placeOf(const json& value, std::string& problem)
{
    Fields fields(value, problem);
    return {fields.text("file"), fields.maybeNumber("offset"), fields.maybeNumber("length"),
            fields.maybeNumber("seqno")};
}

SnapshotAnchor anchorOf(Fields fields, std::string&)
{
    return {fields.text("source"), fields.text("subject"), fields.text("fingerprint"), fields.text("keyId"),
            fields.flag("carries")};
}

SnapshotInput inputOf(Fields fields, std::string&)
{
    return {fields.text("path"),         fields.number("size"),      fields.maybeDigest("sha256"), fields.text("state"),
            fields.maybeNumber("first"), fields.maybeNumber("last"), fields.text("problem")};
}

RangeVerdict rangeOf(Fields fields, std::string&)
{
    return {fields.number("from"), fields.number("to"), fields.verdict("verdict"), fields.text("reason")};
}

SnapshotIdentity identityOf(Fields fields, std::string&)
{
    return {fields.number("from"),      fields.number("to"),        fields.text("subject"),
            fields.text("fingerprint"), fields.text("keyId"),       fields.text("status"),
            fields.verdict("trust"),    fields.text("trustReason"), fields.text("link")};
}

SignedRoot signedRootOf(Fields fields, std::string&)
{
    return {fields.transaction("id"), fields.digest("root")};
}

RootAt rootAtOf(Fields fields, std::string&)
{
    return {fields.transaction("id"), fields.flag("signs"), fields.maybeDigest("root")};
}

RootSignature signatureOf(Fields fields, std::string&)
{
    return {fields.text("kind"), fields.text("signer"), fields.base64("bytes")};
}

ConsortiumItem itemOf(Fields fields, std::string& problem)
{
    ConsortiumItem item{fields.text("kind"), fields.text("id"), {}, fields.maybeNumber("changedAt")};
    for (const auto& [name, value] : fields.object("fields").items()) {
        if (!value.is_string() && problem.empty()) problem = "fields";
        item.fields.push_back({name, value.is_string() ? value.get<std::string>() : std::string()});
    }
    return item;
}

Check checkOf(Fields fields, std::string& problem)
{
    return {fields.text("id"),       fields.verdict("verdict"), fields.text("reason"),
            fields.text("evidence"), fields.number("count"),    placeOf(fields.object("where"), problem)};
}

Finding findingOf(Fields fields, std::string& problem)
{
    return {fields.text("id"), fields.severity("severity"), fields.text("reason"),
            placeOf(fields.object("where"), problem), fields.text("detail")};
}

NotCheckedItem notCheckedOf(Fields fields, std::string&)
{
    return {fields.text("id"), fields.text("reason"), fields.text("detail"), fields.number("count")};
}

template <class T>
std::vector<T> listOf(const json& list, T (*read)(Fields, std::string&), std::string& problem)
{
    std::vector<T> items;
    for (const json& item : list) {
        items.push_back(read(Fields(item, problem), problem));
        if (!problem.empty()) break;
    }
    return items;
}

std::optional<SnapshotHead> headOf(Fields& document, std::string& problem)
{
    if (document.isNull("head")) return {};
    Fields head(document.object("head"), problem);
    return SnapshotHead{{head.transaction("id"), head.digest("root")},
                        listOf(head.list("signatures"), signatureOf, problem)};
}

std::optional<Auditor> auditorOf(Fields& document, std::string& problem)
{
    if (document.isNull("auditor")) return {};
    Fields auditor(document.object("auditor"), problem);
    return Auditor{auditor.text("name"), auditor.base64("publicKey")};
}

ConsortiumState consortiumOf(Fields fields, std::string& problem)
{
    return {fields.maybeNumber("at"), fields.flag("complete"), fields.texts("missing"),
            listOf(fields.list("items"), itemOf, problem)};
}

VerificationStats statsOf(Fields fields)
{
    return {fields.number("transactions"),      fields.number("signatures"),     fields.number("nodeSignatures"),
            fields.number("serviceSignatures"), fields.number("memberMessages"), fields.number("bytes")};
}

void readSubject(AuditSnapshot& snapshot, Fields& document, std::string& problem)
{
    Fields subject(document.object("subject"), problem);
    snapshot.origin = subject.text("origin");
    snapshot.name = subject.text("name");
    snapshot.family = subject.text("family");
    snapshot.kind = subject.text("kind");
    snapshot.subjects = subject.texts("paths");
    snapshot.takenAt = document.time("takenAt");
    Fields clock(document.object("clock"), problem);
    snapshot.clock = {clock.text("state"), clock.maybeTime("latestSigned")};
    snapshot.toolVersion = Fields(document.object("tool"), problem).text("version");
    snapshot.auditor = auditorOf(document, problem);
    snapshot.previous = document.maybeDigest("previous");
    snapshot.anchors = listOf(document.list("anchors"), anchorOf, problem);
    snapshot.inputs = listOf(document.list("inputs"), inputOf, problem);
}

void readHistory(AuditSnapshot& snapshot, Fields& document, std::string& problem)
{
    snapshot.verdict = document.verdict("verdict");
    snapshot.reason = document.text("reason");
    snapshot.ranges = listOf(document.list("ranges"), rangeOf, problem);
    snapshot.identities = listOf(document.list("identities"), identityOf, problem);
    snapshot.head = headOf(document, problem);
    snapshot.committedTo = document.maybeTransaction("committedTo");
    snapshot.committedBasis = document.text("committedBasis");
    snapshot.unsignedFrom = document.maybeNumber("unsignedFrom");
    snapshot.lastRead = document.maybeTransaction("lastRead");
    snapshot.landmarks = listOf(document.list("landmarks"), signedRootOf, problem);
    snapshot.rootsAt = listOf(document.list("rootsAt"), rootAtOf, problem);
}

} // namespace

Result<AuditSnapshot> readSnapshot(Bytes bytes, const SnapshotLimits& limits)
{
    if (bytes.size() > limits.bytes) return Error{ErrorCode::LimitExceeded, "audit snapshot", {}};
    const auto parsed = parseJson(bytes, {kDepth, limits.values});
    if (!parsed) return parsed.error();
    const auto schema = jsonText(*parsed, "schema");
    if (!schema) return malformed("schema");
    if (*schema != kSnapshotSchema) return Error{ErrorCode::Unsupported, "audit snapshot", *schema};

    std::string problem;
    Fields document(*parsed, problem);
    AuditSnapshot snapshot;
    readSubject(snapshot, document, problem);
    readHistory(snapshot, document, problem);
    snapshot.consortium = consortiumOf(Fields(document.object("consortium"), problem), problem);
    snapshot.checks = listOf(document.list("checks"), checkOf, problem);
    snapshot.findings = listOf(document.list("findings"), findingOf, problem);
    snapshot.findingsOmitted = document.number("findingsOmitted");
    snapshot.notChecked = listOf(document.list("notChecked"), notCheckedOf, problem);
    snapshot.stats = statsOf(Fields(document.object("stats"), problem));
    if (!problem.empty()) return malformed(problem);

    // One text for one snapshot: another order, spelling or member would be a second one.
    const auto again = snapshotDocument(snapshot);
    if (!again) return again.error();
    if (!std::ranges::equal(bytesOf(*again), bytes))
        return malformed("not in its canonical form, or with unknown members");
    return snapshot;
}

} // namespace countersign::audit
