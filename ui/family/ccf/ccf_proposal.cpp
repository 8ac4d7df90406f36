#include "ui/family/ccf/ccf_proposal.h"

#include "core/ccf/client/gov_client.h"
#include "core/ccf/governance/payloads.h"
#include "core/ccf/governance/signing_request.h"
#include "ui/common/format.h"
#include "ui/family/ccf/ccf_reading.h"
#include "ui/family/ccf/ccf_views.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign::ui::ccf_family {

namespace {

struct CcfProposal {
    Q_DECLARE_TR_FUNCTIONS(CcfProposal)
};

constexpr qsizetype kMostText = 4'000'000;
constexpr qsizetype kShortText = 160;
constexpr qsizetype kMostBallots = 200;

QString dayOf(const std::string& time)
{
    return QString::fromStdString(time).left(10);
}

DetailItem argumentItem(const ccf::Argument& argument, const QString& name)
{
    const QString id = QString::fromStdString(argument.id);
    switch (argument.kind) {
    case ccf::ArgumentKind::Certificate:
        return {.name = name,
                .value = CcfProposal::tr("certificate of %1").arg(safeText(argument.text, 300)),
                .children = {{.name = CcfProposal::tr("Fingerprint (SHA-256)"), .value = id},
                             {.name = CcfProposal::tr("Valid from"), .value = dayOf(argument.notBefore)},
                             {.name = CcfProposal::tr("Valid to"), .value = dayOf(argument.notAfter)}}};
    case ccf::ArgumentKind::PublicKey:
        return {.name = name,
                .value = CcfProposal::tr("public key, %1").arg(safeText(argument.text, 100)),
                .children = {{.name = CcfProposal::tr("Digest (SHA-256)"), .value = id}}};
    case ccf::ArgumentKind::Script: {
        const auto lines = std::ranges::count(argument.text, '\n') + 1;
        return {.name = name,
                .value = CcfProposal::tr("lines: %1, SHA-256 %2", "of a script").arg(lines).arg(shortId(id)),
                .text = safeMultiline(argument.text, kMostText)};
    }
    case ccf::ArgumentKind::Value: break;
    }
    DetailItem item{.name = name, .value = safeText(argument.text, kShortText)};
    if (argument.text.size() > std::size_t(kShortText)) item.text = safeMultiline(argument.text, kMostText);
    return item;
}

// "bundle.modules[0].name" as "bundle", "modules", "[0]", "name".
QStringList stepsOf(const std::string& path)
{
    QString text = safeText(path, 1000);
    text.replace(QLatin1Char('['), QStringLiteral(".["));
    return text.split(QLatin1Char('.'), Qt::SkipEmptyParts);
}

DetailItem& childOf(DetailItem& parent, const QString& name)
{
    for (DetailItem& child : parent.children)
        if (child.name == name) return child;
    parent.children += DetailItem{.name = name, .value = {}};
    return parent.children.back();
}

// An element of a list is told by the name it holds: the modules of an app read as a tree of files.
void nameElements(DetailItem& item)
{
    for (DetailItem& child : item.children) {
        nameElements(child);
        if (!child.name.startsWith(QLatin1Char('[')) || !child.value.isEmpty()) continue;
        const auto named = std::ranges::find_if(
            child.children, [](const DetailItem& one) { return one.name == QStringLiteral("name"); });
        if (named != child.children.end()) child.value = named->value;
    }
}

LiveBallot ballotKind(const LiveProposalDetail& detail, const std::string& script)
{
    auto payload = ccf::ballotPayload(script);
    if (!payload) return LiveBallot::OwnScript;
    ccf::GovernanceMessage message{
        .type = ccf::MessageType::Ballot, .createdAt = {}, .proposalId = detail.id.toStdString(), .payload = *std::move(payload)};
    const auto effect = ccf::effectOf(message, detail.bytes);
    if (effect && effect->careful) return LiveBallot::CarefulYes;
    if (!effect || !effect->plainVote) return LiveBallot::OwnScript;
    return *effect->plainVote ? LiveBallot::PlainYes : LiveBallot::PlainNo;
}

void addBallots(ccf::GovClient& gov, LiveProposalDetail& detail, const QStringList& members, std::stop_token stop)
{
    for (qsizetype i = 0; i < members.size() && i < kMostBallots; ++i) {
        if (stop.stop_requested()) return;
        const auto ballot = gov.ballot(detail.id.toStdString(), members[i].toStdString(), stop);
        if (!ballot || !ballot->value) continue; // none given, as far as this service says
        const auto same = [&](const LiveVote& vote) { return vote.member == members[i]; };
        auto found = std::ranges::find_if(detail.votes, same);
        if (found == detail.votes.end()) found = detail.votes.insert(detail.votes.end(), LiveVote{.member = members[i]});
        found->script = safeMultiline(*ballot->value, kMostText);
        found->ballot = ballotKind(detail, *ballot->value);
    }
}

} // namespace

DetailItem actionItem(const ccf::DecodedAction& action)
{
    DetailItem item{.name = safeText(action.name, 120), .value = {}};
    for (const ccf::Argument& argument : action.arguments) {
        QStringList steps = stepsOf(argument.path);
        const QString last = steps.isEmpty() ? QString() : steps.takeLast();
        DetailItem* at = &item;
        for (const QString& step : std::as_const(steps)) at = &childOf(*at, step);
        at->children += argumentItem(argument, last);
    }
    nameElements(item);
    QStringList brief;
    for (const DetailItem& child : std::as_const(item.children)) {
        if (!child.value.isEmpty() && brief.size() < 2) brief += child.value;
        if (child.value.isEmpty() && brief.isEmpty()) brief += child.name;
    }
    item.value = safeText(brief.join(QStringLiteral(" · ")), kShortText);
    return item;
}

Result<LiveProposalDetail> readProposal(ccf::Channel& channel, const std::string& id, const QStringList& members,
                                        std::stop_token stop)
{
    ccf::GovClient gov(channel);
    auto reply = gov.actions(id, stop);
    if (!reply) return std::move(reply).error();
    LiveProposalDetail detail{.id = QString::fromStdString(id)};
    detail.bytes = reply->body;
    auto known = answerOf(std::move(reply), channel.origin() + ": actions");
    if (!known) return std::move(known).error();
    detail.text = safeMultiline(textOf(detail.bytes), kMostText);
    const auto parsed = ccf::parseProposal(Bytes(detail.bytes));
    if (parsed) {
        detail.digest = QString::fromStdString(parsed->digest);
        for (const ccf::DecodedAction& action : parsed->actions) detail.actions += actionItem(action);
    } else {
        detail.problem = safeText(parsed.error().where + ' ' + parsed.error().detail, 400);
    }
    auto proposal = answerOf(gov.proposal(id, stop), channel.origin() + ": proposal");
    if (!proposal) return std::move(proposal).error();
    detail.votes = proposalOf(*proposal).votes;
    addBallots(gov, detail, members, stop);
    return detail;
}

} // namespace countersign::ui::ccf_family
