#pragma once

#include "ui/models/plain_table_model.h"
#include "ui/network/live_session.h"

namespace countersign::ui {

QStringList proposalHeaders();
/// Open ones first, then the others as last seen. The value of a row is the proposal's id.
QList<PlainRow> proposalRows(const LiveSession& session);

QStringList voteHeaders();
/// One row a member of the service, and one for each voter that is no member any more.
QList<PlainRow> voteRows(const LiveService& service, const LiveProposalDetail& detail, const QString& proposer);

/// A member's name, or the short id when none is known.
QString memberName(const LiveService& service, const QString& id);

} // namespace countersign::ui
