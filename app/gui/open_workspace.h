#pragma once

#include "ui/shell/shell.h"

namespace countersign::app {

/// Recognises what stands at the paths and fills the shell with its groups and pages: the one place where ledger
/// families meet the window.
ui::WorkspaceOpener workspaceOpener();

} // namespace countersign::app
