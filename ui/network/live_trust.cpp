#include "ui/network/live_trust.h"

#include "ui/common/format.h"
#include "ui/network/identity_check.h"

#include <QCoreApplication>

namespace countersign::ui {

namespace {

struct LiveTrust {
    Q_DECLARE_TR_FUNCTIONS(LiveTrust)
};

QString scopeOf(const LiveSession& session, const LiveSnapshot& snapshot, const Pin& pin)
{
    const QString anchor = shortId(pin.fingerprint);
    if (session.state() == LiveSession::State::Offline) return LiveTrust::tr("no node answers · pinned %1").arg(anchor);
    if (session.state() == LiveSession::State::Paused) return LiveTrust::tr("paused · pinned %1").arg(anchor);
    const auto asked = int(snapshot.nodes.size());
    if (asked == 1) return LiveTrust::tr("one node asked, nothing compared · pinned %1").arg(anchor);
    switch (snapshot.verdict()) {
    case Verdict::Passed: return LiveTrust::tr("%n nodes agree · pinned %1", "", asked).arg(anchor);
    case Verdict::Failed: return LiveTrust::tr("nodes contradict the pin or each other · pinned %1").arg(anchor);
    default: return LiveTrust::tr("not all of %n nodes could be compared · pinned %1", "", asked).arg(anchor);
    }
}

std::optional<TrustTrouble> troubleOf(const LiveSession& session, const Pin& pin, const QStringList& answered)
{
    const NodeAnswer* node = changedNode(session, answered);
    if (!node) return {};
    const bool readable = node->identity->present.isReadable();
    return TrustTrouble{.title = LiveTrust::tr("%1 shows another identity than the one you pinned").arg(node->origin),
                        .sentence = identityChangeText(node->identity->kind),
                        .pinned = pin.fingerprint,
                        .seen = node->identity->present.fingerprint,
                        .safeAction = LiveTrust::tr("Keep the old pin"),
                        .otherAction = readable ? LiveTrust::tr("Look at the new identity…") : QString()};
}

} // namespace

const NodeAnswer* changedNode(const LiveSession& session, const QStringList& answered)
{
    const auto snapshot = session.snapshot();
    if (!snapshot) return nullptr;
    const NodeAnswer* changed = nullptr;
    for (const NodeAnswer& node : snapshot->nodes) {
        if (!node.identity || node.identity->kind == LiveIdentity::Pinned) continue;
        if (answered.contains(node.identity->present.fingerprint)) continue;
        if (!changed || node.identity->kind > changed->identity->kind) changed = &node; // the least explained first
    }
    return changed;
}

TrustState liveTrust(const LiveSession& session, const QString& title, const Pin& pin, const QStringList& answered)
{
    TrustState state{.service = title,
                     .identity = pin.fingerprint,
                     .pinSource = pin.source,
                     .pinHow = pinProvenance(pin),
                     .pinned = pin.pinned,
                     .scope = LiveTrust::tr("being asked"),
                     .contact = session.lastContact().isValid() ? Contact::Live : Contact::Offline,
                     .contactTime = session.lastContact()};
    if (session.state() == LiveSession::State::Offline || session.state() == LiveSession::State::Paused)
        state.contact = Contact::Offline;
    const auto snapshot = session.snapshot();
    if (!snapshot) return state;
    state.verdict = snapshot->verdict();
    // What was said earlier is not said now.
    if (state.contact == Contact::Offline && state.verdict == Verdict::Passed) state.verdict = Verdict::Indeterminate;
    state.scope = scopeOf(session, *snapshot, pin);
    state.trouble = troubleOf(session, pin, answered);
    return state;
}

} // namespace countersign::ui
