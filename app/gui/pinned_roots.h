#pragma once

#include "ui/attestation/evidence_drop.h"

#include <QList>

namespace countersign::app {

/// The vendors' roots that this program was built with.
QList<ui::PinnedRoot> pinnedRoots();

} // namespace countersign::app
