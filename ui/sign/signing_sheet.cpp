#include "ui/sign/signing_sheet.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/sign/act_pane.h"
#include "ui/sign/act_text.h"
#include "ui/sign/ballot_box.h"
#include "ui/sign/elsewhere_panel.h"
#include "ui/sign/key_chooser.h"
#include "ui/sign/outcome_pane.h"
#include "ui/tasks/run_task.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr int kRenewMs = 240'000; // a time that is older than this is made anew
constexpr int kWidthInCharacters = 150;
constexpr int kLeastLines = 14; // of what is signed

QLabel* muted(const QString& text, QWidget* parent)
{
    auto* label = new RoleLabel(RoleLabel::Role::Muted, text, parent);
    label->setWordWrap(false);
    return label;
}

} // namespace

SigningSheet::SigningSheet(SigningContext context, QWidget* parent) : QDialog(parent), m_context(std::move(context))
{
    setObjectName(QStringLiteral("signingSheet"));
    setWindowTitle(tr("Review and sign"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setSizeGripEnabled(true);
    setAcceptDrops(true);
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 16);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 12));
    m_title = new RoleLabel(RoleLabel::Role::Title, {}, this);
    m_title->setObjectName(QStringLiteral("actTitle"));
    m_title->setWordWrap(true);
    column->addWidget(m_title);
    buildBody(*column);
    buildButtons(*column);
    connectParts();
    fillMembers();
    const QSize room = parent ? parent->window()->size() * 0.94 : QSize(1100, 720);
    resize(QSize(fontMetrics().averageCharWidth() * kWidthInCharacters, room.height()).boundedTo(room));
}

SigningSheet::~SigningSheet() = default;

// Scrolls when a large font leaves no room for all of it; the buttons stay where they are.
void SigningSheet::buildBody(QVBoxLayout& column)
{
    m_body = new QScrollArea(this);
    m_body->setWidgetResizable(true);
    m_body->setFrameShape(QFrame::NoFrame);
    auto* content = new QWidget(m_body);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(space(this, 12));
    m_ballot = new BallotBox(content);
    inner->addWidget(m_ballot);
    m_pane = new ActPane(content);
    m_pane->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored); // takes what is left
    m_pane->setMinimumHeight(fontMetrics().lineSpacing() * kLeastLines);
    inner->addWidget(m_pane, 1);
    buildSigner(*inner);
    m_outcome = new OutcomePane(content);
    m_outcome->hide();
    inner->addWidget(m_outcome);
    m_body->setWidget(content);
    column.addWidget(m_body, 1);
}

QWidget* SigningSheet::serviceLine()
{
    auto* line = new QWidget(m_signer);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space(this, 8));
    const ActService& service = m_context.service;
    const bool unmarked = service.demo && !service.name.contains(QLatin1String("DEMO"));
    auto* name = new QLabel(unmarked ? tr("%1 (DEMO)").arg(service.name) : service.name, line);
    name->setObjectName(QStringLiteral("actService"));
    name->setTextFormat(Qt::PlainText);
    name->setFont(boldFont(font()));
    name->setToolTip(service.origins.join(QLatin1Char('\n')));
    row->addWidget(name);
    row->addWidget(muted(tr("pinned identity"), line));
    auto* identity = new QLabel(groupsOfFour(service.fingerprint), line); // whole: it is compared here
    identity->setObjectName(QStringLiteral("actIdentity"));
    identity->setAccessibleName(tr("Pinned identity of the service"));
    identity->setFont(fixedFont(font()));
    identity->setWordWrap(true);
    identity->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    row->addWidget(identity, 1);
    return line;
}

void SigningSheet::buildSigner(QVBoxLayout& column)
{
    m_signer = new QWidget(this);
    auto* form = new QFormLayout(m_signer);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(space(this, 8));
    form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(muted(tr("Goes to"), m_signer), serviceLine());
    m_member = new QComboBox(m_signer);
    m_member->setObjectName(QStringLiteral("actMember"));
    m_member->setAccessibleName(tr("Member who signs"));
    form->addRow(muted(tr("Signed by"), m_signer), m_member);
    m_key = new KeyChooser(*m_context.prompts, KeyChooser::Elsewhere::Offered, m_signer);
    form->addRow(muted(tr("With the key"), m_signer), m_key);
    m_elsewhere = new ElsewherePanel(m_signer);
    m_elsewhere->hide();
    form->addRow(QString(), m_elsewhere);
    column.addWidget(m_signer);
}

void SigningSheet::buildButtons(QVBoxLayout& column)
{
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    m_close = new QPushButton(tr("Close"), this);
    m_close->setObjectName(QStringLiteral("actClose"));
    m_close->setAutoDefault(false);
    row->addWidget(m_close);
    m_sign = new QPushButton(tr("Sign and send"), this);
    m_sign->setObjectName(QStringLiteral("actSign"));
    m_sign->setAutoDefault(false);
    makePrimary(m_sign);
    row->addWidget(m_sign);
    column.addLayout(row);
}

void SigningSheet::connectParts()
{
    connect(m_close, &QPushButton::clicked, this, &SigningSheet::reject);
    connect(m_sign, &QPushButton::clicked, this, [this] { carryOut({}); });
    connect(m_member, &QComboBox::currentIndexChanged, this, &SigningSheet::memberChosen);
    connect(m_ballot, &BallotBox::changed, this, &SigningSheet::prepare);
    connect(m_key, &KeyChooser::changed, this, &SigningSheet::requestChanged);
    connect(m_elsewhere, &ElsewherePanel::saveWanted, this, [this] {
        askWhere(&PreparedAct::request, tr("Save the signing request"), QStringLiteral("signing-request.json"));
    });
    connect(m_elsewhere, &ElsewherePanel::digestWanted, this, [this] {
        askWhere(&PreparedAct::vaultInput, tr("Save the digest for a vault"), QStringLiteral("digest.json"));
    });
    connect(m_elsewhere, &ElsewherePanel::answerWanted, this, &SigningSheet::chooseAnswer);
    connect(&m_renew, &QTimer::timeout, this, [this] {
        if (!m_fixed && !m_run && !m_done) prepare();
    });
    m_renew.start(kRenewMs);
}

QDateTime SigningSheet::now() const
{
    return m_context.now ? m_context.now() : QDateTime::currentDateTimeUtc();
}

void SigningSheet::begin(Act act)
{
    m_act = std::move(act);
    m_fixed = m_done = false;
    m_title->setText(actTitle(m_act));
    m_ballot->setVisible(m_act.kind == ActKind::Vote);
    m_ballot->setChoice(m_act.ballot, m_act.ownBallot);
    m_outcome->hide();
    m_signer->show();
    const int row = m_member->findData(m_act.member);
    if (row >= 0) m_member->setCurrentIndex(row);
    else offerMember();
    m_member->setEnabled(m_act.member.isEmpty() || row < 0);
    memberChosen();
    m_close->setText(tr("Close"));
    m_key->focusFirst();
}

void SigningSheet::reject()
{
    if (m_run && m_run->stage() < ActStage::Sending) m_run->stop();
    if (m_run) return hide(); // what was sent is followed to its end
    QDialog::reject();
}

} // namespace countersign::ui
