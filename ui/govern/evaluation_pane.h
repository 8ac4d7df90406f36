#pragma once

#include "core/base/result.h"
#include "ui/network/live_evaluation.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace countersign::ui {

class DetailPane;
class LayoutMemory;

/// How far a proposal is and what it would change, as evaluated here.
class EvaluationPane final : public QWidget
{
    Q_OBJECT
public:
    explicit EvaluationPane(LayoutMemory* memory, QWidget* parent = nullptr);

    /// Nothing yet, and why.
    void clear(const QString& sentence);
    void showEvaluation(const LiveEvaluation& evaluation);
    void showFailure(const Error& error);

private:
    void addLine(const QString& icon, const QString& sentence);

    QLabel* m_headline = nullptr;
    QVBoxLayout* m_lines = nullptr;
    DetailPane* m_changes = nullptr;
};

} // namespace countersign::ui
