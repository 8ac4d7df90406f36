#pragma once

#include "core/family/evidence_source.h"
#include "ui/common/format.h"
#include "ui/explore/row_export.h"
#include "ui/shell/page.h"

#include <QThreadPool>

#include <memory>
#include <set>

class QLabel;
class QLineEdit;
class QSplitter;
class QTableView;
class QToolButton;

namespace countersign::ui {

class ColourRulesSheet;
class ExploreSettings;
class FilterBar;
class FilterSearch;
class HistoryBar;
class LayoutMemory;
class ProofStrip;
class RecordLoader;
class RecordPane;
class TableHelper;
class TransactionModel;

/// Every transaction of a ledger: list, structure and bytes linked, the proof of the selected one, and the filter.
class TransactionsPage final : public Page
{
    Q_OBJECT
public:
    /// `pool` should run at least four threads. Settings, memory (may be null) and pool outlive the page.
    TransactionsPage(ExploreSettings& settings, LayoutMemory* memory, QThreadPool& pool, QWidget* parent = nullptr);
    ~TransactionsPage() override;

    /// Null: nothing is open.
    void setSource(std::shared_ptr<EvidenceSource> source);
    /// What is known while a run is under way.
    void setRanges(std::vector<RangeVerdict> ranges);
    /// Of a run that has ended; null takes it back.
    void setReport(std::shared_ptr<const VerificationReport> report);

    void setTimeDisplay(TimeDisplay display);

    /// Selects a transaction; false when it lies outside the history.
    bool goTo(SeqNo seqno);
    /// "2.505" or "505".
    bool goTo(const QString& place);
    void goToNextTrouble();
    SeqNo currentSeqno() const;

    QWidget* filterBox() const override;
    QList<Command> commands() override;
    bool shows(const QString& kind) const override;
    void showPlace(const QString& kind, const QString& value) override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeRangeRow();
    QWidget* makeList();
    QWidget* makeBelow();
    void connectSearch();
    void connectLoader();
    /// The summary knows the ends only when file names tell them.
    void askForEnds();
    void adoptHistory(SeqNo first, SeqNo last);
    void adoptContext(RowVerdicts verdicts);
    void applyFilter(const std::optional<filter::Expression>& filter);
    void showSearchState(bool cancelled);
    void showRange(SeqNo from, SeqNo to);
    void describeRange();
    void selectRow(int row);
    void showCurrent();
    void collectTables(int first, int last);
    std::vector<SeqNo> selectedSeqnos() const;
    quint64 selectedCount() const;
    void copy(RowFormat format);
    void showListMenu(const QPoint& position);
    void showEvidence(const Place& place);
    void showColourRules();
    void say(const QString& sentence);

    ExploreSettings& m_settings;
    LayoutMemory* m_memory;
    QThreadPool& m_pool;
    std::shared_ptr<EvidenceSource> m_source;
    std::shared_ptr<RecordAccess> m_records;
    std::shared_ptr<const filter::FilterContext> m_context;
    std::optional<filter::Expression> m_filter;
    std::optional<View> m_expectedView;
    std::optional<Place> m_pendingEvidence;
    QString m_pendingPlace; ///< To go to once the ends of the history are known.
    std::set<std::string> m_tables;
    TransactionModel* m_model = nullptr;
    FilterSearch* m_search = nullptr;
    RecordLoader* m_loader = nullptr;
    FilterBar* m_filterBar = nullptr;
    HistoryBar* m_history = nullptr;
    QLabel* m_rangeLabel = nullptr;
    QLabel* m_notice = nullptr;
    QLineEdit* m_goTo = nullptr;
    QTableView* m_list = nullptr;
    RecordPane* m_record = nullptr;
    ProofStrip* m_proof = nullptr;
    ColourRulesSheet* m_rules = nullptr;
    QSplitter* m_splitter = nullptr;
    bool m_hasReport = false;
};

} // namespace countersign::ui
