#pragma once

#include "app/gui/open_evidence.h"
#include "app/gui/ledger_opener.h"

#include <QObject>

namespace countersign::ui {
class AttestationPage;
class IdentitySheet;
class ReceiptsPage;
}

namespace countersign::app {

/// The pages for evidence that stands by itself, receipts and attestation, and the way things handed in come to them.
class EvidenceDesk final : public QObject
{
    Q_OBJECT
public:
    /// Adds its pages to the home group. The opener outlives it; it takes what is no evidence of these kinds.
    EvidenceDesk(const LedgerContext& context, FamilyList families, const QString& pinFile, const QString& cacheFolder,
                 LedgerOpener& opener, QObject* parent = nullptr);

    void open(const QStringList& paths, const QStringList& anchorFiles, const QString& currentGroup);

private:
    void show(OpenedEvidence opened, const QString& currentGroup);
    void connectIdentitySheet(ui::IdentitySheet* sheet);
    void readAnchor(const QString& path);
    void usePin(const ui::Pin& pin);
    void useAnchor(const ui::AnchorChoice& choice, const QString& note);
    void changePins(std::function<void(QList<ui::Pin>&)> change);
    void lookUp(const QString& group);
    void updateLedgers();

    LedgerContext m_context;
    FamilyList m_families;
    QString m_pinFile, m_cacheFolder;
    LedgerOpener& m_opener;
    ui::ReceiptsPage* m_receipts = nullptr;
    ui::AttestationPage* m_attestation = nullptr;
};

} // namespace countersign::app
