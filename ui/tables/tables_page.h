#pragma once

#include "core/family/evidence_source.h"
#include "ui/models/row_verdict.h"
#include "ui/shell/page.h"
#include "ui/tables/table_queries.h"

#include <stop_token>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;
class QThreadPool;

namespace countersign::ui {

class LayoutMemory;
class MomentBar;
class ValuePane;

/// The public tables as a replay of the ledger gives them: all tables, the state of one at any moment, the history of a key.
class TablesPage final : public Page
{
    Q_OBJECT
public:
    /// `memory` may be null. Both outlive the page.
    TablesPage(LayoutMemory* memory, QThreadPool& pool, QWidget* parent = nullptr);
    ~TablesPage() override;

    void setSource(std::shared_ptr<EvidenceSource> source);
    /// Of a run under way.
    void setVerdicts(const RowVerdicts& verdicts);
    void setReport(const VerificationReport& report);

    QWidget* filterBox() const override;
    bool shows(const QString& kind) const override;
    void showPlace(const QString& kind, const QString& value) override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makePreparation();
    QWidget* makeTables();
    QWidget* makeState();
    QTableView* makeView(const QString& name, const QString& title, PlainTableModel* model, const QString& empty);
    void prepare();
    void showPreparing(const Progress& progress);
    void prepared(const Result<void>& result);
    void momentMoved();
    void loadTables();
    void loadState();
    void loadVersions(int row);
    void showVersion(int row);
    void say(const QString& sentence);
    QString failure(const Error& error) const;

    LayoutMemory* m_memory;
    QThreadPool& m_pool;
    std::shared_ptr<EvidenceSource> m_source;
    std::shared_ptr<TableHistory> m_history; ///< Keeps the source alive; null when there is none.
    RowVerdicts m_verdicts;
    std::stop_source m_stop;
    std::string m_table;
    std::vector<ByteVector> m_keys;
    std::vector<KeyChange> m_changes;
    quint64 m_tablesAsked = 0, m_stateAsked = 0, m_versionsAsked = 0;
    bool m_preparing = false, m_momentChosen = false;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_preparationText = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_preparationButton = nullptr;
    MomentBar* m_moment = nullptr;
    QLineEdit* m_filter = nullptr;
    PlainTableModel* m_tableModel = nullptr;
    QSortFilterProxyModel* m_proxy = nullptr;
    PlainTableModel* m_stateModel = nullptr;
    PlainTableModel* m_versionModel = nullptr;
    QTableView* m_tableView = nullptr;
    QTableView* m_stateView = nullptr;
    QTableView* m_versionView = nullptr;
    ValuePane* m_value = nullptr;
    QLabel* m_note = nullptr;
    QSplitter* m_splitter = nullptr;
};

} // namespace countersign::ui
