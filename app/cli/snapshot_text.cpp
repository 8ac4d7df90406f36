#include "app/cli/snapshot_text.h"

#include "app/cli/terminal_text.h"
#include "app/common/english_text.h"
#include "core/audit/check_ids.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign {

namespace {

using audit::AuditSnapshot;
using audit::Comparison;
using audit::Continuity;
using audit::ContinuityAnswer;
using audit::JudgedSnapshot;

constexpr std::size_t kMostChanges = 200;
constexpr std::size_t kMostValue = 72;
constexpr std::size_t kMostCauses = 4;

std::string headText(const AuditSnapshot& snapshot)
{
    return snapshot.head ? snapshot.head->signedRoot.id.toString() : std::string("none");
}

std::string idText(const std::optional<TransactionId>& id)
{
    return id ? id->toString() : std::string("its beginning");
}

std::string auditorText(const JudgedSnapshot& snapshot)
{
    const auto& auditor = snapshot.stored.file.snapshot.auditor;
    std::string text = snapshot.stored.own ? std::string("own") : "from " + snapshot.stored.from;
    if (auditor) text += ", signed by " + auditor->name;
    if (audit::standingOf(snapshot.signature) == audit::Standing::Contradicted) text += ": DOES NOT HOLD";
    return text;
}

Json sightJson(const audit::Sight& sight)
{
    const AuditSnapshot& snapshot = sight.snapshot;
    Json json;
    json["label"] = sight.label;
    json["standing"] = audit::standingName(sight.standing);
    json["takenAt"] = toIso8601(snapshot.takenAt);
    json["name"] = snapshot.name;
    json["family"] = snapshot.family;
    json["paths"] = snapshot.subjects;
    json["verdict"] = verdictName(snapshot.verdict);
    json["reason"] = snapshot.reason;
    json["head"] = snapshot.head ? Json(snapshot.head->signedRoot.id.toString()) : Json(nullptr);
    json["root"] = snapshot.head ? Json(toHex(snapshot.head->signedRoot.root)) : Json(nullptr);
    return json;
}

Json changeJson(const audit::ItemChange& change)
{
    Json json;
    json["change"] = audit::changeKindName(change.change);
    json["kind"] = change.kind;
    json["id"] = change.id;
    json["fields"] = Json::array();
    for (const audit::FieldChange& field : change.fields)
        json["fields"].push_back({{"name", field.name},
                                  {"before", field.before.empty() ? Json(nullptr) : Json(field.before)},
                                  {"after", field.after.empty() ? Json(nullptr) : Json(field.after)}});
    json["causes"] = Json::array();
    for (const audit::ChangeCause& cause : change.causes)
        json["causes"].push_back({{"transactionId", cause.id.toString()},
                                  {"removed", cause.removed},
                                  {"proposal", cause.proposal.empty() ? Json(nullptr) : Json(cause.proposal)}});
    return json;
}

std::string causesText(const audit::ItemChange& change)
{
    std::string text;
    for (std::size_t i = 0; i < change.causes.size() && i < kMostCauses; ++i) {
        text += (i == 0 ? " at " : ", ") + change.causes[i].id.toString();
        if (!change.causes[i].proposal.empty()) text += " (proposal " + shortDigest(change.causes[i].proposal) + ')';
    }
    if (change.causes.size() > kMostCauses)
        text += " and " + counted(change.causes.size() - kMostCauses, "more transaction", "more transactions");
    return text;
}

std::string valueOf(const std::string& value)
{
    return value.empty() ? std::string("nothing") : shortened(value, kMostValue);
}

void writeChange(std::ostream& out, const audit::ItemChange& change)
{
    out << "  " << padded(audit::changeKindName(change.change), 8) << ' ' << escaped(change.kind) << ' '
        << shortened(change.id, kMostValue) << causesText(change) << '\n';
    if (change.change != audit::ChangeKind::Changed) return;
    for (const audit::FieldChange& field : change.fields)
        out << "             " << escaped(field.name) << ": " << valueOf(field.before) << " -> " << valueOf(field.after)
            << '\n';
}

std::string plainLine(const ContinuityAnswer& answer, const std::string& earlier, const std::string& later)
{
    const std::string seen = idText(answer.earlierHead);
    switch (answer.kind) {
    case Continuity::Continued:
        if (answer.commonTo && answer.earlierHead && *answer.commonTo == *answer.earlierHead)
            return later + " continues " + earlier + ": the same root at " + seen;
        return later + " continues " + earlier + " to " + idText(answer.commonTo) + "; what was seen after that, to " +
               seen + ", was never shown committed and is gone";
    case Continuity::RolledBack:
        return "ROLLED BACK to " + idText(answer.laterHead) + ": " + earlier + " had seen " + seen;
    case Continuity::Forked:
        return "FORK after " + idText(answer.commonTo) + ": " + later + " has something else at " +
               idText(answer.differsAt);
    case Continuity::Rewritten:
        return "REWRITTEN after " + idText(answer.commonTo) + ": " + later + " has another root at " +
               idText(answer.differsAt);
    case Continuity::OtherService:
        return "ANOTHER SERVICE: " + later + " shares nothing with " + earlier;
    case Continuity::Unknown:
        break;
    }
    return "it cannot be told whether " + later + " continues " + earlier;
}

} // namespace

std::string continuityLine(const ContinuityAnswer& answer, const std::string& earlier, const std::string& later)
{
    const std::string line = plainLine(answer, escaped(earlier), escaped(later));
    return answer.reason == kReasonUnattributed ? "as it stands, " + line : line;
}

Json checksJson(const std::vector<Check>& checks)
{
    Json list = Json::array();
    for (const Check& check : checks)
        list.push_back({{"id", check.id},
                        {"verdict", verdictName(check.verdict)},
                        {"reason", check.reason},
                        {"evidence", check.evidence}});
    return list;
}

Json snapshotJson(const JudgedSnapshot& judged)
{
    const AuditSnapshot& snapshot = judged.stored.file.snapshot;
    Json json;
    json["number"] = judged.stored.number == 0 ? Json(nullptr) : Json(judged.stored.number);
    json["own"] = judged.stored.own;
    json["from"] = judged.stored.own ? Json(nullptr) : Json(judged.stored.from);
    json["takenAt"] = toIso8601(snapshot.takenAt);
    json["clock"] = snapshot.clock.state;
    json["name"] = snapshot.name;
    json["family"] = snapshot.family;
    json["paths"] = snapshot.subjects;
    json["verdict"] = verdictName(snapshot.verdict);
    json["reason"] = snapshot.reason;
    json["head"] = snapshot.head ? Json(snapshot.head->signedRoot.id.toString()) : Json(nullptr);
    json["root"] = snapshot.head ? Json(toHex(snapshot.head->signedRoot.root)) : Json(nullptr);
    json["committedTo"] = orNull(snapshot.committedTo);
    json["sha256"] = toHex(crypto::sha256(judged.stored.file.document));
    json["previous"] = snapshot.previous ? Json(toHex(*snapshot.previous)) : Json(nullptr);
    json["auditor"] = snapshot.auditor ? Json(snapshot.auditor->name) : Json(nullptr);
    json["auditorKeyId"] = snapshot.auditor ? Json(audit::keyIdOf(*snapshot.auditor)) : Json(nullptr);
    json["checks"] = checksJson(judged.signature);
    return json;
}

std::vector<std::vector<std::string>> snapshotRows(const std::vector<JudgedSnapshot>& snapshots)
{
    std::vector<std::vector<std::string>> rows{{"no.", "taken", "head", "verdict", "whose", "what"}};
    for (const JudgedSnapshot& one : snapshots) {
        const AuditSnapshot& snapshot = one.stored.file.snapshot;
        const std::string reason = snapshot.reason.empty() ? std::string() : " " + snapshot.reason;
        rows.push_back({one.stored.number == 0 ? std::string("-") : std::to_string(one.stored.number),
                        toIso8601(snapshot.takenAt), headText(snapshot),
                        std::string(englishVerdict(snapshot.verdict)) + reason, auditorText(one),
                        snapshot.subjects.empty() ? snapshot.name : snapshot.subjects.front()});
    }
    return rows;
}

Json continuityJson(const ContinuityAnswer& answer)
{
    Json json;
    json["continuity"] = audit::continuityName(answer.kind);
    json["verdict"] = verdictName(answer.verdict);
    json["reason"] = answer.reason;
    json["earlierHead"] = orNull(answer.earlierHead);
    json["laterHead"] = orNull(answer.laterHead);
    json["commonTo"] = orNull(answer.commonTo);
    json["differsAt"] = orNull(answer.differsAt);
    json["evidence"] = answer.evidence;
    return json;
}

Json comparisonDocument(const Comparison& comparison)
{
    Json document = documentHead("countersign.comparison/1");
    document["verdict"] = verdictName(audit::verdictOf(comparison));
    document["continuity"] = continuityJson(comparison.answer);
    document["swapped"] = comparison.swapped;
    document["earlier"] = sightJson(comparison.earlier);
    document["later"] = sightJson(comparison.later);
    document["explained"] = comparison.explained;
    document["changes"] = Json::array();
    for (const audit::ItemChange& change : comparison.changes.items) document["changes"].push_back(changeJson(change));
    document["notCompared"] = comparison.changes.notCompared;
    return document;
}

void writeComparison(Console& console, const Comparison& comparison)
{
    std::ostream& out = console.out();
    const ContinuityAnswer& answer = comparison.answer;
    out << console.verdictWord(answer.verdict) << "  "
        << continuityLine(answer, comparison.earlier.label, comparison.later.label) << '\n';
    if (!answer.reason.empty()) out << "  " << answer.reason << ": " << englishReason(answer.reason) << '\n';
    if (!answer.evidence.empty()) out << "  " << escaped(answer.evidence) << '\n';
    if (comparison.swapped) out << "  Given in the other order; the one seen first is taken as the earlier.\n";
    for (const audit::Sight* side : {&comparison.earlier, &comparison.later})
        if (side->standing == audit::Standing::Judged)
            out << "  " << escaped(side->label) << " by itself: " << console.verdictWord(side->snapshot.verdict)
                << (side->snapshot.reason.empty() ? "" : " (" + side->snapshot.reason + ')') << ", verified to "
                << headText(side->snapshot) << '\n';
    const auto& changes = comparison.changes.items;
    out << '\n' << console.heading("What changed") << '\n';
    if (changes.empty()) out << "  nothing of members, users, nodes, policies, constitution, app and proposals\n";
    for (std::size_t i = 0; i < changes.size() && i < kMostChanges; ++i) writeChange(out, changes[i]);
    if (changes.size() > kMostChanges)
        out << "  and " << changes.size() - kMostChanges << " more; --json lists them all\n";
    for (const std::string& kind : comparison.changes.notCompared)
        out << "  not compared: " << escaped(kind) << "; one side does not know of any\n";
    if (!changes.empty() && !comparison.explained)
        out << "  --ledger tells which transactions and proposals made the changes\n";
}

} // namespace countersign
