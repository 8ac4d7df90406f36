#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace countersign::ui {

struct DiffLine {
    enum class Kind : quint8 { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text;

    bool operator==(const DiffLine&) const = default;
};

/// The lines that make `after` of `before`, by a longest common subsequence. When both differ in more lines than could be
/// compared in reasonable time, all of the differing middle is shown as removed and added.
QList<DiffLine> lineDiff(const QStringList& before, const QStringList& after);

/// As lineDiff(), with long stretches of same lines left out but for `context` around each change; an empty `text` of kind
/// Same stands for what was left out.
QList<DiffLine> shortened(const QList<DiffLine>& diff, int context);

} // namespace countersign::ui
