#pragma once

#include "core/family/evidence_source.h"

#include <QString>

namespace countersign::ui {

/// Whole sentences for the stable ids of AssuranceProfile; the id itself when it is not known.
QString restsOnText(const std::string& id);
QString cannotShowText(const std::string& id);

/// What carries the trust in an identity, for IdentityEpoch::link; a sentence also when nothing does.
QString linkText(const std::string& link);

/// For VerificationReport::committedBasis, to stand in brackets.
QString basisText(const std::string& basis);

QString fileStateText(FileState state); ///< "committed", "still open".
QString fileStateIcon(FileState state);

} // namespace countersign::ui
