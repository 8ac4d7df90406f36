#pragma once

#include "ui/receipts/receipt_drop.h"
#include "ui/shell/page.h"

#include <QThreadPool>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace countersign::ui {

class IdentitySheet;
class LayoutMemory;
class Prompts;
class ReceiptBatch;
class ReceiptCard;
class ReceiptFilter;
class ReceiptModel;
class RecordLoader;
class RecordPane;
class VerdictBadge;

/// Receipts judged: a card for the one selected, a table when there are many, structure and bytes beside.
class ReceiptsPage final : public Page
{
    Q_OBJECT
public:
    struct Ledger {
        QString group, title;
    };

    /// All outlive the page; `memory` may be null.
    ReceiptsPage(LayoutMemory* memory, Prompts& prompts, QThreadPool& pool, QThreadPool& verifyPool, int jobs,
                 QWidget* parent = nullptr);

    /// Judges what was handed in, in place of what was there.
    void judge(ReceiptDrop drop);
    void useAnchors(AnchorChoice anchors);
    const ReceiptBatch& batch() const { return *m_batch; }
    /// The ledgers that are open, which receipts can be looked up in.
    void setLedgers(const QList<Ledger>& ledgers);
    /// Null before the first receipts.
    IdentitySheet* identitySheet() const { return m_sheet; }

    QWidget* filterBox() const override;
    QList<Command> commands() override;

Q_SIGNALS:
    void lookUpWanted(const QString& group);
    void identitySheetMade(countersign::ui::IdentitySheet* sheet);

private:
    // receipts_page_parts.cpp
    void makeAll(); ///< With the first receipts: an empty page needs none of it.
    QWidget* makeTop();
    QWidget* makeProgress();
    QWidget* makeBody();
    void makeTable();
    void connectParts();
    void connectBatch();
    void fillLedgers();

    void showStarted();
    void showEnded();
    void showSummary();
    void showSelected();
    void exportCsv();
    void updateActions();

    LayoutMemory* m_memory;
    Prompts& m_prompts;
    QThreadPool& m_pool;
    ReceiptBatch* m_batch = nullptr;
    ReceiptModel* m_model = nullptr;
    ReceiptFilter* m_filter = nullptr;
    RecordLoader* m_loader = nullptr;
    QStackedWidget* m_stack = nullptr;
    VerdictBadge* m_badge = nullptr;
    QLabel* m_note = nullptr;
    QComboBox* m_verdictFilter = nullptr;
    QLineEdit* m_wordFilter = nullptr;
    QToolButton* m_export = nullptr;
    QToolButton* m_lookUp = nullptr;
    QWidget* m_progress = nullptr;
    QLabel* m_progressText = nullptr;
    QTableView* m_table = nullptr;
    ReceiptCard* m_card = nullptr;
    RecordPane* m_pane = nullptr;
    IdentitySheet* m_sheet = nullptr;
    QList<Ledger> m_ledgers;
};

} // namespace countersign::ui
