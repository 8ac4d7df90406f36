#include "core/base/file_io.h"
#include "ui/common/error_line.h"
#include "ui/common/format.h"
#include "ui/common/icons.h"
#include "ui/common/prompts.h"
#include "ui/common/theme/metrics.h"
#include "ui/compose/compose_page.h"
#include "ui/network/detail_pane.h"
#include "ui/tasks/run_task.h"

#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

// What the page does: checking, files, and handing over to be signed.

namespace countersign::ui {

namespace {

QList<DetailItem> itemsOf(const DraftCheck& check)
{
    QList<DetailItem> items;
    for (const QString& one : check.effect.warnings) items += DetailItem{.name = ComposePage::tr("Warning"), .value = one};
    items += check.effect.changes;
    for (const QString& one : check.effect.notes) items += DetailItem{.name = ComposePage::tr("Note"), .value = one};
    return items;
}

} // namespace

void ComposePage::showState()
{
    const int row = m_list->currentRow();
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_list->count());
    const QStringList missing = problems();
    const bool whole = m_list->count() > 0 && missing.isEmpty();
    m_export->setEnabled(whole);
    m_sign->setEnabled(whole && m_check && m_check->standing != DraftStanding::Invalid);
    m_effect->setVisible(m_check && !itemsOf(*m_check).isEmpty());
    if (m_list->count() == 0) return showCheck({}, {});
    if (!whole) return showCheck(QStringLiteral("file"), missing.join(QLatin1Char(' ')));
    if (!m_check) return showCheck(QStringLiteral("clock"), tr("The service's constitution is being asked, here on this computer."));
    switch (m_check->standing) {
    case DraftStanding::Valid:
        return showCheck(QStringLiteral("verdict-passed"),
                         tr("The service's constitution takes this proposal, as evaluated here. What accepting it would change "
                            "stands below."));
    case DraftStanding::Invalid:
        return showCheck(QStringLiteral("verdict-failed"),
                         tr("The service's constitution does not take this proposal: %1").arg(m_check->description));
    case DraftStanding::Unknown: break;
    }
    showCheck(QStringLiteral("verdict-indeterminate"),
              tr("Whether the service's constitution takes this proposal is not known here: %1").arg(m_check->description));
}

void ComposePage::showCheck(const QString& icon, const QString& sentence)
{
    const int side = iconSide(fontMetrics());
    m_icon->setPixmap(icon.isEmpty() ? QPixmap() : lineIcon(icon).pixmap(side, side));
    m_sentence->setText(sentence);
}

void ComposePage::check()
{
    readFacts();
    if (m_list->count() == 0 || !problems().isEmpty()) return;
    auto text = draftText(draft());
    if (!text) return checked(m_asked, std::move(text).error());
    const quint64 asked = ++m_asked;
    runTask(*m_context.pool, this,
            [port = m_context.port, bytes = *std::move(text)](std::stop_token stop) { return port->check(bytes, stop); },
            [this, asked](const Result<DraftCheck>& answer) { checked(asked, answer); });
}

void ComposePage::checked(quint64 asked, const Result<DraftCheck>& answer)
{
    if (asked != m_asked) return;
    if (answer) m_check = *answer;
    else
        m_check = DraftCheck{.standing = DraftStanding::Unknown,
                             .description = QString::fromStdString(answer.error().where + ' ' + answer.error().detail),
                             .effect = {}};
    m_effect->setItems(tr("What accepting it would change"), itemsOf(*m_check));
    showState();
}

void ComposePage::readFacts()
{
    ActionEditor* chosen = editor();
    if (!chosen) return;
    const QList<FieldEditor*> all = chosen->fields();
    for (FieldEditor* field : all) {
        if (field->field().kind != FieldKind::Certificate) continue;
        const QByteArray pem = field->text().toUtf8();
        const QPointer<FieldEditor> target(field);
        runTask(*m_context.pool, this,
                [port = m_context.port, pem](std::stop_token) {
                    return port->certificate(bytesOf({pem.constData(), std::size_t(pem.size())}));
                },
                [this, target, pem](const Result<CertificateFacts>& facts) {
                    if (!target || target->text().toUtf8() != pem) return;
                    if (!facts) return target->setFacts(pem.isEmpty() ? QString() : tr("This is no certificate that can be read."));
                    const LiveCertificate& one = facts->certificate;
                    target->setFacts(tr("%1, %2, valid until %3\n%4").arg(one.subject, one.key, formatTime(one.notAfter), facts->groups));
                });
    }
}

void ComposePage::askFile(FieldEditor* field)
{
    const QPointer<FieldEditor> target(field);
    m_context.prompts->chooseFile(this, {.title = tr("%1 from a file").arg(field->field().label), .folder = {}, .filter = {}, .name = {}},
                                  [this, target](const QString& path) {
                                      runTask(*m_context.pool, this,
                                              [path](std::stop_token) { return readSmallFile(path.toStdString()); },
                                              [this, target](const Result<ByteVector>& content) {
                                                  if (!content) return report(tr("The file could not be read."), content.error());
                                                  const auto text = textOf(*content);
                                                  if (target) target->setText(QString::fromUtf8(text.data(), qsizetype(text.size())));
                                              });
                                  });
}

void ComposePage::importFile()
{
    const FileQuestion question{.title = tr("Open a proposal file"), .folder = {}, .filter = tr("Proposals (*.json);;All files (*)"), .name = {}};
    m_context.prompts->chooseFile(this, question, [this](const QString& path) {
        runTask(*m_context.pool, this,
                [path](std::stop_token) -> Result<ProposalDraft> {
                    const auto content = readSmallFile(path.toStdString());
                    if (!content) return content.error();
                    return draftFrom(*content);
                },
                [this](const Result<ProposalDraft>& draft) {
                    if (draft) setDraft(*draft);
                    else report(tr("This is no proposal file."), draft.error());
                });
    });
}

void ComposePage::exportFile()
{
    auto text = draftText(draft());
    if (!text) return report(tr("The proposal cannot be written."), text.error());
    const FileQuestion question{.title = tr("Save the proposal as a file"), .folder = {}, .filter = tr("Proposals (*.json)"),
                                .name = QStringLiteral("proposal.json")};
    m_context.prompts->chooseSaveFile(this, question, [this, bytes = *std::move(text)](const QString& path) {
        runTask(*m_context.pool, this,
                [path, bytes](std::stop_token) { return writeFileAtomically(path.toStdString(), bytes); },
                [this](const Result<void>& written) {
                    if (!written) report(tr("The file could not be written."), written.error());
                });
    });
}

void ComposePage::report(const QString& what, const Error& error)
{
    delete m_problem;
    auto* line = new ErrorLine(errorText(what, error, tr("The draft is as it was."), tr("Choose another file, or mend this one.")), this);
    line->setObjectName(QStringLiteral("composeProblem"));
    connect(line, &ErrorLine::dismissed, line, &QObject::deleteLater);
    m_problem = line;
    column().insertWidget(0, line);
}

void ComposePage::sign()
{
    auto text = draftText(draft());
    if (!text || !m_check || m_check->standing == DraftStanding::Invalid) return;
    Act act{.kind = ActKind::Propose};
    act.payload = *std::move(text);
    act.notes = m_check->effect.warnings;
    if (m_check->standing == DraftStanding::Unknown)
        act.notes.append(tr("Whether the service's constitution takes this proposal could not be found out here."));
    m_context.desk->sign(std::move(act), this, [this](const ActOutcome& outcome) { ended(outcome); });
}

void ComposePage::ended(const ActOutcome& outcome)
{
    if (outcome.end != ActEnd::Taken) return;
    setDraft({});
    m_context.desk->refresh();
    showCheck(QStringLiteral("governance"), tr("Proposed under the id %1. It stands on the Governance page.").arg(outcome.proposalId));
}

} // namespace countersign::ui
