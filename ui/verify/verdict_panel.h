#pragma once

#include "core/family/evidence_source.h"
#include "ui/verify/anchor_choice.h"

#include <QWidget>

#include <memory>

class QLabel;
class QTabWidget;
class QVBoxLayout;

namespace countersign::ui {

class LayoutMemory;
class PlainTableModel;
class VerdictBadge;

/// The verdict over a source in words: badge, sentences, and behind tabs the ranges, the identities with what links each,
/// the checks, what was not checked, and what Passed rests on.
class VerdictPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit VerdictPanel(LayoutMemory* memory, QWidget* parent = nullptr);

    void setAssurance(const AssuranceProfile& assurance);
    /// Nothing stands yet: a sentence instead of a verdict.
    void showWaiting(const QString& sentence);
    void showReport(const VerificationReport& report, const AnchorChoice& anchor);
    /// The tabs, to be placed where there is room for them.
    QTabWidget* details() const { return m_details; }

Q_SIGNALS:
    void openPlace(const QString& kind, const QString& value);
    void identityWanted();

private:
    PlainTableModel* addTable(const QString& name, const QString& title, const QStringList& headers, LayoutMemory* memory);
    QWidget* makeAssurancePane();

    VerdictBadge* m_badge = nullptr;
    QLabel* m_main = nullptr;
    QLabel* m_rest = nullptr;
    QTabWidget* m_details = nullptr;
    PlainTableModel* m_ranges = nullptr;
    PlainTableModel* m_identities = nullptr;
    PlainTableModel* m_checks = nullptr;
    PlainTableModel* m_notChecked = nullptr;
    QVBoxLayout* m_assurance = nullptr;
};

} // namespace countersign::ui
