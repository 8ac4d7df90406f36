#pragma once

#include "ui/sign/act_run.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QToolButton;
class QVBoxLayout;

namespace countersign::ui {

class VerdictBadge;

/// How an act goes, and what became of it: in plain words, with what the service said beside them.
class OutcomePane final : public QFrame
{
    Q_OBJECT
public:
    explicit OutcomePane(QWidget* parent = nullptr);

    void showStage(ActStage stage);
    void showOutcome(const ActOutcome& outcome);
    /// Something failed before it began.
    void showProblem(const QString& sentence);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void setLines(const QStringList& lines);
    void setOriginal(const QString& original);

    VerdictBadge* m_badge = nullptr;
    QLabel* m_headline = nullptr;
    QVBoxLayout* m_lines = nullptr;
    QLabel* m_originalLabel = nullptr;
    QPlainTextEdit* m_original = nullptr;
};

} // namespace countersign::ui
