#include "ui/network/connect_page.h"

#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/crypto/certificate.h"
#include "core/net/url.h"
#include "ui/common/error_line.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/prompts.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/models/safe_text.h"
#include "ui/network/identity_check.h"
#include "ui/tasks/run_task.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {

constexpr std::uint64_t kMostCertificateBytes = 1u << 20;
constexpr qsizetype kMostNodes = 32;

Result<Pin> readCertificate(const QString& path)
{
    const auto content = readSmallFile(path.toStdString(), kMostCertificateBytes);
    if (!content) return content.error();
    const auto certificate = crypto::Certificate::fromPem(textOf(*content));
    if (!certificate) return Error{certificate.error().code, path.toStdString(), certificate.error().detail};
    return Pin{.fingerprint = QString::fromStdString(toHex(certificate->fingerprint())),
               .subject = safeText(certificate->subject(), 300),
               .source = QFileInfo(path).fileName(),
               .pinned = QDateTime::currentDateTimeUtc(),
               .note = {},
               .certificate = QByteArray::fromStdString(certificate->pem()),
               .ledgers = {}};
}

} // namespace

ConnectPage::ConnectPage(Prompts& prompts, QThreadPool& pool, QWidget* parent)
    : Page({.id = QStringLiteral("connect"), .title = tr("Connect to a service"), .icon = QStringLiteral("connect"), .goKey = u'k'}, parent),
      m_prompts(prompts), m_pool(pool)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll);
    auto* content = new QWidget(scroll);
    content->setMaximumWidth(fontMetrics().averageCharWidth() * 130);
    scroll->setWidget(content);
    auto* column = new QVBoxLayout(content);
    const int edge = space(this, 24);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 8));
    column->addWidget(new RoleLabel(RoleLabel::Role::Title, tr("Connect to a service"), content));
    column->addWidget(new RoleLabel(RoleLabel::Role::Muted,
                                    tr("Every node is spoken to under one identity that you decide to trust, and under nothing "
                                       "else. Give several nodes, and their answers are held against each other."),
                                    content));
    buildNodes(*column);
    buildIdentity(*column);
    buildActions(*column);
    m_below = new QVBoxLayout;
    column->addLayout(m_below);
    m_check = new IdentityCheck(content);
    m_check->hide();
    column->addWidget(m_check);
    column->addStretch(1);
    connect(m_check, &IdentityCheck::refused, this, [this] {
        m_check->hide();
        m_state->setText(tr("Nothing was pinned and nothing is connected."));
    });
    connect(m_check, &IdentityCheck::accepted, this, [this](const Pin& pin) {
        m_check->hide();
        m_state->clear();
        Q_EMIT connectWanted(m_checked, pin);
    });
    setPins({});
    choicesChanged();
}

void ConnectPage::buildNodes(QVBoxLayout& column)
{
    column.addSpacing(space(this, 8));
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Nodes"), this));
    m_urls = new QPlainTextEdit(this);
    m_urls->setObjectName(QStringLiteral("connectUrls"));
    m_urls->setAccessibleName(tr("Addresses of nodes, one a line"));
    m_urls->setPlaceholderText(QStringLiteral("https://127.0.0.1:8000\nhttps://node2.example:8000")); // i18n-ok: addresses
    m_urls->setTabChangesFocus(true);
    m_urls->setFont(fixedFont(font()));
    m_urls->setFixedHeight(fontMetrics().height() * 5);
    column.addWidget(m_urls);
    m_name = new QLineEdit(this);
    m_name->setObjectName(QStringLiteral("connectName"));
    m_name->setAccessibleName(tr("Name in the nodes' certificates"));
    m_name->setPlaceholderText(tr("Name in the nodes' certificates, only if it is not the address above"));
    column.addWidget(m_name);
}

void ConnectPage::buildIdentity(QVBoxLayout& column)
{
    column.addSpacing(space(this, 8));
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Which identity should answer?"), this));
    const auto radio = [&](const QString& name, const QString& text) {
        auto* button = new QRadioButton(text, this);
        button->setObjectName(name);
        column.addWidget(button);
        connect(button, &QRadioButton::toggled, this, &ConnectPage::choicesChanged);
        return button;
    };
    m_byFile = radio(QStringLiteral("identityByFile"), tr("The one in a certificate file that somebody I trust gave me"));
    auto* file = new QHBoxLayout;
    file->setContentsMargins(space(this, 24), 0, 0, 0);
    m_choose = new QPushButton(tr("Choose a certificate file…"), this);
    m_choose->setObjectName(QStringLiteral("connectChooseFile"));
    connect(m_choose, &QPushButton::clicked, this, &ConnectPage::chooseFile);
    file->addWidget(m_choose);
    m_giver = new QLineEdit(this);
    m_giver->setObjectName(QStringLiteral("connectGiver"));
    m_giver->setPlaceholderText(tr("Who gave it to you"));
    m_giver->setAccessibleName(tr("Who gave you the certificate"));
    m_giver->setMaxLength(200);
    file->addWidget(m_giver, 1);
    column.addLayout(file);
    m_file = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_file->setObjectName(QStringLiteral("connectFile"));
    m_file->setContentsMargins(space(this, 24), 0, 0, 0);
    m_file->hide();
    column.addWidget(m_file);
    m_byPin = radio(QStringLiteral("identityByPin"), tr("One I pinned before"));
    auto* pins = new QHBoxLayout;
    pins->setContentsMargins(space(this, 24), 0, 0, 0);
    m_pinBox = new QComboBox(this);
    m_pinBox->setObjectName(QStringLiteral("connectPins"));
    m_pinBox->setAccessibleName(tr("Identities you pinned before"));
    m_pinBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    pins->addWidget(m_pinBox);
    column.addLayout(pins);
    m_byAsking = radio(QStringLiteral("identityByAsking"), tr("I don't know it yet: ask who answers, and show me the fingerprint to compare"));
}

void ConnectPage::buildActions(QVBoxLayout& column)
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, space(this, 12), 0, space(this, 12));
    m_go = new QPushButton(this);
    m_go->setObjectName(QStringLiteral("connectGo"));
    makePrimary(m_go);
    connect(m_go, &QPushButton::clicked, this, &ConnectPage::go);
    row->addWidget(m_go);
    m_drop = new QPushButton(tr("Stop asking"), this);
    m_drop->setObjectName(QStringLiteral("connectStop"));
    m_drop->hide();
    connect(m_drop, &QPushButton::clicked, this, [this] {
        setAsking(false);
        m_state->setText(tr("Stopped. Nothing was pinned and nothing is connected."));
        Q_EMIT askDropped();
    });
    row->addWidget(m_drop);
    m_state = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_state->setObjectName(QStringLiteral("connectState"));
    row->addWidget(m_state, 1);
    column.addLayout(row);
    m_byFile->setChecked(true);
}

void ConnectPage::choicesChanged()
{
    if (!m_go) return;
    m_choose->setEnabled(m_byFile->isChecked());
    m_giver->setEnabled(m_byFile->isChecked());
    m_pinBox->setEnabled(m_byPin->isChecked());
    m_go->setText(m_byAsking->isChecked() ? tr("Ask who answers") : tr("Connect"));
    const bool known = m_byAsking->isChecked() || (m_byFile->isChecked() && m_filePin) ||
                       (m_byPin->isChecked() && m_pinBox->currentIndex() >= 0);
    m_go->setEnabled(known && !m_asking);
}

void ConnectPage::setPins(const QList<Pin>& pins)
{
    m_pins = pins;
    m_pinBox->clear();
    for (const Pin& pin : pins)
        m_pinBox->addItem(tr("%1, %2, pinned on %3", "subject, fingerprint, date")
                              .arg(safeText(pin.subject, 60), shortId(pin.fingerprint), formatTime(pin.pinned).left(10)));
    m_byPin->setVisible(!pins.isEmpty());
    m_pinBox->setVisible(!pins.isEmpty());
    choicesChanged();
}

void ConnectPage::setTarget(const ConnectTarget& target)
{
    m_urls->setPlainText(target.urls.join(QLatin1Char('\n')));
    m_name->setText(target.peerName);
}

void ConnectPage::chooseFile()
{
    m_prompts.chooseFile(this, {.title = tr("Choose a service certificate"),
                                .filter = tr("Certificates (*.pem *.crt *.cer);;All files (*)")},
                         [this](const QString& path) { adoptFile(path); });
}

void ConnectPage::adoptFile(const QString& path)
{
    runTask(m_pool, this, [path](const std::stop_token&) { return readCertificate(path); },
            [this](const Result<Pin>& pin) {
                m_filePin.reset();
                m_file->show();
                if (pin) m_filePin = *pin;
                m_file->setText(pin ? tr("%1\n%2\n%3", "file, subject, fingerprint").arg(pin->source, pin->subject, groupsOfFour(pin->fingerprint))
                                    : tr("This file holds no certificate that can be used: %1")
                                          .arg(QString::fromStdString(pin.error().detail)));
                choicesChanged();
            });
}

std::optional<ConnectTarget> ConnectPage::target()
{
    static const QRegularExpression kBlank(QStringLiteral("\\s+"));
    ConnectTarget target{.urls = {}, .peerName = m_name->text().trimmed()};
    for (QString text : m_urls->toPlainText().split(kBlank, Qt::SkipEmptyParts)) {
        if (!text.contains(QStringLiteral("://"))) text.prepend(QStringLiteral("https://"));
        const auto url = net::parseUrl(text.toStdString());
        if (!url) {
            m_state->setText(tr("%1 is no address of a node: it has the form https://host:port.").arg(safeText(text, 100)));
            m_urls->setFocus(Qt::OtherFocusReason);
            return {};
        }
        target.urls += QString::fromStdString(url->origin());
    }
    target.urls.removeDuplicates();
    if (!target.urls.isEmpty() && target.urls.size() <= kMostNodes) return target;
    m_state->setText(target.urls.isEmpty() ? tr("Give the address of a node first.")
                                           : tr("At most %1 nodes can be asked.").arg(kMostNodes));
    m_urls->setFocus(Qt::OtherFocusReason);
    return {};
}

void ConnectPage::go()
{
    delete m_problem;
    m_check->hide();
    m_state->clear();
    const auto wanted = target();
    if (!wanted) return;
    if (m_byFile->isChecked() && m_filePin) {
        Pin pin = *m_filePin;
        pin.checkedWith = m_giver->text().trimmed();
        return Q_EMIT connectWanted(*wanted, pin);
    }
    if (m_byPin->isChecked()) return Q_EMIT connectWanted(*wanted, m_pins.value(m_pinBox->currentIndex()));
    setAsking(true);
    m_state->setText(tr("Asking %1 who it is.").arg(wanted->urls.front()));
    Q_EMIT askWanted(*wanted);
}

void ConnectPage::setAsking(bool asking)
{
    m_asking = asking;
    m_drop->setVisible(asking);
    choicesChanged();
}

void ConnectPage::showSeen(const ConnectTarget& target, const SeenIdentity& seen)
{
    setAsking(false);
    m_state->clear();
    m_checked = target;
    m_check->showFirst(target.urls.value(0), seen);
    m_check->focusSafe();
}

void ConnectPage::showChange(const ConnectTarget& target, const SeenIdentity& seen, const Pin& pinned)
{
    setAsking(false);
    delete m_problem;
    setTarget(target);
    m_state->clear();
    m_checked = target;
    m_check->showChange(target.urls.value(0), seen, pinned);
    m_check->focusSafe();
}

void ConnectPage::showProblem(const ErrorText& problem)
{
    setAsking(false);
    m_state->clear();
    m_check->hide();
    delete m_problem;
    m_problem = new ErrorLine(problem, this);
    connect(m_problem, &ErrorLine::dismissed, m_problem, &QObject::deleteLater);
    m_below->addWidget(m_problem);
}

} // namespace countersign::ui
