#pragma once

#include "core/audit/continuity.h"

#include <QString>

namespace countersign::ui {

/// The first line of every comparison, one sentence: "Snapshot 2 continues snapshot 1: the same root at 2.483."
QString continuitySentence(const audit::ContinuityAnswer& answer, const QString& earlier, const QString& later);

/// What is known of the other side besides, or why the answer is no better; may be empty.
QString continuityReason(const audit::ContinuityAnswer& answer);

QString standingText(audit::Standing standing); ///< "own", "signed by somebody you accepted", ….

} // namespace countersign::ui
