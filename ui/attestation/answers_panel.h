#pragma once

#include "ui/attestation/evidence_drop.h"

#include <QFrame>

class QLabel;
class QTableView;

namespace countersign::ui {

class PlainTableModel;
class VerdictBadge;

/// One piece of evidence: its three answers apart, never folded into one, and every check. Evidence without hardware is
/// marked as giving no assurance.
class AnswersPanel final : public QFrame
{
    Q_OBJECT
public:
    explicit AnswersPanel(QWidget* parent = nullptr);

    void showEvidence(const EvidenceRow& row);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Answer {
        QLabel* question = nullptr;
        VerdictBadge* badge = nullptr;
        QLabel* sentence = nullptr;
    };

    Answer addAnswer(const char* name);

    QLabel* m_title = nullptr;
    QLabel* m_warning = nullptr;
    Answer m_answers[3];
    PlainTableModel* m_checks = nullptr;
    QTableView* m_table = nullptr;
    bool m_virtual = false;
};

} // namespace countersign::ui
