// What the signing sheet does: preparing, signing here or elsewhere, and the end of it.
#include "core/base/file_io.h"
#include "ui/common/layout_memory.h"
#include "ui/sign/act_pane.h"
#include "ui/sign/act_text.h"
#include "ui/sign/ballot_box.h"
#include "ui/sign/elsewhere_panel.h"
#include "ui/sign/key_chooser.h"
#include "ui/sign/outcome_pane.h"
#include "ui/sign/signing_sheet.h"

#include "ui/common/format.h"
#include "ui/common/prompts.h"
#include "ui/tasks/run_task.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr std::uint64_t kMostAnswer = 4u << 20;

QString memoryKey(const ActService& service)
{
    return QStringLiteral("signing/%1").arg(service.fingerprint);
}

} // namespace

void SigningSheet::fillMembers()
{
    const QSignalBlocker quiet(m_member);
    for (const SigningMember& member : m_context.members)
        m_member->addItem(tr("%1, member %2", "name, id").arg(member.name, shortId(member.id)), member.id);
    if (!m_context.memory) return;
    const auto kept = QJsonDocument::fromJson(m_context.memory->layout(memoryKey(m_context.service))).object();
    const int row = m_member->findData(kept[QStringLiteral("member")].toString());
    if (row >= 0) m_member->setCurrentIndex(row);
}

// Of those whose keys are known beforehand one who has not voted; else whoever is chosen stays so.
void SigningSheet::offerMember()
{
    const QString chosen = m_member->currentData().toString();
    QStringList known;
    for (const KnownKey& one : m_context.keys) known += one.member;
    if (known.isEmpty() || (known.contains(chosen) && !m_act.voted.contains(chosen))) return;
    const auto free = std::ranges::find_if(known, [&](const QString& one) { return !m_act.voted.contains(one); });
    const int row = m_member->findData(free == known.end() ? known.front() : *free);
    if (row >= 0) m_member->setCurrentIndex(row);
}

KeySource SigningSheet::rememberedKey(const QString& member) const
{
    for (const KnownKey& one : m_context.keys)
        if (one.member == member) return {.place = KeyPlace::File, .file = one.file, .token = {}, .module = {}};
    if (!m_context.memory) return {};
    const auto kept = QJsonDocument::fromJson(m_context.memory->layout(memoryKey(m_context.service))).object();
    if (kept[QStringLiteral("member")].toString() != member) return {};
    return {.place = KeyPlace(std::clamp(kept[QStringLiteral("place")].toInt(), 0, 2)), .file = kept[QStringLiteral("file")].toString(),
            .token = kept[QStringLiteral("token")].toString(), .module = kept[QStringLiteral("module")].toString()};
}

void SigningSheet::rememberKey() const
{
    if (!m_context.memory || m_context.service.demo) return;
    const KeySource key = m_key->source();
    const QJsonObject kept{{QStringLiteral("member"), m_member->currentData().toString()},
                           {QStringLiteral("place"), int(key.place)},
                           {QStringLiteral("file"), key.file},
                           {QStringLiteral("token"), key.token},
                           {QStringLiteral("module"), key.module}};
    m_context.memory->keepLayout(memoryKey(m_context.service), QJsonDocument(kept).toJson(QJsonDocument::Compact));
}

void SigningSheet::memberChosen()
{
    const KeySource known = rememberedKey(m_member->currentData().toString());
    if (!known.file.isEmpty() || !known.token.isEmpty() || known.place == KeyPlace::Elsewhere) m_key->setSource(known);
    prepare();
}

void SigningSheet::prepare()
{
    m_prepared.reset();
    updateButtons();
    const QString id = m_member->currentData().toString();
    const auto member = std::ranges::find_if(m_context.members, [&](const SigningMember& one) { return one.id == id; });
    if (member == m_context.members.end())
        return m_pane->showProblem(tr("The service lists no member whose certificate can be read, so nobody can sign."));
    Act act = m_act;
    act.member = id;
    if (act.kind == ActKind::Vote) {
        act.ballot = m_ballot->choice();
        act.ownBallot = m_ballot->own();
    }
    m_title->setText(actTitle(act));
    runTask(
        *m_context.pool, this,
        [port = m_context.port, act, certificate = member->certificate, time = now()](const std::stop_token&) {
            return port->prepare(act, certificate, time);
        },
        [this, asked = ++m_asked](const Result<PreparedAct>& made) { prepared(asked, made); });
}

void SigningSheet::prepared(quint64 asked, const Result<PreparedAct>& act)
{
    if (asked != m_asked || m_run || m_fixed) return;
    if (act) {
        m_prepared = *act;
        Act shown = m_act;
        m_pane->showAct(shown, *act);
    } else {
        const QString why = QString::fromStdString(act.error().where + ' ' + act.error().detail);
        m_pane->showProblem(tr("This can't be signed: %1").arg(why));
    }
    requestChanged();
}

void SigningSheet::requestChanged()
{
    const bool elsewhere = m_key->source().place == KeyPlace::Elsewhere;
    m_elsewhere->setVisible(elsewhere);
    m_sign->setVisible(!elsewhere);
    updateButtons();
    if (!elsewhere || m_fixed) return;
    if (!m_prepared) return m_elsewhere->setUnavailable(tr("There is nothing to sign yet."));
    if (!m_prepared->mayLeave)
        return m_elsewhere->setUnavailable(tr("A signing request would hold the recovery share in clear: it can be signed here only."));
    m_elsewhere->setRequest(m_prepared->request);
}

void SigningSheet::askWhere(QByteArray PreparedAct::*content, const QString& title, const QString& name)
{
    m_context.prompts->chooseSaveFile(this, {.title = title, .folder = {}, .filter = tr("Requests (*.json)"), .name = name},
                                      [this, content](const QString& path) {
                                          if (m_prepared) save((*m_prepared).*content, path); // as it is by now
                                      });
}

void SigningSheet::save(const QByteArray& content, const QString& path)
{
    if (!m_prepared || !m_prepared->mayLeave || m_run || m_done) return;
    m_fixed = true; // what comes back belongs to exactly this
    updateButtons();
    runTask(*m_context.pool, this,
            [path, content](const std::stop_token&) {
                return writeFileAtomically(path.toStdString(), bytesOf(std::string_view(content.constData(), std::size_t(content.size()))));
            },
            [this, path](const Result<void>& written) {
                if (written) return m_elsewhere->setSaved(path);
                m_outcome->showProblem(tr("The file could not be written: %1")
                                           .arg(QString::fromStdString(written.error().where + ' ' + written.error().detail)));
            });
}

void SigningSheet::chooseAnswer()
{
    m_context.prompts->chooseFile(this, {.title = tr("Choose the signature or the signed message"), .folder = {}, .filter = {}, .name = {}},
                                  [this](const QString& path) { importAnswer(path); });
}

void SigningSheet::importAnswer(const QString& path)
{
    if (!m_prepared || m_run || m_done) return;
    m_fixed = true;
    runTask(*m_context.pool, this,
            [path](const std::stop_token&) { return readSmallFile(path.toStdString(), kMostAnswer); },
            [this](const Result<ByteVector>& answer) {
                if (answer) return carryOut(*answer);
                m_outcome->showProblem(tr("The answer could not be read: %1")
                                           .arg(QString::fromStdString(answer.error().where + ' ' + answer.error().detail)));
            });
}

void SigningSheet::carryOut(ByteVector answer)
{
    if (!m_prepared || m_run || m_done) return;
    Act act = m_act;
    act.member = m_member->currentData().toString();
    ActOrder order{.act = std::move(act), .prepared = *m_prepared, .key = m_key->source(), .secret = m_key->takeSecret(),
                   .answer = std::move(answer), .proofFolder = m_context.proofFolder};
    rememberKey();
    m_run = new ActRun(m_context.port, *m_context.pool, std::move(order), this);
    connect(m_run, &ActRun::stageBegan, this, [this](ActStage stage) {
        m_outcome->showStage(stage);
        showOutcomePane();
        m_close->setText(stage < ActStage::Sending ? tr("Stop") : tr("Close"));
    });
    connect(m_run, &ActRun::ended, this, &SigningSheet::finish);
    updateButtons();
    m_run->start();
}

void SigningSheet::finish(const ActOutcome& outcome)
{
    m_run->deleteLater();
    m_run = nullptr;
    // What was sent is over; what was not may be tried again, unless the proposal itself is another one by now.
    m_done = outcome.end != ActEnd::NotSigned || outcome.block == ActBlock::ProposalChanged || outcome.block == ActBlock::ProposalClosed;
    m_outcome->showOutcome(outcome);
    m_signer->setVisible(!m_done);
    showOutcomePane();
    m_close->setText(tr("Close"));
    updateButtons();
    const bool wasClosed = isHidden();
    m_close->setFocus();
    Q_EMIT ended(outcome);
    if (wasClosed) return deleteLater();
    if (!m_done && !m_fixed) prepare();
}

// Once the layout has made room for it.
void SigningSheet::showOutcomePane()
{
    QMetaObject::invokeMethod(m_outcome, [this] { m_body->ensureWidgetVisible(m_outcome, 0, 0); }, Qt::QueuedConnection);
}

void SigningSheet::updateButtons()
{
    const bool idle = !m_run && !m_done;
    m_sign->setEnabled(idle && m_prepared && m_key->isComplete());
    m_sign->setVisible(!m_done && m_key->source().place != KeyPlace::Elsewhere);
    m_key->setEnabled(idle && !m_fixed);
    m_ballot->setEnabled(idle && !m_fixed);
    m_elsewhere->setEnabled(idle);
    m_member->setEnabled(idle && !m_fixed && (m_act.member.isEmpty() || m_member->findData(m_act.member) < 0));
}

void SigningSheet::dragEnterEvent(QDragEnterEvent* event)
{
    const bool wanted = m_key->source().place == KeyPlace::Elsewhere && m_prepared && !m_run && !m_done;
    if (wanted && event->mimeData()->urls().size() == 1 && event->mimeData()->urls().front().isLocalFile()) event->acceptProposedAction();
}

void SigningSheet::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    importAnswer(event->mimeData()->urls().value(0).toLocalFile());
}

} // namespace countersign::ui
