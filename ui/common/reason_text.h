#pragma once

#include <QString>

#include <string>

namespace countersign::ui {

/// A whole sentence for an id of core/family/reasons.h, translated; the id itself when it is not known.
QString reasonText(const std::string& id);

} // namespace countersign::ui
