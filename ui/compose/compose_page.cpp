#include "ui/compose/compose_page.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/network/detail_pane.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace countersign::ui {

namespace {

bool names(const QString& script, const QString& action)
{
    const QRegularExpression word(QStringLiteral("(?<![A-Za-z0-9_])%1(?![A-Za-z0-9_])").arg(QRegularExpression::escape(action)));
    return script.isEmpty() || script.contains(word);
}

QString timeForCcf()
{
    return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyMMddHHmmss'Z'"));
}

} // namespace

ComposePage::ComposePage(ComposeContext context, LiveSession& session, QWidget* parent)
    : LivePage({.id = QStringLiteral("compose"), .title = tr("New proposal"), .icon = QStringLiteral("file"), .goKey = u'w'}, session,
               LivePart::Constitution, parent),
      m_context(std::move(context)), m_forms(m_context.port->forms())
{
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    auto* left = new QWidget(splitter);
    buildList(left);
    auto* scroll = new QScrollArea(splitter);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::StyledPanel);
    m_stack = new QStackedWidget(scroll);
    scroll->setWidget(m_stack);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({fontMetrics().averageCharWidth() * 40, fontMetrics().averageCharWidth() * 90});
    column().addWidget(splitter, 3);
    auto* nothing = new ActionEditor(m_stack);
    nothing->clear(tr("A proposal is a list of actions. Add the first one, or open a proposal file. Nothing leaves this computer "
                      "before you have reviewed and signed it."));
    m_stack->addWidget(nothing);
    buildCheck();
    buildButtons();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ComposePage::check);
    fillMenu();
    showState();
    begin();
}

void ComposePage::buildList(QWidget* left)
{
    auto* box = new QVBoxLayout(left);
    box->setContentsMargins(0, 0, 0, 0);
    m_add = new QToolButton(left);
    m_add->setObjectName(QStringLiteral("addAction"));
    m_add->setText(tr("Add an action"));
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->setMinimumHeight(hitHeight(fontMetrics()));
    box->addWidget(m_add);
    m_list = new QListWidget(left);
    m_list->setObjectName(QStringLiteral("actionList"));
    m_list->setAccessibleName(tr("Actions of the proposal"));
    box->addWidget(m_list, 1);
    const auto button = [&](const char* name, const QString& text) {
        auto* made = new QPushButton(text, left);
        made->setObjectName(QString::fromLatin1(name));
        return made;
    };
    auto* row = new QHBoxLayout;
    m_up = button("moveUp", tr("Up"));
    m_down = button("moveDown", tr("Down"));
    m_remove = button("removeAction", tr("Remove"));
    for (QPushButton* one : {m_up, m_down, m_remove}) row->addWidget(one);
    box->addLayout(row);
    connect(m_up, &QPushButton::clicked, this, [this] { moveAction(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveAction(1); });
    connect(m_remove, &QPushButton::clicked, this, &ComposePage::removeAction);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int at) {
        m_stack->setCurrentIndex(at + 1);
        readFacts();
        showState();
    });
}

void ComposePage::buildCheck()
{
    auto* row = new QHBoxLayout;
    m_icon = new QLabel(this);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    m_sentence = new QLabel(this);
    m_sentence->setObjectName(QStringLiteral("checkLine"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    row->addWidget(m_sentence, 1);
    column().addLayout(row);
    m_effect = new DetailPane(QStringLiteral("compose"), m_context.memory, this);
    m_effect->setObjectName(QStringLiteral("draftEffect"));
    m_effect->setMaximumHeight(fontMetrics().lineSpacing() * 12);
    m_effect->hide();
    column().addWidget(m_effect, 1);
}

void ComposePage::buildButtons()
{
    auto* row = new QHBoxLayout;
    const auto button = [&](const char* name, const QString& text, auto slot) {
        auto* made = new QPushButton(text, this);
        made->setObjectName(QString::fromLatin1(name));
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, slot);
        row->addWidget(made);
        return made;
    };
    button("importProposal", tr("Open a proposal file…"), &ComposePage::importFile);
    m_export = button("exportProposal", tr("Save as a file…"), &ComposePage::exportFile);
    row->addStretch(1);
    m_sign = button("signProposal", tr("Review and sign…"), &ComposePage::sign);
    column().addLayout(row);
}

void ComposePage::fillMenu()
{
    delete m_add->menu();
    auto* menu = new QMenu(m_add);
    menu->setToolTipsVisible(true);
    QHash<QString, QMenu*> groups;
    for (const ActionForm& form : std::as_const(m_forms)) {
        QMenu*& group = groups[form.group];
        if (!group) {
            group = menu->addMenu(form.group);
            group->setToolTipsVisible(true);
        }
        QAction* action = group->addAction(form.title, this, [this, name = form.name] { addAction({name, {}}); });
        action->setObjectName(form.name);
        const bool known = names(m_constitution, form.name);
        action->setEnabled(known);
        action->setToolTip(known ? form.help : tr("This service's constitution does not name %1.").arg(form.name));
    }
    menu->addSeparator();
    QAction* other = menu->addAction(tr("Another action, as JSON"), this, [this] { addAction({}); });
    other->setObjectName(QStringLiteral("jsonAction"));
    m_add->setMenu(menu);
}

void ComposePage::serviceChanged(const LiveService& service)
{
    m_choices = {};
    for (const LiveMember& one : service.members) m_choices.members.emplace_back(one.id, one.name);
    for (const LiveUser& one : service.users) m_choices.users.emplace_back(one.id, one.name);
    for (const LiveNode& one : service.nodes) m_choices.nodes.emplace_back(one.id, one.name.isEmpty() ? one.status : one.name);
    if (m_constitution == service.constitution.text) return;
    m_constitution = service.constitution.text;
    fillMenu();
    actionEdited();
}

void ComposePage::setPort(std::shared_ptr<ComposePort> port)
{
    m_context.port = std::move(port);
    actionEdited();
}

void ComposePage::addAction(const DraftAction& action)
{
    m_choices.now = timeForCcf();
    const auto form = std::ranges::find_if(m_forms, [&](const ActionForm& one) { return one.name == action.name; });
    auto* made = new ActionEditor(m_stack);
    made->edit(action, form == m_forms.end() ? nullptr : &*form, m_choices);
    connect(made, &ActionEditor::edited, this, &ComposePage::actionEdited);
    connect(made, &ActionEditor::fileWanted, this, &ComposePage::askFile);
    m_stack->addWidget(made);
    auto* item = new QListWidgetItem(m_list);
    item->setData(Qt::UserRole, form == m_forms.end() ? QString() : form->title);
    m_list->setCurrentItem(item);
    actionEdited();
}

void ComposePage::removeAction()
{
    const int row = m_list->currentRow();
    if (row < 0) return;
    {
        const QSignalBlocker quiet(m_list); // list and stack agree again only after both have lost theirs
        QWidget* gone = m_stack->widget(row + 1);
        m_stack->removeWidget(gone);
        gone->deleteLater();
        delete m_list->takeItem(row);
    }
    m_stack->setCurrentIndex(m_list->currentRow() + 1);
    actionEdited();
}

void ComposePage::moveAction(int by)
{
    const int from = m_list->currentRow(), to = from + by;
    if (from < 0 || to < 0 || to >= m_list->count()) return;
    {
        const QSignalBlocker quiet(m_list);
        QWidget* moved = m_stack->widget(from + 1);
        m_stack->removeWidget(moved);
        m_stack->insertWidget(to + 1, moved);
        m_list->insertItem(to, m_list->takeItem(from));
        m_list->setCurrentRow(to);
    }
    m_stack->setCurrentIndex(to + 1);
    actionEdited();
}

ActionEditor* ComposePage::editor() const
{
    return m_list->currentRow() < 0 ? nullptr : qobject_cast<ActionEditor*>(m_stack->currentWidget());
}

ProposalDraft ComposePage::draft() const
{
    ProposalDraft draft;
    for (int i = 0; i < m_list->count(); ++i)
        draft.actions += qobject_cast<const ActionEditor*>(m_stack->widget(i + 1))->action();
    return draft;
}

void ComposePage::setDraft(const ProposalDraft& draft)
{
    while (m_list->count() > 0) {
        m_list->setCurrentRow(0);
        removeAction();
    }
    for (const DraftAction& action : draft.actions) addAction(action);
    if (m_list->count() > 0) m_list->setCurrentRow(0);
}

QStringList ComposePage::problems() const
{
    QStringList all;
    for (int i = 0; i < m_list->count(); ++i)
        for (const QString& one : qobject_cast<const ActionEditor*>(m_stack->widget(i + 1))->problems())
            all += m_list->count() > 1 ? tr("Action %1: %2").arg(i + 1).arg(one) : one;
    return all;
}

void ComposePage::actionEdited()
{
    for (int i = 0; i < m_list->count(); ++i) {
        const auto* one = qobject_cast<const ActionEditor*>(m_stack->widget(i + 1));
        const QString title = m_list->item(i)->data(Qt::UserRole).toString();
        const QString name = title.isEmpty() ? one->action().name : title;
        m_list->item(i)->setText(tr("%1. %2").arg(i + 1).arg(name.isEmpty() ? tr("An action without a name") : name));
    }
    m_check.reset();
    ++m_asked;
    m_timer.start(m_context.checkAfterMs);
    showState();
}

QList<Command> ComposePage::commands()
{
    QList<Command> all = LivePage::commands();
    all += Command{.id = QStringLiteral("compose.import"), .title = tr("Open a proposal file"), .menu = CommandMenu::Tools,
                   .icon = QStringLiteral("files"), .trigger = [this] { importFile(); }};
    return all;
}

} // namespace countersign::ui
