#include "ui/compose/add_member_dialog.h"

#include "core/base/file_io.h"
#include "ui/common/error_line.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/prompts.h"
#include "ui/common/theme/metrics.h"
#include "ui/network/detail_pane.h"
#include "ui/tasks/run_task.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QUrl>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {

QLabel* textLabel(const char* name, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QByteArray byteArray(Bytes bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

} // namespace

AddMemberDialog::AddMemberDialog(ComposeContext context, std::shared_ptr<const LiveSnapshot> snapshot, QWidget* parent)
    : QDialog(parent), m_context(std::move(context)), m_snapshot(std::move(snapshot))
{
    setObjectName(QStringLiteral("addMember"));
    setWindowTitle(tr("Add a member"));
    setWindowModality(Qt::WindowModal);
    setAcceptDrops(true);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &AddMemberDialog::check);
    auto* outer = new QVBoxLayout(this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll, 1);
    auto* content = new QWidget(scroll);
    scroll->setWidget(content);
    m_column = new QVBoxLayout(content);
    m_column->setSpacing(space(this, 8));
    buildCertificate(*m_column);
    buildRest(*m_column);
    buildButtons(*outer);
    const int em = fontMetrics().averageCharWidth();
    resize(em * 96, fontMetrics().lineSpacing() * 40);
    showMember();
}

void AddMemberDialog::buildCertificate(QVBoxLayout& column)
{
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Her certificate"), this));
    auto* hint = new RoleLabel(RoleLabel::Role::Muted, tr("Drop the certificate (PEM) here, or choose it. Her private key stays with her."), this);
    hint->setWordWrap(true);
    column.addWidget(hint);
    auto* choose = new QPushButton(tr("Choose a certificate…"), this);
    choose->setObjectName(QStringLiteral("chooseMemberCertificate"));
    connect(choose, &QPushButton::clicked, this, [this] { chooseFile(tr("The member's certificate"), &AddMemberDialog::useCertificate); });
    column.addWidget(choose, 0, Qt::AlignLeft);
    m_who = textLabel("memberFacts", this);
    column.addWidget(m_who);
    m_words = textLabel("memberWords", this);
    m_words->setAccessibleName(tr("The fingerprint as words"));
    column.addWidget(m_words);
    m_warnings = textLabel("memberWarnings", this);
    column.addWidget(m_warnings);
}

void AddMemberDialog::buildRest(QVBoxLayout& column)
{
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Her part in recoveries"), this));
    auto* choose = new QPushButton(tr("Choose her encryption key…"), this);
    choose->setObjectName(QStringLiteral("chooseEncryptionKey"));
    connect(choose, &QPushButton::clicked, this, [this] { chooseFile(tr("Her public encryption key"), &AddMemberDialog::useEncryptionKey); });
    column.addWidget(choose, 0, Qt::AlignLeft);
    m_keyKind = textLabel("encryptionKeyKind", this);
    column.addWidget(m_keyKind);
    m_role = new QComboBox(this);
    m_role->setObjectName(QStringLiteral("recoveryRole"));
    m_role->setAccessibleName(tr("Her part in recoveries"));
    m_role->addItem(tr("As the service decides"), QString());
    m_role->addItem(tr("One share of several"), QStringLiteral("Participant"));
    m_role->addItem(tr("The whole key, as an owner"), QStringLiteral("Owner"));
    m_role->addItem(tr("None"), QStringLiteral("NonParticipant"));
    m_role->setVisible(service().constitution.text.contains(QLatin1String("recovery_role")));
    connect(m_role, &QComboBox::currentIndexChanged, this, &AddMemberDialog::showDraft);
    column.addWidget(m_role, 0, Qt::AlignLeft);
    m_recovery = textLabel("recoveryEffect", this);
    column.addWidget(m_recovery);
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Her name in the member list"), this));
    m_name = new QLineEdit(this);
    m_name->setObjectName(QStringLiteral("memberName"));
    m_name->setAccessibleName(tr("Her name in the member list"));
    m_name->setPlaceholderText(tr("May be left out"));
    connect(m_name, &QLineEdit::textChanged, this, &AddMemberDialog::showDraft);
    column.addWidget(m_name);
    m_effect = new DetailPane(QStringLiteral("addMember"), m_context.memory, this);
    m_effect->setMinimumHeight(fontMetrics().lineSpacing() * 9);
    m_effect->hide();
    column.addWidget(m_effect, 1);
    column.addStretch(1);
}

void AddMemberDialog::buildButtons(QVBoxLayout& column)
{
    m_state = textLabel("memberState", this);
    column.addWidget(m_state);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    m_close = new QPushButton(tr("Close"), this);
    m_close->setObjectName(QStringLiteral("closeAddMember"));
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    m_sign = new QPushButton(tr("Create the proposal…"), this);
    m_sign->setObjectName(QStringLiteral("createProposal"));
    connect(m_sign, &QPushButton::clicked, this, &AddMemberDialog::sign);
    for (QPushButton* one : {m_close, m_sign}) {
        one->setAutoDefault(false);
        row->addWidget(one);
    }
    column.addLayout(row);
}

void AddMemberDialog::chooseFile(const QString& title, void (AddMemberDialog::*use)(const QString&))
{
    m_context.prompts->chooseFile(this, {.title = title, .folder = {}, .filter = tr("Certificates and keys (*.pem *.crt *.cer *.pub);;All files (*)"), .name = {}},
                                  [this, use](const QString& path) { (this->*use)(path); });
}

void AddMemberDialog::useCertificate(const QString& path)
{
    struct Read {
        QByteArray pem;
        CertificateFacts facts;
    };
    runTask(*m_context.pool, this,
            [port = m_context.port, path](std::stop_token) -> Result<Read> {
                const auto content = readSmallFile(path.toStdString());
                if (!content) return content.error();
                auto facts = port->certificate(*content);
                if (!facts) return std::move(facts).error();
                return Read{byteArray(*content), *std::move(facts)};
            },
            [this](Result<Read> read) {
                if (!read) return report(tr("This is no certificate that can be read."), read.error());
                m_member.certificate = read->pem;
                m_member.facts = std::move(read->facts);
                showMember();
            });
}

void AddMemberDialog::useEncryptionKey(const QString& path)
{
    struct Read {
        QByteArray pem;
        QString kind;
    };
    runTask(*m_context.pool, this,
            [port = m_context.port, path](std::stop_token) -> Result<Read> {
                const auto content = readSmallFile(path.toStdString());
                if (!content) return content.error();
                auto kind = port->encryptionKey(*content);
                if (!kind) return std::move(kind).error();
                return Read{byteArray(*content), *std::move(kind)};
            },
            [this](Result<Read> read) {
                if (!read) return report(tr("This is no public key that can carry recovery shares: RSA of 2048 bits or more is needed."), read.error());
                m_member.encryptionKey = read->pem;
                m_member.encryptionKeyKind = read->kind;
                showMember();
            });
}

void AddMemberDialog::showMember()
{
    delete m_problem;
    if (m_member.facts) {
        const LiveCertificate& one = m_member.facts->certificate;
        m_who->setText(tr("%1\nKey: %2. Valid %3 to %4.\nFingerprint, which becomes her member id:\n%5")
                           .arg(one.subject, one.key, formatTime(one.notBefore), formatTime(one.notAfter), m_member.facts->groups));
        m_words->setText(tr("For a check by telephone, the same as words:\n%1").arg(m_member.facts->words));
    }
    m_who->setVisible(m_member.facts.has_value());
    m_words->setVisible(m_member.facts.has_value());
    const QStringList warnings = warningsFor(m_member, service(), QDateTime::currentDateTimeUtc());
    m_warnings->setText(warnings.join(QLatin1Char('\n')));
    m_warnings->setVisible(!warnings.isEmpty());
    m_keyKind->setText(m_member.encryptionKey.isEmpty() ? tr("None: she gets no recovery share.") : m_member.encryptionKeyKind);
    showDraft();
}

void AddMemberDialog::showDraft()
{
    m_member.name = m_name->text().trimmed();
    m_member.recoveryRole = m_role->currentData().toString();
    m_recovery->setText(recoveryEffect(m_member, service()));
    m_check.reset();
    m_sign->setEnabled(false);
    m_effect->hide();
    ++m_asked;
    m_timer.stop();
    if (!m_member.facts) return m_state->setText(tr("Choose her certificate first."));
    m_state->setText(tr("The service's constitution is being asked, here on this computer."));
    m_timer.start(m_context.checkAfterMs);
}

void AddMemberDialog::check()
{
    const auto draft = draftOf(m_member);
    if (!draft) return;
    auto text = draftText(*draft);
    if (!text) return report(tr("The proposal cannot be written."), text.error());
    runTask(*m_context.pool, this,
            [port = m_context.port, bytes = *std::move(text)](std::stop_token stop) { return port->check(bytes, stop); },
            [this, asked = m_asked](const Result<DraftCheck>& answer) {
                if (asked == m_asked) checked(answer);
            });
}

void AddMemberDialog::checked(const Result<DraftCheck>& answer)
{
    if (answer) m_check = *answer;
    else
        m_check = DraftCheck{.standing = DraftStanding::Unknown,
                             .description = QString::fromStdString(answer.error().where + ' ' + answer.error().detail),
                             .effect = {}};
    switch (m_check->standing) {
    case DraftStanding::Valid:
        m_state->setText(tr("The service's constitution takes this proposal, as evaluated here."));
        break;
    case DraftStanding::Invalid:
        m_state->setText(tr("The service's constitution does not take this proposal: %1").arg(m_check->description));
        break;
    case DraftStanding::Unknown:
        m_state->setText(tr("Whether the service's constitution takes this proposal is not known here: %1").arg(m_check->description));
        break;
    }
    m_effect->setItems(tr("What accepting it would change"), m_check->effect.changes);
    m_effect->setVisible(!m_check->effect.changes.isEmpty());
    m_sign->setEnabled(m_check->standing != DraftStanding::Invalid);
}

void AddMemberDialog::sign()
{
    const auto draft = draftOf(m_member);
    auto text = draft ? draftText(*draft) : Result<ByteVector>(Error{ErrorCode::NotFound, "certificate", {}});
    if (!text || !m_check || m_check->standing == DraftStanding::Invalid) return;
    Act act{.kind = ActKind::Propose};
    act.payload = *std::move(text);
    act.notes = warningsFor(m_member, service(), QDateTime::currentDateTimeUtc()) + m_check->effect.warnings;
    act.notes += recoveryEffect(m_member, service());
    if (m_check->standing == DraftStanding::Unknown)
        act.notes.append(tr("Whether the service's constitution takes this proposal could not be found out here."));
    m_context.desk->sign(std::move(act), this, [this](const ActOutcome& outcome) { ended(outcome); });
}

void AddMemberDialog::ended(const ActOutcome& outcome)
{
    if (outcome.end != ActEnd::Taken) return;
    m_sign->setEnabled(false);
    m_state->setText(tr("Proposed under the id %1. Once it is accepted, the new member acknowledges the state to become active.")
                         .arg(outcome.proposalId));
    m_context.desk->refresh();
}

void AddMemberDialog::report(const QString& what, const Error& error)
{
    delete m_problem;
    auto* line = new ErrorLine(errorText(what, error, tr("Nothing was changed."), tr("Choose another file.")), this);
    line->setObjectName(QStringLiteral("addMemberProblem"));
    connect(line, &ErrorLine::dismissed, line, &QObject::deleteLater);
    m_problem = line;
    m_column->insertWidget(0, line);
}

void AddMemberDialog::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->urls().size() == 1 && event->mimeData()->urls().front().isLocalFile()) event->acceptProposedAction();
}

void AddMemberDialog::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    useCertificate(event->mimeData()->urls().front().toLocalFile());
}

} // namespace countersign::ui
