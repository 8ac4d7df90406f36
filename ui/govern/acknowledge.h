#pragma once

#include "ui/network/live_session.h"
#include "ui/sign/act_desk.h"

namespace countersign::ui {

/// What a member acknowledges: the service and who governs it, as read last.
QList<DetailItem> stateToAcknowledge(const LiveService& service);

/// Asks for the digest of the service's present state, and then acknowledges exactly that one: two messages, each shown
/// before it is signed. `page` and `desk` as in ActDesk::sign(). Does nothing before the service was read.
void acknowledgeState(ActDesk& desk, LiveSession& session, QWidget* page);

} // namespace countersign::ui
