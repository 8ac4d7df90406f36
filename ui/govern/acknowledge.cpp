#include "ui/govern/acknowledge.h"

#include "ui/common/format.h"

#include <QCoreApplication>
#include <QPointer>
#include <QWidget>

namespace countersign::ui {

namespace {

struct AcknowledgeText {
    Q_DECLARE_TR_FUNCTIONS(AcknowledgeText)
};

DetailItem membersItem(const LiveService& service)
{
    DetailItem item{.name = AcknowledgeText::tr("Members"), .value = formatCount(quint64(service.members.size()))};
    for (const LiveMember& one : service.members)
        item.children += {.name = one.name, .value = AcknowledgeText::tr("%1, member %2", "status, id").arg(one.status, shortId(one.id))};
    return item;
}

DetailItem nodesItem(const LiveService& service)
{
    DetailItem item{.name = AcknowledgeText::tr("Nodes"), .value = formatCount(quint64(service.nodes.size()))};
    for (const LiveNode& one : service.nodes)
        item.children += {.name = shortId(one.id),
                          .value = AcknowledgeText::tr("%1, evidence %2", "status, format")
                                       .arg(one.status, one.quoteFormat.isEmpty() ? AcknowledgeText::tr("none") : one.quoteFormat)};
    return item;
}

DetailItem proposalsItem(const LiveService& service)
{
    DetailItem item{.name = AcknowledgeText::tr("Open proposals"), .value = {}};
    for (const LiveProposal& one : service.proposals)
        if (one.isOpen) item.children += {.name = shortId(one.id), .value = one.actions.join(QStringLiteral(", "))};
    item.value = formatCount(quint64(item.children.size()));
    return item;
}

} // namespace

QList<DetailItem> stateToAcknowledge(const LiveService& service)
{
    QList<DetailItem> items{
        {.name = AcknowledgeText::tr("Service status"), .value = service.status},
        {.name = AcknowledgeText::tr("Service identity"), .value = groupsOfFour(service.identity.fingerprint)},
        {.name = AcknowledgeText::tr("Constitution, SHA-256"), .value = service.constitution.digest, .text = service.constitution.text}};
    if (service.recoveryThreshold)
        items += {.name = AcknowledgeText::tr("Recovery threshold"), .value = formatCount(*service.recoveryThreshold)};
    items += {membersItem(service), nodesItem(service), proposalsItem(service)};
    if (!service.policies.isEmpty()) items += {.name = AcknowledgeText::tr("Policies"), .value = {}, .children = service.policies};
    return items;
}

void acknowledgeState(ActDesk& desk, LiveSession& session, QWidget* page)
{
    const LiveService* service = session.snapshot() ? session.snapshot()->service() : nullptr;
    if (!service) return;
    const QList<DetailItem> state = stateToAcknowledge(*service);
    Act ask{.kind = ActKind::UpdateStateDigest, .about = state};
    desk.sign(ask, page, [&desk, state, page = QPointer<QWidget>(page)](const ActOutcome& outcome) {
        if (!page || outcome.end != ActEnd::Taken || outcome.stateDigest.isEmpty() || outcome.commit == ActCommit::Invalid) return;
        Act acknowledge{.kind = ActKind::Acknowledge,
                        .member = outcome.member,
                        .stateDigest = outcome.stateDigest,
                        .notes = {AcknowledgeText::tr("The digest stands for the whole state at that moment, as the service computed it. "
                                                      "Below is what it shows of it.")},
                        .about = state};
        desk.sign(acknowledge, page, [](const ActOutcome&) {});
    });
}

} // namespace countersign::ui
