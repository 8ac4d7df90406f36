#pragma once

#include "ui/receipts/receipt_drop.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QTableView;

namespace countersign::ui {

class IdLabel;
class PlainTableModel;
class VerdictBadge;

/// One receipt: its verdict, what was registered, by which service, when, whether a document at hand is the claim, and
/// every check with its reason.
class ReceiptCard final : public QFrame
{
    Q_OBJECT
public:
    explicit ReceiptCard(QWidget* parent = nullptr);

    void showReceipt(const ReceiptRow& row, const ReceiptDrop& drop, const UtcTime& now);
    void showLinks(const std::vector<ProofLink>& links);
    void showProblem(const QString& sentence);

Q_SIGNALS:
    void pinWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* addLabel(const QString& name);
    void addIds();
    void addTable();
    void showDocument(Verdict verdict, const QString& sentence);

    ReceiptRow m_row;
    std::vector<DocumentInput> m_documents;
    VerdictBadge* m_badge = nullptr;
    QPushButton* m_pin = nullptr;
    QLabel* m_registered = nullptr;
    QLabel* m_service = nullptr;
    QLabel* m_dates = nullptr;
    QLabel* m_documentIcon = nullptr;
    QLabel* m_document = nullptr;
    QLabel* m_problem = nullptr;
    IdLabel* m_claims = nullptr;
    QLabel* m_claimsTitle = nullptr;
    QTableView* m_table = nullptr;
    PlainTableModel* m_checks = nullptr;
};

} // namespace countersign::ui
