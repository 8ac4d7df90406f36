#include "ui/network/service_tiles.h"

#include "core/family/check_ids.h"
#include "ui/common/format.h"
#include "ui/common/reason_text.h"
#include "ui/common/verdict_look.h"
#include "ui/network/live_lists.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

namespace countersign::ui {

namespace {

struct ServiceTiles {
    Q_DECLARE_TR_FUNCTIONS(ServiceTiles)
};

const QString kPage = QStringLiteral("page");

QString orNone(const QString& text)
{
    return text.isEmpty() ? ServiceTiles::tr("not told") : text;
}

QString nodeLabel(const LiveService& service, const QString& id)
{
    for (const LiveNode& node : service.nodes)
        if (node.id == id && !node.name.isEmpty()) return node.name;
    return id.isEmpty() ? ServiceTiles::tr("none") : shortId(id);
}

TileData identityTile(const LiveService& service, const LivePin& pin)
{
    TileData tile{.id = QStringLiteral("identity"),
                  .title = ServiceTiles::tr("Identity"),
                  .icon = QStringLiteral("pin"),
                  .value = shortId(pin.fingerprint),
                  .lines = {ServiceTiles::tr("Pinned on %1: %2.").arg(formatTime(pin.pinned).left(10), pin.source)}};
    if (!service.identity.isReadable()) return tile;
    tile.lines += service.identity.fingerprint == pin.fingerprint
                      ? ServiceTiles::tr("Its certificate is valid to %1.")
                            .arg(formatTime(service.identity.notAfter).left(10))
                      : ServiceTiles::tr("The service shows another certificate, %1, valid to %2.")
                            .arg(shortId(service.identity.fingerprint), formatTime(service.identity.notAfter).left(10));
    return tile;
}

TileData agreementTile(const LiveSnapshot& snapshot)
{
    const Verdict verdict = snapshot.verdict();
    TileData tile{.id = QStringLiteral("agreement"),
                  .title = ServiceTiles::tr("Nodes compared"),
                  .icon = QStringLiteral("nodes"),
                  .value = verdictWord(verdict),
                  .verdict = verdict};
    int subjects = 0;
    for (const Check& check : snapshot.checks.checks())
        if (check.id == kCheckLiveAgreement && check.verdict == Verdict::Passed) subjects += int(check.count);
    tile.lines.append(ServiceTiles::tr("%1 of %2 nodes answer.")
                      .arg(snapshot.usableNodes())
                      .arg(snapshot.nodes.size()));
    if (verdict == Verdict::Passed) tile.lines.append(ServiceTiles::tr("Subjects they agree on: %1.").arg(subjects));
    for (const Check& check : snapshot.checks.checks())
        if (check.verdict == verdict && !check.reason.empty()) {
            tile.lines += reasonText(check.reason);
            break;
        }
    return tile;
}

TileData commitTile(const LiveSession& session, const NodeAnswer& shown, const QDateTime& now)
{
    TileData tile{.id = QStringLiteral("commit"),
                  .title = ServiceTiles::tr("Committed"),
                  .icon = QStringLiteral("transactions"),
                  .value = shown.commit ? QString::fromStdString(shown.commit->toString()) : ServiceTiles::tr("not told")};
    if (session.commitSince().isValid())
        tile.lines.append(ServiceTiles::tr("Nothing newer was committed for %1, as seen from here.")
                          .arg(formatDuration(double(std::max<qint64>(0, session.commitSince().secsTo(now))))));
    return tile;
}

TileData consensusTile(const LiveService& service, const NodeAnswer& shown)
{
    return {.id = QStringLiteral("consensus"),
            .title = ServiceTiles::tr("Consensus"),
            .icon = QStringLiteral("connect"),
            .value = shown.view ? ServiceTiles::tr("View %1").arg(*shown.view) : ServiceTiles::tr("not told"),
            .lines = {ServiceTiles::tr("Primary: %1.").arg(nodeLabel(service, shown.primaryId)),
                      ServiceTiles::tr("The node that answers is %1.").arg(orNone(shown.leadership))},
            .kind = kPage,
            .place = QStringLiteral("nodes")};
}

TileData membersTile(const LiveService& service)
{
    const auto active = std::ranges::count_if(
        service.members, [](const LiveMember& one) { return one.status == QLatin1String("Active"); });
    TileData tile{.id = QStringLiteral("members"),
                  .title = ServiceTiles::tr("Members"),
                  .icon = QStringLiteral("members"),
                  .value = ServiceTiles::tr("%1 active of %2").arg(active).arg(service.members.size()),
                  .kind = kPage,
                  .place = QStringLiteral("members")};
    if (const QString recovery = recoverySentence(service); !recovery.isEmpty()) tile.lines += recovery;
    if (service.recoveryCount) tile.lines.append(ServiceTiles::tr("Recoveries so far: %1.").arg(*service.recoveryCount));
    return tile;
}

TileData governanceTile(const LiveService& service)
{
    const auto open = std::ranges::count_if(service.proposals, &LiveProposal::isOpen);
    TileData tile{.id = QStringLiteral("governance"),
                  .title = ServiceTiles::tr("Governance"),
                  .icon = QStringLiteral("governance"),
                  .value = ServiceTiles::tr("Open proposals: %1").arg(open),
                  .kind = kPage,
                  .place = QStringLiteral("governance")};
    if (!service.constitution.digest.isEmpty())
        tile.lines.append(ServiceTiles::tr("Constitution: SHA-256 %1.").arg(shortId(service.constitution.digest)));
    return tile;
}

TileData serviceTile(const LiveService& service, const NodeAnswer& shown)
{
    const QString status = shown.serviceStatus.isEmpty() ? service.status : shown.serviceStatus;
    return {.id = QStringLiteral("service"),
            .title = ServiceTiles::tr("Service"),
            .icon = QStringLiteral("overview"),
            .value = orNone(status),
            .lines = {ServiceTiles::tr("Version: %1.").arg(orNone(shown.version)),
                      ServiceTiles::tr("Governance interface: %1.").arg(orNone(service.interfaceVersion))}};
}

PlainCell answerCell(const NodeAnswer& node)
{
    if (node.error)
        return {.text = QString::fromStdString(node.error->where + (node.error->detail.empty() ? "" : ": ") + node.error->detail),
                .verdict = Verdict::Indeterminate};
    if (!node.isUsable()) return {.text = ServiceTiles::tr("another identity"), .verdict = Verdict::Failed};
    return {.text = node.identity->kind == LiveIdentity::Renewed ? ServiceTiles::tr("pinned key, renewed certificate")
                                                                 : ServiceTiles::tr("pinned identity"),
            .verdict = Verdict::Passed};
}

} // namespace

QList<TileData> serviceTiles(const LiveSession& session, const LivePin& pin, const QDateTime& now)
{
    const auto snapshot = session.snapshot();
    const NodeAnswer* shown = snapshot ? snapshot->shown() : nullptr;
    if (!shown) return {};
    const LiveService& service = *shown->service;
    return {serviceTile(service, *shown),   agreementTile(*snapshot),       identityTile(service, pin),
            commitTile(session, *shown, now), consensusTile(service, *shown), governanceTile(service),
            membersTile(service)};
}

QStringList askedNodeHeaders()
{
    return {ServiceTiles::tr("Node asked"), ServiceTiles::tr("Answer"),    ServiceTiles::tr("Node id"),
            ServiceTiles::tr("Status"),     ServiceTiles::tr("Role"),      ServiceTiles::tr("View"),
            ServiceTiles::tr("Committed"),  ServiceTiles::tr("Latency"),   ServiceTiles::tr("Certificate to")};
}

QList<PlainRow> askedNodeRows(const LiveSession& session, const QDateTime& now)
{
    QList<PlainRow> rows;
    const auto snapshot = session.snapshot();
    if (!snapshot) return rows;
    const LiveService* service = snapshot->service();
    for (const NodeAnswer& node : snapshot->nodes) {
        const LiveNode* listed = nullptr;
        for (qsizetype i = 0; service && i < service->nodes.size(); ++i)
            if (service->nodes[i].id == node.nodeId) listed = &service->nodes[i];
        PlainRow row{.cells = {{.text = node.origin}, answerCell(node)}, .kind = {}, .value = node.nodeId};
        if (node.isUsable()) {
            row.cells += {.text = shortId(node.nodeId), .toolTip = node.nodeId};
            row.cells += {.text = listed ? listed->status : node.nodeState};
            row.cells += {.text = node.nodeId == node.primaryId ? ServiceTiles::tr("primary") : ServiceTiles::tr("backup")};
            row.cells += {.text = node.view ? QString::number(*node.view) : QString(), .number = double(node.view.value_or(0))};
            row.cells += {.text = node.commit ? QString::fromStdString(node.commit->toString()) : QString()};
            row.cells += {.text = ServiceTiles::tr("%1 ms").arg(node.latencyMs), .number = double(node.latencyMs)};
            row.cells += listed ? expiryCell(listed->certificate, now) : PlainCell();
            row.kind = QStringLiteral("nodes");
        }
        rows += row;
    }
    return rows;
}

QList<LineSeries> chartSeries(const LiveSession& session, LiveChart chart)
{
    QList<LineSeries> all;
    const QStringList origins = session.origins();
    const auto snapshot = session.snapshot();
    const LiveService* service = snapshot ? snapshot->service() : nullptr;
    for (std::size_t i = 0; i < session.samples().size(); ++i) {
        LineSeries series{.name = QUrl(origins.value(qsizetype(i))).authority(), .points = {}};
        for (qsizetype n = 0; service && i < snapshot->nodes.size() && n < service->nodes.size(); ++n)
            if (service->nodes[n].id == snapshot->nodes[i].nodeId && !service->nodes[n].name.isEmpty())
                series.name = service->nodes[n].name;
        for (const LiveSample& sample : session.samples()[i]) {
            std::optional<double> value;
            if (chart == LiveChart::Commit && sample.commit) value = double(*sample.commit);
            if (chart == LiveChart::View && sample.view) value = double(*sample.view);
            if (chart == LiveChart::Latency && sample.latencyMs) value = double(*sample.latencyMs);
            if (value) series.points += QPointF(sample.seconds, *value);
        }
        all += series;
    }
    return all;
}

} // namespace countersign::ui
