#pragma once

#include "tests/gui/network/recorded_service.h"

#include <QString>

#include <functional>
#include <memory>

namespace countersign::app {
class Desk;
}

namespace countersign::tests {

class ScriptedPrompts;

/// A service of three nodes that answers as recorded and goes on committing; null when the recordings are not there.
std::shared_ptr<RecordedService> servicePictured();

/// Connects `desk` to it and has `take(page's name)` called for each page. `folder` is for a certificate file.
void takeLive(app::Desk& desk, ScriptedPrompts& prompts, RecordedService& service, const QString& folder,
              const std::function<void(const QString&)>& take);

} // namespace countersign::tests
