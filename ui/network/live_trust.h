#pragma once

#include "ui/network/live_session.h"
#include "ui/shell/trust_state.h"
#include "ui/verify/pin_store.h"

namespace countersign::ui {

/// What the trust bar says of a running service. `answered`: fingerprints the person has decided to leave alone.
TrustState liveTrust(const LiveSession& session, const QString& title, const Pin& pin, const QStringList& answered);

/// The first node that shows another certificate than the pinned one; null when none does.
const NodeAnswer* changedNode(const LiveSession& session, const QStringList& answered);

} // namespace countersign::ui
