#pragma once

#include "ui/network/live_snapshot.h"

#include <QFrame>

class QVBoxLayout;

namespace countersign::ui {

/// What nodes contradict each other about, with both answers side by side. Hidden while there is nothing.
class ContradictionPanel final : public QFrame
{
    Q_OBJECT
public:
    explicit ContradictionPanel(QWidget* parent = nullptr);

    /// Only faults are shown. The same findings change nothing.
    void setFindings(const std::vector<LiveFinding>& findings);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void add(const LiveFinding& finding, bool first);
    void addTitle(const QString& text);
    void addDetail(const QString& text);

    QString m_shown;
    QVBoxLayout* m_column = nullptr;
};

} // namespace countersign::ui
