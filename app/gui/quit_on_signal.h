#pragma once

namespace countersign::app {

/// Has SIGINT and SIGTERM end the event loop as closing the window does, so that nothing of a demo is left behind. Needs an
/// application; once a process.
void quitOnSignal();

} // namespace countersign::app
