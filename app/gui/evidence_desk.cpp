#include "app/gui/evidence_desk.h"

#include "app/gui/pinned_roots.h"
#include "core/ccf/ccf_family.h"
#include "ui/attestation/attestation_page.h"
#include "ui/common/error_line.h"
#include "ui/common/prompts.h"
#include "ui/receipts/receipt_batch.h"
#include "ui/receipts/receipts_page.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/tasks/run_task.h"
#include "ui/verify/identity_sheet.h"

#include <QDir>

namespace countersign::app {

EvidenceDesk::EvidenceDesk(const LedgerContext& context, FamilyList families, const QString& pinFile,
                           const QString& cacheFolder, LedgerOpener& opener, QObject* parent)
    : QObject(parent), m_context(context), m_families(std::move(families)), m_pinFile(pinFile), m_cacheFolder(cacheFolder),
      m_opener(opener)
{
    m_receipts = new ui::ReceiptsPage(&m_context.settings, m_context.prompts, m_context.pool, m_context.verifyPool,
                                      m_context.settings.jobs());
    m_context.shell.addPage(ui::kHomeGroup, m_receipts);
    m_attestation = new ui::AttestationPage(&m_context.settings, m_context.prompts, m_context.pool, m_context.verifyPool);
    m_attestation->setRoots(pinnedRoots());
    m_attestation->setVendors(m_context.vendors);
    m_context.shell.addPage(ui::kHomeGroup, m_attestation);
    connect(m_receipts, &ui::ReceiptsPage::identitySheetMade, this, &EvidenceDesk::connectIdentitySheet);
    connect(m_receipts, &ui::ReceiptsPage::lookUpWanted, this, &EvidenceDesk::lookUp);
    connect(&m_opener, &LedgerOpener::changed, this, &EvidenceDesk::updateLedgers);
}

void EvidenceDesk::open(const QStringList& paths, const QStringList& anchorFiles, const QString& currentGroup)
{
    OpenRequest request{.paths = paths, .anchorFiles = anchorFiles, .pinFile = m_pinFile};
    for (QString& path : request.paths) path = QDir::cleanPath(path);
    ui::runTask(m_context.pool, this,
                [families = m_families, request](const std::stop_token&) { return openEvidence(families, request); },
                [this, currentGroup](OpenedEvidence opened) { show(std::move(opened), currentGroup); });
}

void EvidenceDesk::show(OpenedEvidence opened, const QString& currentGroup)
{
    for (const Error& problem : opened.problems)
        m_context.shell.report(ui::errorText(tr("A file could not be used."), problem, tr("The others are judged without it."),
                                             tr("Check that it can be read, then drop it again.")));
    if (opened.evidence) {
        m_attestation->judge(*std::move(opened.evidence));
        m_context.shell.showPage(ui::kHomeGroup, m_attestation->id());
    }
    if (opened.receipts) {
        m_receipts->judge(*std::move(opened.receipts));
        m_receipts->identitySheet()->setPins(opened.pins);
        m_context.shell.showPage(ui::kHomeGroup, m_receipts->id());
    }
    const bool any = opened.evidence || opened.receipts;
    if (!any && !opened.problems.isEmpty() && opened.rest.paths.isEmpty()) return;
    if (!any || !opened.rest.paths.isEmpty()) m_opener.open(opened.rest.paths, opened.rest.anchorFiles, currentGroup);
}

void EvidenceDesk::connectIdentitySheet(ui::IdentitySheet* sheet)
{
    using ui::IdentitySheet;
    connect(sheet, &IdentitySheet::chooseFileWanted, this, [this] {
        m_context.prompts.chooseFile(m_receipts, {.title = tr("Choose a service certificate"),
                                                  .filter = tr("Certificates (*.pem *.crt *.cer);;All files (*)")},
                                     [this](const QString& path) { readAnchor(path); });
    });
    connect(sheet, &IdentitySheet::fileWanted, this, &EvidenceDesk::readAnchor);
    connect(sheet, &IdentitySheet::accepted, this, &EvidenceDesk::useAnchor);
    connect(sheet, &IdentitySheet::pinAccepted, this, &EvidenceDesk::usePin);
    connect(sheet, &IdentitySheet::pinRemoved, this, [this](const QString& fingerprint) {
        changePins([fingerprint](QList<ui::Pin>& pins) {
            pins.removeIf([&](const ui::Pin& pin) { return pin.fingerprint == fingerprint; });
        });
    });
}

void EvidenceDesk::readAnchor(const QString& path)
{
    ui::runTask(m_context.pool, this,
                [family = m_families.front(), path](const std::stop_token&) { return readAnchorFile(*family, path); },
                [this](const Result<ui::AnchorChoice>& choice) {
                    if (choice) return m_receipts->identitySheet()->showPreview(*choice);
                    m_receipts->identitySheet()->showProblem(
                        tr("This file holds no certificate that can be used (%1). Choose a PEM file with the service's "
                           "certificate or public key.")
                            .arg(QString::fromStdString(choice.error().detail)));
                });
}

void EvidenceDesk::usePin(const ui::Pin& pin)
{
    ui::runTask(m_context.pool, this,
                [family = m_families.front(), pin](const std::stop_token&) { return anchorOfPin(*family, pin); },
                [this, pin](const Result<ui::AnchorChoice>& choice) {
                    if (!choice) return m_receipts->identitySheet()->showProblem(tr("This pin can't be used for receipts."));
                    useAnchor(*choice, pin.note);
                });
}

/// The identity is used beside those at hand, and kept as a pin.
void EvidenceDesk::useAnchor(const ui::AnchorChoice& choice, const QString& note)
{
    ui::AnchorChoice all = choice;
    const ui::AnchorChoice& before = m_receipts->batch().drop().anchors;
    all.inputs.insert(all.inputs.end(), before.inputs.begin(), before.inputs.end());
    all.matches.insert(all.matches.end(), before.matches.begin(), before.matches.end());
    m_receipts->useAnchors(std::move(all));
    if (choice.inputs.empty() || choice.matches.empty()) return;
    const ByteVector& content = choice.inputs.front().content;
    const ui::Pin pin{.fingerprint = choice.fingerprint(),
                      .subject = QString::fromStdString(choice.matches.front().subject),
                      .source = choice.source,
                      .pinned = choice.pinned,
                      .note = note,
                      .certificate = QByteArray(reinterpret_cast<const char*>(content.data()), qsizetype(content.size()))};
    changePins([pin](QList<ui::Pin>& pins) { ui::rememberPin(pins, pin, {}); });
}

void EvidenceDesk::changePins(std::function<void(QList<ui::Pin>&)> change)
{
    if (m_pinFile.isEmpty()) return;
    ui::runTask(m_context.pinPool, this,
                [path = m_pinFile, change = std::move(change)](const std::stop_token&) -> Result<QList<ui::Pin>> {
                    auto pins = ui::readPins(path);
                    if (!pins) return std::move(pins).error();
                    change(*pins);
                    if (auto written = ui::writePins(path, *pins); !written) return std::move(written).error();
                    return *std::move(pins);
                },
                [this](const Result<QList<ui::Pin>>& pins) {
                    if (pins) return m_receipts->identitySheet()->setPins(*pins);
                    m_context.shell.report(ui::errorText(tr("The pins could not be kept."), pins.error(),
                                                         tr("The identity is used now, but will be asked for again."),
                                                         tr("Check that the file can be written, then choose it again.")));
                });
}

void EvidenceDesk::lookUp(const QString& group)
{
    LedgerWorkspace* workspace = m_opener.workspace(group);
    if (!workspace) return;
    ui::ReceiptDrop drop = m_receipts->batch().drop();
    drop.ledger = workspace->title();
    if (!drop.anchors.isChosen()) drop.anchors = workspace->session().anchor();
    std::vector<std::filesystem::path> receipts, ledger;
    for (const QString& path : drop.paths) receipts.emplace_back(path.toStdString());
    for (const std::string& path : workspace->session().summary().paths) ledger.emplace_back(path);
    ui::runTask(m_context.pool, this,
                [receipts, ledger, cache = std::filesystem::path(m_cacheFolder.toStdString())](const std::stop_token&) {
                    return ccf::openReceiptsInLedger(receipts, ledger, cache);
                },
                [this, drop](Result<std::unique_ptr<EvidenceSource>> source) mutable {
                    if (!source)
                        return m_context.shell.report(ui::errorText(
                            tr("The receipts could not be looked up."), source.error(), tr("Their own verdicts stand."),
                            tr("Only receipts of CCF services can be looked up in a CCF ledger.")));
                    drop.sources.clear();
                    drop.sources.push_back(std::move(*source));
                    m_receipts->judge(std::move(drop));
                });
}

void EvidenceDesk::updateLedgers()
{
    QList<ui::ReceiptsPage::Ledger> ledgers;
    for (const QString& group : m_opener.groups())
        if (const LedgerWorkspace* workspace = m_opener.workspace(group)) ledgers.append({group, workspace->title()});
    m_receipts->setLedgers(ledgers);
}

} // namespace countersign::app
