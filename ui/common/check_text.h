#pragma once

#include <QString>

#include <string>

namespace countersign::ui {

/// What a check of core/family/check_ids.h claims, translated; the id itself when it is not known.
QString checkTitle(const std::string& id);

} // namespace countersign::ui
