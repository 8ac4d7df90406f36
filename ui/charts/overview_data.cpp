#include "ui/charts/overview_data.h"

#include "core/crypto/certificate.h"
#include "ui/common/format.h"
#include "ui/common/verdict_look.h"
#include "ui/models/safe_text.h"
#include "ui/verify/verdict_text.h"

#include <QCoreApplication>

#include <map>
#include <set>

namespace countersign::ui {

namespace {

struct Overview {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

constexpr int kSoonDays = 90;

QDateTime dateOf(UtcTime time)
{
    return QDateTime::fromSecsSinceEpoch(time.seconds, Qt::UTC);
}

TileData identityTile(const VerificationReport& report, const AnchorChoice& anchor)
{
    TileData tile{.id = QStringLiteral("identity"),
                  .title = Overview::tr("Identity"),
                  .icon = QStringLiteral("pin"),
                  .kind = QStringLiteral("identity")};
    if (anchor.isChosen()) {
        tile.value = shortId(anchor.fingerprint());
        tile.lines.append(Overview::tr("Pinned from %1 on %2.").arg(anchor.source, formatTime(anchor.pinned).left(10)));
    } else {
        tile.value = Overview::tr("None chosen");
        tile.lines.append(Overview::tr("The history is only held against itself. Choose the identity you expect."));
    }
    if (!report.identities.empty())
        tile.lines.append(Overview::tr("Identities in the ledger, one after the other: %1.").arg(formatCount(report.identities.size())));
    return tile;
}

TileData integrityTile(const VerificationReport& report, const AnchorChoice& anchor)
{
    const StatedVerdict shown = statedVerdict(report);
    TileData tile{.id = QStringLiteral("integrity"),
                  .title = Overview::tr("Integrity"),
                  .icon = QStringLiteral("shield"),
                  .value = verdictWord(shown.verdict),
                  .lines = {scopeText(report, anchor)},
                  .verdict = shown.verdict,
                  .kind = QStringLiteral("checks")};
    if (shown.verdict != Verdict::Passed) tile.lines += verdictSentences(report, anchor).front();
    else tile.lines += signedAndCommitted(report);
    return tile;
}

TileData governanceTile(const VerificationReport& report)
{
    std::map<std::string, std::string> proposals;
    std::set<std::string> members;
    for (const HistoryEvent& event : report.events) {
        if (event.kind == "proposal") proposals[event.subject] = event.detail;
        if (event.kind == "member") members.insert(event.subject);
    }
    quint64 open = 0;
    for (const auto& [id, state] : proposals) open += state == "Open" ? 1u : 0u;
    TileData tile{.id = QStringLiteral("governance"),
                  .title = Overview::tr("Governance"),
                  .icon = QStringLiteral("members"),
                  .value = Overview::tr("Proposals: %1").arg(formatCount(proposals.size())),
                  .lines = {Overview::tr("Open at the end: %1.").arg(formatCount(open)),
                            Overview::tr("Members seen: %1. Signed messages of members checked: %2.")
                                .arg(formatCount(members.size()), formatCount(report.stats.memberMessages))},
                  .kind = QStringLiteral("filter"),
                  .place = QStringLiteral("kind == governance")};
    return tile;
}

TileData nodesTile(const VerificationReport& report)
{
    quint64 trusted = 0;
    for (const NodeLife& node : report.nodes) trusted += node.lastStatus == "Trusted" ? 1u : 0u;
    return {.id = QStringLiteral("nodes"),
            .title = Overview::tr("Nodes and attestation"),
            .icon = QStringLiteral("nodes"),
            .value = Overview::tr("Nodes: %1").arg(formatCount(report.nodes.size())),
            .lines = {Overview::tr("Trusted at the end: %1.").arg(formatCount(trusted)),
                      Overview::tr("Attestation is not yet checked: what code they ran is not shown here.")},
            .kind = QStringLiteral("filter"),
            .place = QStringLiteral("table ~ \"nodes.info\"")};
}

std::optional<std::pair<QDateTime, QDateTime>> validityOf(const VerificationReport& report, const AnchorChoice& anchor)
{
    const AnchorMatch* match = report.anchor ? &*report.anchor : anchor.matches.empty() ? nullptr : &anchor.matches.front();
    if (match && match->notBefore && match->notAfter) return std::pair(dateOf(*match->notBefore), dateOf(*match->notAfter));
    if (report.identities.empty()) return {};
    const auto certificate = crypto::Certificate::fromDer(report.identities.back().certificateDer);
    if (!certificate) return {};
    return std::pair(dateOf(certificate->notBefore()), dateOf(certificate->notAfter()));
}

TileData certificatesTile(const VerificationReport& report, const AnchorChoice& anchor, const QDateTime& now)
{
    TileData tile{.id = QStringLiteral("certificates"),
                  .title = Overview::tr("Certificates"),
                  .icon = QStringLiteral("key"),
                  .value = Overview::tr("No dates"),
                  .lines = {Overview::tr("The service's identity states no dates here.")},
                  .kind = QStringLiteral("identities")};
    const auto validity = validityOf(report, anchor);
    if (!validity) return tile;
    const auto days = int(std::clamp<qint64>(now.daysTo(validity->second), -100'000, 100'000));
    if (now > validity->second) tile.value = Overview::tr("Expired");
    else if (now < validity->first) tile.value = Overview::tr("Not valid yet");
    else tile.value = days <= kSoonDays ? Overview::tr("Days left: %1").arg(days) : Overview::tr("Valid");
    tile.lines = {Overview::tr("The service's certificate is valid from %1 to %2.")
                      .arg(formatTime(validity->first).left(10), formatTime(validity->second).left(10)),
                  Overview::tr("Dates do not decide: what was signed while it was valid stays signed.")};
    return tile;
}

TileData runTile(const VerificationReport& report, const QDateTime& now)
{
    const double seconds = std::max(report.stats.seconds, 0.001);
    return {.id = QStringLiteral("run"),
            .title = Overview::tr("This verification"),
            .icon = QStringLiteral("clock"),
            .value = formatTime(now),
            .lines = {Overview::tr("%1 transactions and %2 in %3 s.")
                          .arg(formatCount(report.stats.transactions), formatBytes(report.stats.bytes),
                               QLocale().toString(seconds, 'f', seconds < 10 ? 2 : 0)),
                      Overview::tr("%1 signatures of nodes and %2 of the service were checked.")
                          .arg(formatCount(report.stats.nodeSignatures), formatCount(report.stats.serviceSignatures))},
            .kind = QStringLiteral("checks")};
}

} // namespace

OverviewData overviewOf(const VerificationReport& report, const AnchorChoice& anchor, const QDateTime& now)
{
    return {.tiles = {identityTile(report, anchor), integrityTile(report, anchor), governanceTile(report), nodesTile(report),
                      certificatesTile(report, anchor, now), runTile(report, now)},
            .charts = chartsOf(report)};
}

} // namespace countersign::ui
