#pragma once

#include "ui/models/colour_rules.h"

#include <QFrame>

class QLabel;
class QTableWidget;

namespace countersign::ui {

/// The colour rules, to be edited in place; the first rule that holds wins.
class ColourRulesSheet final : public QFrame
{
    Q_OBJECT
public:
    explicit ColourRulesSheet(QWidget* parent = nullptr);

    void setRules(const std::vector<ColourRule>& rules);
    std::vector<ColourRule> rules() const;

Q_SIGNALS:
    void accepted(const std::vector<countersign::ui::ColourRule>& rules);
    void closed();

private:
    QWidget* makeButtons();
    void appendRule(const ColourRule& rule);
    void moveCurrent(int by);
    void accept();
    /// The first row that can't be used, with why; empty when all can.
    QString problem() const;

    QTableWidget* m_table = nullptr;
    QLabel* m_problem = nullptr;
};

} // namespace countersign::ui
