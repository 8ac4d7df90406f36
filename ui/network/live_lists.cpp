#include "ui/network/live_lists.h"

#include "ui/common/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign::ui {

namespace {

struct LiveLists {
    Q_DECLARE_TR_FUNCTIONS(LiveLists)
};

constexpr int kSoonDays = 90;

PlainCell idCell(const QString& id)
{
    return {.text = shortId(id), .toolTip = id};
}

// Worth a look, but no verdict on the line.
PlainCell statusCell(const QString& status, bool usual)
{
    PlainCell cell{.text = status};
    if (!usual) cell.verdict = Verdict::Indeterminate;
    return cell;
}

template <class T>
const T* find(const QList<T>& list, const QString& id)
{
    const auto found = std::ranges::find_if(list, [&](const T& one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
}

DetailItem certificateItem(const LiveCertificate& certificate)
{
    if (!certificate.isReadable())
        return {.name = LiveLists::tr("Certificate"), .value = LiveLists::tr("none, or not readable"), .text = certificate.pem};
    return {.name = LiveLists::tr("Certificate"),
            .value = certificate.subject,
            .children = {{.name = LiveLists::tr("Issuer"), .value = certificate.issuer},
                         {.name = LiveLists::tr("Key"), .value = certificate.key},
                         {.name = LiveLists::tr("Fingerprint (SHA-256)"), .value = groupsOfFour(certificate.fingerprint)},
                         {.name = LiveLists::tr("Valid from"), .value = formatTime(certificate.notBefore)},
                         {.name = LiveLists::tr("Valid to"), .value = formatTime(certificate.notAfter)},
                         {.name = LiveLists::tr("PEM"),
                          .value = LiveLists::tr("the whole certificate"),
                          .text = certificate.pem}}};
}

// An id is the fingerprint of the certificate; a service that says otherwise is wrong about one of them.
DetailItem idItem(const QString& name, const QString& id, const LiveCertificate& certificate)
{
    DetailItem item{.name = name, .value = id};
    if (certificate.isReadable() && certificate.fingerprint != id) {
        item.verdict = Verdict::Failed;
        item.children += {.name = LiveLists::tr("This is not the fingerprint of the certificate below"),
                          .value = certificate.fingerprint};
    }
    return item;
}

PlainCell memberIdCell(const QString& id, const LiveCertificate& certificate)
{
    PlainCell cell = idCell(id);
    if (certificate.isReadable() && certificate.fingerprint != id) cell.verdict = Verdict::Failed;
    return cell;
}

QString roleText(const LiveMember& member)
{
    if (member.recoveryRole == QLatin1String("Owner")) return LiveLists::tr("owner: recovers alone");
    if (member.recoveryRole == QLatin1String("Participant")) return LiveLists::tr("holds a share");
    if (member.recoveryRole == QLatin1String("NonParticipant")) return LiveLists::tr("takes no part");
    if (!member.recoveryRole.isEmpty()) return member.recoveryRole;
    return member.encryptionKey.isEmpty() ? LiveLists::tr("takes no part") : LiveLists::tr("holds a share");
}

bool isOwner(const LiveMember& member)
{
    return member.recoveryRole == QLatin1String("Owner");
}

bool holdsShare(const LiveMember& member)
{
    const bool participates = member.recoveryRole.isEmpty() || member.recoveryRole == QLatin1String("Participant");
    return member.status == QLatin1String("Active") && participates && !member.encryptionKey.isEmpty();
}

DetailItem votesItem(const LiveSession& session, const QString& member)
{
    DetailItem votes{.name = LiveLists::tr("Counted votes"), .value = {}};
    for (const LiveProposal& proposal : session.proposals())
        for (const LiveVote& vote : proposal.votes) {
            if (vote.member != member) continue;
            const QString answer = !vote.inFavour ? LiveLists::tr("ballot failed: %1").arg(vote.failure)
                                   : *vote.inFavour ? LiveLists::tr("yes") : LiveLists::tr("no");
            votes.children += {.name = LiveLists::tr("Proposal %1, %2", "id, state").arg(shortId(proposal.id), proposal.state),
                               .value = answer};
        }
    if (votes.children.isEmpty()) votes.value = LiveLists::tr("none on the proposals seen here");
    return votes;
}

QList<PlainRow> memberRows(const LiveService& service)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<PlainRow> rows;
    for (const LiveMember& member : service.members)
        rows.append({.cells = {{.text = member.name},
                               memberIdCell(member.id, member.certificate),
                               statusCell(member.status, member.status == QLatin1String("Active")),
                               {.text = member.certificate.key},
                               expiryCell(member.certificate, now),
                               {.text = roleText(member)},
                               {.text = member.encryptionKey.isEmpty() ? LiveLists::tr("none") : member.encryptionKey}},
                     .value = member.id});
    return rows;
}

QList<DetailItem> memberDetails(const LiveService& service, const LiveSession& session, const QString& id)
{
    const LiveMember* member = find(service.members, id);
    if (!member) return {};
    return {idItem(LiveLists::tr("Member id"), member->id, member->certificate),
            {.name = LiveLists::tr("Status"), .value = member->status},
            {.name = LiveLists::tr("Recovery"), .value = roleText(*member)},
            {.name = LiveLists::tr("Encryption key"),
             .value = member->encryptionKey.isEmpty() ? LiveLists::tr("none") : member->encryptionKey},
            certificateItem(member->certificate), member->data, votesItem(session, member->id)};
}

QList<PlainRow> userRows(const LiveService& service)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<PlainRow> rows;
    for (const LiveUser& user : service.users)
        rows.append({.cells = {{.text = user.name},
                               memberIdCell(user.id, user.certificate),
                               {.text = user.certificate.key},
                               expiryCell(user.certificate, now)},
                     .value = user.id});
    return rows;
}

QList<DetailItem> userDetails(const LiveService& service, const LiveSession&, const QString& id)
{
    const LiveUser* user = find(service.users, id);
    if (!user) return {};
    return {idItem(LiveLists::tr("User id"), user->id, user->certificate), certificateItem(user->certificate), user->data};
}

QString quoteText(const LiveNode& node)
{
    if (node.quoteFormat.isEmpty()) return LiveLists::tr("none");
    return node.quoteFormat == QLatin1String("Insecure_Virtual") ? LiveLists::tr("virtual: protects nothing")
                                                                 : node.quoteFormat;
}

QString nodeName(const LiveNode& node)
{
    const QString name = node.name.isEmpty() ? shortId(node.id) : node.name;
    return node.isPrimary ? LiveLists::tr("%1 (primary)").arg(name) : name;
}

QList<PlainRow> nodeRows(const LiveService& service)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<PlainRow> rows;
    for (const LiveNode& node : service.nodes)
        rows.append({.cells = {{.text = nodeName(node)},
                               idCell(node.id),
                               statusCell(node.status, node.status == QLatin1String("Trusted")),
                               {.text = quoteText(node)},
                               {.text = node.codeVersion, .toolTip = node.codeVersion},
                               expiryCell(node.certificate, now),
                               {.text = node.addresses}},
                     .value = node.id});
    return rows;
}

QList<DetailItem> nodeDetails(const LiveService& service, const LiveSession&, const QString& id)
{
    const LiveNode* node = find(service.nodes, id);
    if (!node) return {};
    QList<DetailItem> items{{.name = LiveLists::tr("Node id"), .value = node->id},
                            {.name = LiveLists::tr("Status"), .value = node->status},
                            {.name = LiveLists::tr("Addresses"), .value = node->addresses},
                            {.name = LiveLists::tr("Quote"), .value = quoteText(*node)},
                            {.name = LiveLists::tr("Code version (measurement)"), .value = node->codeVersion},
                            {.name = LiveLists::tr("Host data"), .value = node->hostData}};
    if (node->retiredCommitted)
        items += {.name = LiveLists::tr("Retirement committed"),
                  .value = *node->retiredCommitted ? LiveLists::tr("yes") : LiveLists::tr("no")};
    return items << certificateItem(node->certificate) << node->data;
}

} // namespace

PlainCell expiryCell(const LiveCertificate& certificate, const QDateTime& now)
{
    if (!certificate.isReadable()) return {.text = LiveLists::tr("none, or not readable"), .verdict = Verdict::Indeterminate};
    const QString day = formatTime(certificate.notAfter).left(10);
    if (certificate.notAfter < now)
        return {.text = LiveLists::tr("%1, expired").arg(day), .verdict = Verdict::Indeterminate, .toolTip = formatTime(certificate.notAfter)};
    const auto days = now.daysTo(certificate.notAfter);
    PlainCell cell{.text = day, .toolTip = LiveLists::tr("%1, days left: %2", "time, number").arg(formatTime(certificate.notAfter)).arg(days)};
    if (days < kSoonDays) cell.verdict = Verdict::Indeterminate;
    return cell;
}

QString recoverySentence(const LiveService& service)
{
    const auto shares = std::ranges::count_if(service.members, holdsShare);
    const bool owner = std::ranges::any_of(
        service.members, [](const LiveMember& one) { return isOwner(one) && one.status == QLatin1String("Active"); });
    if (!service.recoveryThreshold) return {};
    const quint64 needed = *service.recoveryThreshold;
    if (quint64(shares) < needed && !owner)
        return LiveLists::tr("A recovery needs %1 shares, but only %2 are held: it can't succeed.").arg(needed).arg(shares);
    if (quint64(shares) < needed) return LiveLists::tr("Only a recovery owner can recover this service.");
    const QString sentence = LiveLists::tr("%1 of %2 shares are needed to recover this service.").arg(needed).arg(shares);
    return owner ? LiveLists::tr("%1 of %2 shares, or one owner alone, are needed to recover this service.").arg(needed).arg(shares)
                 : sentence;
}

LiveList memberList()
{
    return {.identity = {.id = QStringLiteral("members"), .title = LiveLists::tr("Members"), .icon = QStringLiteral("members"), .goKey = u'm'},
            .part = LivePart::Members,
            .headers = {LiveLists::tr("Member"), LiveLists::tr("Member id"), LiveLists::tr("Status"), LiveLists::tr("Key"),
                        LiveLists::tr("Certificate to"), LiveLists::tr("Recovery"), LiveLists::tr("Encryption key")},
            .widths = {22, 14, 12, 12, 22, 22, 18},
            .empty = LiveLists::tr("The service names no members."),
            .filterPrompt = LiveLists::tr("Filter members by name, id or status"),
            .rows = memberRows,
            .details = memberDetails,
            .summary = recoverySentence};
}

LiveList userList()
{
    return {.identity = {.id = QStringLiteral("users"), .title = LiveLists::tr("Users"), .icon = QStringLiteral("key"), .goKey = u'u'},
            .part = LivePart::Users,
            .headers = {LiveLists::tr("User"), LiveLists::tr("User id"), LiveLists::tr("Key"), LiveLists::tr("Certificate to")},
            .widths = {30, 18, 16, 26},
            .empty = LiveLists::tr("The service names no users. Users may also come by a token of an issuer; see Policies."),
            .filterPrompt = LiveLists::tr("Filter users by name or id"),
            .rows = userRows,
            .details = userDetails,
            .summary = {}};
}

LiveList nodeList()
{
    return {.identity = {.id = QStringLiteral("nodes"), .title = LiveLists::tr("Nodes"), .icon = QStringLiteral("nodes"), .goKey = u'n'},
            .part = LivePart::Nodes,
            .headers = {LiveLists::tr("Node"), LiveLists::tr("Node id"), LiveLists::tr("Status"), LiveLists::tr("Quote"),
                        LiveLists::tr("Code version"), LiveLists::tr("Certificate to"), LiveLists::tr("Addresses")},
            .widths = {22, 14, 12, 26, 26, 22, 40},
            .empty = LiveLists::tr("The service names no nodes."),
            .filterPrompt = LiveLists::tr("Filter nodes by name, id, status or address"),
            .rows = nodeRows,
            .details = nodeDetails,
            .summary = {}};
}

} // namespace countersign::ui
