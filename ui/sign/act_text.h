#pragma once

#include "ui/sign/act_run.h"

// What people read of an act: whole, translated sentences.

namespace countersign::ui {

/// "Approve proposal 91ab…7e".
QString actTitle(const Act& act);
QString stageText(ActStage stage);
/// One sentence on what became of it.
QString outcomeHeadline(const ActOutcome& outcome);
/// What else is to be known: why, what holds, what to do next.
QStringList outcomeLines(const ActOutcome& outcome);
/// Passed only for what is committed and whose receipt passed under the pin.
Verdict outcomeVerdict(const ActOutcome& outcome);
/// What a service's error code means; empty when it is not known.
QString refusalMeaning(const QString& code);
/// Why a key could not be used.
QString keyProblem(const Error& error);

} // namespace countersign::ui
