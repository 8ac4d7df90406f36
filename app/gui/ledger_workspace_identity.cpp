// Of LedgerWorkspace: the identity it is held against, and pins. Apart, for length.

#include "app/gui/ledger_workspace.h"

#include "ui/common/error_line.h"
#include "ui/common/prompts.h"
#include "ui/shell/shell.h"
#include "ui/tasks/run_task.h"
#include "ui/verify/files_page.h"
#include "ui/verify/identity_sheet.h"

namespace countersign::app {

void LedgerWorkspace::connectIdentitySheet()
{
    using ui::IdentitySheet;
    IdentitySheet* sheet = m_files->identitySheet();
    sheet->setFilesBeside(m_opened.certificatesBeside);
    sheet->setPins(m_opened.pins);
    connect(sheet, &IdentitySheet::chooseFileWanted, this, [this] {
        m_context.prompts.chooseFile(m_files, {.title = tr("Choose a service certificate"),
                                               .filter = tr("Certificates (*.pem *.crt *.cer);;All files (*)")},
                                     [this](const QString& path) { readAnchor(path); });
    });
    connect(sheet, &IdentitySheet::fileWanted, this, &LedgerWorkspace::readAnchor);
    connect(sheet, &IdentitySheet::accepted, this, &LedgerWorkspace::useAnchor);
    connect(sheet, &IdentitySheet::pinAccepted, this, &LedgerWorkspace::usePin);
    connect(sheet, &IdentitySheet::pinRemoved, this, &LedgerWorkspace::removePin);
    connect(sheet, &IdentitySheet::ledgerItselfChosen, this, [this] {
        m_files->identitySheet()->dismiss();
        if (m_session->anchor().isChosen()) m_session->setAnchor({});
    });
}

void LedgerWorkspace::readAnchor(const QString& path)
{
    ui::runTask(m_context.pool, this,
                [family = m_opened.family, path](const std::stop_token&) { return readAnchorFile(*family, path); },
                [this](const Result<ui::AnchorChoice>& choice) {
                    if (choice) return m_files->identitySheet()->showPreview(*choice);
                    m_files->identitySheet()->showProblem(
                        tr("This file holds no certificate that can be used (%1). Choose a PEM file with the service's "
                           "certificate or public key.")
                            .arg(QString::fromStdString(choice.error().detail)));
                });
}

void LedgerWorkspace::useAnchor(const ui::AnchorChoice& choice, const QString& note)
{
    m_files->identitySheet()->dismiss();
    m_session->setAnchor(choice);
    keepPin(choice, note);
}

void LedgerWorkspace::usePin(const ui::Pin& pin)
{
    ui::runTask(m_context.pool, this,
                [family = m_opened.family, pin](const std::stop_token&) { return anchorOfPin(*family, pin); },
                [this, pin](const Result<ui::AnchorChoice>& choice) {
                    if (!choice) return m_files->identitySheet()->showProblem(tr("This pin can't be used for this ledger."));
                    useAnchor(*choice, pin.note);
                });
}

void LedgerWorkspace::keepPin(const ui::AnchorChoice& choice, const QString& note)
{
    if (choice.inputs.empty() || choice.matches.empty()) return;
    const ByteVector& content = choice.inputs.front().content;
    const ui::Pin pin{.fingerprint = choice.fingerprint(),
                      .subject = QString::fromStdString(choice.matches.front().subject),
                      .source = choice.source,
                      .pinned = choice.pinned,
                      .note = note,
                      .certificate = QByteArray(reinterpret_cast<const char*>(content.data()), qsizetype(content.size()))};
    changePins([pin, key = ledgerKey(m_opened.ledgerPaths)](QList<ui::Pin>& pins) { ui::rememberPin(pins, pin, key); });
}

void LedgerWorkspace::removePin(const QString& fingerprint)
{
    changePins([fingerprint](QList<ui::Pin>& pins) {
        pins.removeIf([&](const ui::Pin& pin) { return pin.fingerprint == fingerprint; });
    });
}

void LedgerWorkspace::changePins(std::function<void(QList<ui::Pin>&)> change)
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
                    if (pins) return m_files->identitySheet()->setPins(*pins);
                    m_context.shell.report(ui::errorText(tr("The pins could not be kept."), pins.error(),
                                                         tr("The identity is used now, but will be asked for again."),
                                                         tr("Check that the file can be written, then choose it again.")));
                });
}

} // namespace countersign::app
