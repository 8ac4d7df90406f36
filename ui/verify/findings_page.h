#pragma once

#include "ui/shell/page.h"
#include "ui/verify/finding_export.h"

class QLabel;
class QLineEdit;
class QTableView;
class QThreadPool;

namespace countersign::ui {

class EmptyState;
class FindingModel;
class LayoutMemory;
class Prompts;
class TableHelper;

/// What a person should look at, worst first, each leading to its bytes.
class FindingsPage final : public Page
{
    Q_OBJECT
public:
    /// `memory` may be null. All outlive the page.
    FindingsPage(LayoutMemory* memory, Prompts& prompts, QThreadPool& pool, QWidget* parent = nullptr);

    /// Nothing is known while no run has ended.
    void showRunning();
    void addFindings(const std::vector<Finding>& findings);
    /// Of a run that has ended; `omitted` were only counted.
    void setFindings(std::vector<Finding> findings, std::uint64_t omitted);

    QWidget* filterBox() const override;
    QList<Command> commands() override;
    bool shows(const QString& kind) const override;
    void showPlace(const QString& kind, const QString& value) override;

private:
    QWidget* makeTop();
    void makeTable(LayoutMemory* memory);
    void arranged();
    void follow(int row);
    void goToNext();
    void copy(FindingFormat format);
    void save();
    void updateBadge();
    std::vector<Finding> chosen() const;

    Prompts& m_prompts;
    QThreadPool& m_pool;
    FindingModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_note = nullptr;
    EmptyState* m_empty = nullptr;
    TableHelper* m_helper = nullptr;
};

} // namespace countersign::ui
