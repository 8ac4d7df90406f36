#include "app/gui/pinned_roots.h"

#include "core/attestation/roots.h"
#include "core/base/hex.h"

namespace countersign::app {

QList<ui::PinnedRoot> pinnedRoots()
{
    QList<ui::PinnedRoot> roots;
    for (const attestation::RootPin& pin : attestation::builtinRoots())
        roots.append({QString::fromStdString(pin.name), QString::fromStdString(pin.product),
                      QString::fromStdString(toHex(pin.spki))});
    return roots;
}

} // namespace countersign::app
