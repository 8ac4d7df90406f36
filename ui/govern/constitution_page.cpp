#include "ui/govern/constitution_page.h"

#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/id_label.h"
#include "ui/common/theme/metrics.h"
#include "ui/network/script_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace countersign::ui {

ConstitutionPage::ConstitutionPage(LiveSession& session, QWidget* parent)
    : LivePage({.id = QStringLiteral("constitution"), .title = tr("Constitution"), .icon = QStringLiteral("report"), .goKey = u'c'},
               session, LivePart::Constitution, parent)
{
    auto* top = new QHBoxLayout;
    top->addWidget(new RoleLabel(RoleLabel::Role::Muted, tr("SHA-256"), this));
    m_digest = new IdLabel(this);
    m_digest->setObjectName(QStringLiteral("constitutionDigest"));
    top->addWidget(m_digest, 1);
    m_size = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_size->setWordWrap(false);
    top->addWidget(m_size);
    auto* copy = new QPushButton(lineIcon(QStringLiteral("copy")), tr("Copy the script"), this);
    copy->setObjectName(QStringLiteral("copyConstitution"));
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_script->toPlainText()); });
    top->addWidget(copy);
    column().addLayout(top);
    auto* row = new QHBoxLayout;
    m_find = new QLineEdit(this);
    m_find->setObjectName(QStringLiteral("findInConstitution"));
    m_find->setPlaceholderText(tr("Find in the script; Enter finds the next"));
    m_find->setAccessibleName(tr("Find in the script"));
    m_find->setClearButtonEnabled(true);
    connect(m_find, &QLineEdit::returnPressed, this, &ConstitutionPage::findNext);
    row->addWidget(m_find, 1);
    m_notFound = new RoleLabel(RoleLabel::Role::Muted, tr("Not found."), this);
    m_notFound->setWordWrap(false);
    m_notFound->hide();
    row->addWidget(m_notFound);
    column().addLayout(row);
    m_script = new ScriptView(this);
    m_script->setObjectName(QStringLiteral("constitutionScript"));
    m_script->setAccessibleName(tr("The constitution's script"));
    m_script->setPlaceholderText(tr("The script that decides how proposals are judged and applied appears here."));
    column().addWidget(m_script, 1);
    begin();
}

void ConstitutionPage::serviceChanged(const LiveService& service)
{
    const LiveConstitution& constitution = service.constitution;
    m_digest->setId(constitution.digest, tr("Digest of the constitution"));
    m_script->setScript(constitution.text, true);
    m_size->setText(tr("lines: %1").arg(m_script->blockCount()));
}

void ConstitutionPage::findNext()
{
    const QString wanted = m_find->text();
    if (wanted.isEmpty()) return;
    bool found = m_script->find(wanted);
    if (!found) { // once more from the top
        QTextCursor cursor = m_script->textCursor();
        cursor.movePosition(QTextCursor::Start);
        m_script->setTextCursor(cursor);
        found = m_script->find(wanted);
    }
    m_notFound->setVisible(!found);
}

QWidget* ConstitutionPage::filterBox() const
{
    return m_find;
}

QList<Command> ConstitutionPage::commands()
{
    QList<Command> commands = LivePage::commands();
    commands += {.id = QStringLiteral("constitution.copyDigest"),
                 .title = tr("Copy the constitution's digest"),
                 .menu = CommandMenu::None,
                 .icon = QStringLiteral("copy"),
                 .trigger = [this] { m_digest->copy(); }};
    return commands;
}

} // namespace countersign::ui
