#pragma once

#include "core/base/verification.h"

#include <QList>
#include <QString>

#include <optional>

namespace countersign::ui {

/// A line of a details tree: a name, what is said of it, and the lines below. All texts are fit to be shown.
struct DetailItem {
    QString name, value;
    QString text = {}; ///< All of what `value` gives the beginning of: a script, JSON, PEM. Empty: `value` is all.
    std::optional<Verdict> verdict = {};
    QList<DetailItem> children = {};
};

} // namespace countersign::ui
