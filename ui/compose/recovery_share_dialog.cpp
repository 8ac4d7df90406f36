#include "ui/compose/recovery_share_dialog.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/sign/key_chooser.h"
#include "ui/tasks/run_task.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {

const QString kWaiting = QStringLiteral("WaitingForRecoveryShares");

} // namespace

RecoveryShareDialog::RecoveryShareDialog(ShareContext context, std::shared_ptr<const LiveSnapshot> snapshot, QWidget* parent)
    : QDialog(parent), m_context(std::move(context)), m_snapshot(std::move(snapshot))
{
    setObjectName(QStringLiteral("recoveryShare"));
    setWindowTitle(tr("Hand in a recovery share"));
    setWindowModality(Qt::WindowModal);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(space(this, 8));
    build(*m_snapshot->service(), *column);
    resize(fontMetrics().averageCharWidth() * 80, sizeHint().height());
    updateButton();
}

void RecoveryShareDialog::build(const LiveService& service, QVBoxLayout& column)
{
    const QString threshold = service.recoveryThreshold ? formatCount(*service.recoveryThreshold) : QStringLiteral("?");
    auto* what = new QLabel(service.status == kWaiting
                                ? tr("The service was recovered and waits for shares: %1 members must hand theirs in before its private "
                                     "entries can be read again.").arg(threshold)
                                : tr("The service is not waiting for recovery shares now, so a share stays where it is."),
                            this);
    what->setObjectName(QStringLiteral("shareSituation"));
    what->setWordWrap(true);
    column.addWidget(what);
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Whose share"), this));
    m_member = new QComboBox(this);
    m_member->setObjectName(QStringLiteral("shareMember"));
    m_member->setAccessibleName(tr("Whose share"));
    for (const LiveMember& one : service.members)
        if (!one.encryptionKey.isEmpty())
            m_member->addItem(one.name.isEmpty() ? shortId(one.id) : tr("%1, %2").arg(one.name, shortId(one.id)), one.id);
    column.addWidget(m_member);
    column.addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Her encryption key"), this));
    auto* hint = new RoleLabel(RoleLabel::Role::Muted,
                               tr("The RSA private key that decrypts the share; not the key she signs with, which is asked for next. The "
                                  "share is decrypted in memory, handed to the service and wiped. It is never written to a file."),
                               this);
    hint->setWordWrap(true);
    column.addWidget(hint);
    m_key = new KeyChooser(*m_context.prompts, KeyChooser::Elsewhere::NotOffered, this);
    m_key->setObjectName(QStringLiteral("shareKey"));
    connect(m_key, &KeyChooser::changed, this, &RecoveryShareDialog::updateButton);
    column.addWidget(m_key);
    m_state = new QLabel(this);
    m_state->setObjectName(QStringLiteral("shareState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    column.addWidget(m_state);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    auto* close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    row->addWidget(close);
    m_fetch = new QPushButton(tr("Fetch and decrypt…"), this);
    m_fetch->setObjectName(QStringLiteral("fetchShare"));
    m_fetch->setAutoDefault(false);
    connect(m_fetch, &QPushButton::clicked, this, &RecoveryShareDialog::fetch);
    row->addWidget(m_fetch);
    column.addLayout(row);
}

void RecoveryShareDialog::updateButton()
{
    const bool waits = m_snapshot->service()->status == kWaiting;
    m_fetch->setEnabled(waits && !m_busy && m_member->count() > 0 && m_key->isComplete());
}

void RecoveryShareDialog::say(const QString& sentence)
{
    m_state->setText(sentence);
}

void RecoveryShareDialog::fetch()
{
    const QString member = m_member->currentData().toString();
    m_busy = true;
    updateButton();
    say(tr("The share is being fetched and decrypted."));
    auto secret = std::make_shared<crypto::SecretBytes>(m_key->takeSecret());
    runTask(*m_context.pool, this,
            [port = m_context.port, source = m_key->source(), secret, member](std::stop_token stop) -> Result<FetchedShare> {
                const auto key = openKey(source, *secret);
                if (!key) return key.error();
                return port->share(member, *key, stop);
            },
            [this, member](Result<FetchedShare> share) { fetched(member, std::move(share)); });
}

void RecoveryShareDialog::fetched(const QString& member, Result<FetchedShare> share)
{
    m_busy = false;
    updateButton();
    if (!share) {
        const QString why = QString::fromStdString(share.error().where + ' ' + share.error().detail).trimmed();
        switch (share.error().code) {
        case ErrorCode::NotFound: return say(tr("The service holds no share for this member, or the key file is not there: %1").arg(why));
        case ErrorCode::Crypto: return say(tr("The key could not be opened, or the share is not for this key: %1").arg(why));
        default: return say(tr("The share could not be fetched: %1").arg(why));
        }
    }
    say({});
    Act act{.kind = ActKind::RecoveryShare, .member = member};
    act.share = share->bytes;
    if (share->isWholeKey) act.notes.append(tr("This is the whole key of an owner: it recovers the service alone."));
    m_context.desk->sign(std::move(act), this, [this](const ActOutcome& outcome) { ended(outcome); });
}

void RecoveryShareDialog::ended(const ActOutcome& outcome)
{
    if (outcome.end != ActEnd::Taken) return;
    say(tr("The service has taken the share."));
    m_context.desk->refresh();
}

} // namespace countersign::ui
