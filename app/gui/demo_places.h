#pragma once

#include "ui/home/start_page.h"

namespace countersign::app {

/// The bundled sample: demo/ledger, demo/tampered and their service_cert.pem in the installed data folder, beside the program, or in the
/// source tree. Touches files; not for the GUI thread. Empty paths for what is not there.
ui::DemoPlaces findDemoPlaces();

} // namespace countersign::app
