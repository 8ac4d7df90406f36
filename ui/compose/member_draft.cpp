#include "ui/compose/member_draft.h"

#include "ui/common/format.h"

#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr qint64 kSoonDays = 60;

struct MemberDraft {
    Q_DECLARE_TR_FUNCTIONS(MemberDraft)
};

bool holdsShare(const LiveMember& member)
{
    return member.status == QStringLiteral("Active") && !member.encryptionKey.isEmpty();
}

} // namespace

std::optional<ProposalDraft> draftOf(const NewMember& member)
{
    const bool keyUnread = !member.encryptionKey.isEmpty() && member.encryptionKeyKind.isEmpty();
    if (!member.facts || !member.facts->isKeyUsable || keyUnread) return {};
    nlohmann::ordered_json arguments{{"cert", member.certificate.toStdString()}};
    if (!member.encryptionKey.isEmpty()) arguments["encryption_pub_key"] = member.encryptionKey.toStdString();
    if (!member.name.isEmpty()) arguments["member_data"] = {{"name", member.name.toStdString()}};
    if (!member.recoveryRole.isEmpty()) arguments["recovery_role"] = member.recoveryRole.toStdString();
    ProposalDraft draft;
    draft.actions += DraftAction{QStringLiteral("set_member"), arguments.dump(2)};
    return draft;
}

QString recoveryEffect(const NewMember& member, const LiveService& service)
{
    const auto holders = std::ranges::count_if(service.members, holdsShare);
    const QString threshold = service.recoveryThreshold ? formatCount(*service.recoveryThreshold) : QStringLiteral("?");
    const bool joins = !member.encryptionKey.isEmpty() && member.recoveryRole != QStringLiteral("NonParticipant");
    if (!joins)
        return MemberDraft::tr("Recovery stays as it is: holders of shares: %1, threshold: %2. Without an encryption key this "
                               "member takes no part in it.").arg(holders).arg(threshold);
    const auto before = std::ranges::find_if(service.members, [&](const LiveMember& one) {
        return member.facts && one.id == member.facts->certificate.fingerprint;
    });
    const auto after = holders + (before != service.members.end() && holdsShare(*before) ? 0 : 1);
    return MemberDraft::tr("Holders of recovery shares: %1 → %2 once this member is active; the threshold stays %3.")
        .arg(holders).arg(after).arg(threshold);
}

QStringList warningsFor(const NewMember& member, const LiveService& service, const QDateTime& now)
{
    QStringList all;
    if (!member.facts) return all;
    const LiveCertificate& one = member.facts->certificate;
    if (!member.facts->isKeyUsable)
        all += MemberDraft::tr("Its key (%1) cannot sign messages of governance: P-256, P-384 or P-521 is needed.").arg(one.key);
    if (std::ranges::any_of(service.members, [&](const LiveMember& known) { return known.id == one.fingerprint; }))
        all += MemberDraft::tr("This is a member already: accepting the proposal replaces her data and keys.");
    if (one.notAfter < now)
        all += MemberDraft::tr("The certificate expired on %1.").arg(formatTime(one.notAfter));
    else if (one.notAfter < now.addDays(kSoonDays))
        all += MemberDraft::tr("The certificate expires soon, on %1.").arg(formatTime(one.notAfter));
    if (now < one.notBefore) all += MemberDraft::tr("The certificate is valid only from %1 on.").arg(formatTime(one.notBefore));
    return all;
}

} // namespace countersign::ui
