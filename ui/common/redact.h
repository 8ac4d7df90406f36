#pragma once

#include <QString>

namespace countersign::ui {

/// `text` without what must not leave the machine by way of a clipboard: private key blocks, bearer tokens,
/// passwords and secrets in "name=value" or "name: value" form, and credentials in addresses.
QString redactSecrets(QString text);

} // namespace countersign::ui
