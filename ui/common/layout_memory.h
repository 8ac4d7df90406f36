#pragma once

#include <QByteArray>
#include <QString>

namespace countersign::ui {

/// Where widgets keep splitter positions and column widths from one start to the next.
class LayoutMemory
{
public:
    virtual ~LayoutMemory() = default;

    /// Empty when nothing was kept, or when the user wants no layout restored.
    virtual QByteArray layout(const QString& key) const = 0;
    virtual void keepLayout(const QString& key, const QByteArray& state) = 0;
};

} // namespace countersign::ui
