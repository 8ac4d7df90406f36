#include "ui/home/start_page.h"

#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/home/choice_card.h"
#include "ui/home/drop_zone.h"
#include "ui/home/recent_list.h"

#include <QComboBox>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace countersign::ui {

StartPage::StartPage(Settings& settings, QWidget* parent)
    : Page({.id = QStringLiteral("start"), .title = tr("Start page"), .icon = QStringLiteral("home"), .goKey = u's'}, parent)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll);
    m_content = new QWidget(scroll);
    scroll->setWidget(m_content);
    auto* column = new QVBoxLayout(m_content);
    const int edge = space(this, 24);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 16));
    auto* title = new RoleLabel(RoleLabel::Role::Title, tr("Check a ledger without trusting whoever runs it"), m_content);
    title->setWordWrap(true);
    column->addWidget(title);
    m_choices = new QBoxLayout(QBoxLayout::LeftToRight);
    m_choices->setSpacing(space(this, 16));
    column->addLayout(m_choices);
    addOpen();
    addDemo();
    addConnect();
    column->addWidget(new DropZone(m_content));
    auto* recent = new RecentList(settings, m_content);
    connect(recent, &RecentList::chosen, this, [this](const QStringList& paths) {
        Q_EMIT openPlace(QStringLiteral("paths"), paths.join(QLatin1Char('\n')));
    });
    column->addWidget(recent);
    column->addStretch(1);
    setDemo({});
}

ChoiceCard* StartPage::addCard(const QString& icon, const QString& title, const QString& sentence)
{
    auto* card = new ChoiceCard(icon, title, sentence, m_content);
    m_choices->addWidget(card, 1);
    return card;
}

void StartPage::addOpen()
{
    ChoiceCard* card = addCard(QStringLiteral("folder"), tr("Open a ledger"),
                               tr("Ledger files from disk: everything is read and verified here, nothing is sent anywhere."));
    QPushButton* folder = card->addChoice(QStringLiteral("openFolder"), {}, tr("Open ledger folder…"));
    makePrimary(folder);
    connect(folder, &QPushButton::clicked, this, [this] { Q_EMIT openPlace(QStringLiteral("chooseFolder"), {}); });
    QPushButton* files = card->addChoice(QStringLiteral("openFiles"), QStringLiteral("files"), tr("Open files…"));
    connect(files, &QPushButton::clicked, this, [this] { Q_EMIT openPlace(QStringLiteral("chooseFiles"), {}); });
}

void StartPage::addDemo()
{
    ChoiceCard* card = addCard(QStringLiteral("demo"), tr("Try the demo consortium"),
                               tr("Three nodes on this computer, with a past, open proposals, and two members' keys for you to vote "
                                  "with. Or only look: a demo ledger, and a twin in which somebody changed the past."));
    m_demoFault = new QComboBox(card);
    m_demoFault->setObjectName(QStringLiteral("demoFault"));
    m_demoFault->setAccessibleName(tr("What is wrong with the demo consortium"));
    m_demoFault->addItem(tr("Nothing is wrong with it"), int(DemoFault::None));
    m_demoFault->addItem(tr("One node lies"), int(DemoFault::Lie));
    m_demoFault->addItem(tr("Its history was rewritten"), int(DemoFault::Rewrite));
    m_demoFault->addItem(tr("Another identity answers"), int(DemoFault::Identity));
    card->addWidget(m_demoFault);
    m_demoStart = card->addChoice(QStringLiteral("demoStart"), {}, tr("Start the demo consortium"));
    m_demoLedger = card->addChoice(QStringLiteral("demoLedger"), QStringLiteral("files"), tr("Open its ledger files"));
    m_demoSound = card->addChoice(QStringLiteral("demoSound"), QStringLiteral("ledger"), tr("Open the demo ledger"));
    m_demoTampered =
        card->addChoice(QStringLiteral("demoTampered"), QStringLiteral("warning"), tr("Open its tampered twin"));
    connect(m_demoStart, &QPushButton::clicked, this,
            [this] { Q_EMIT demoWanted(DemoFault(m_demoFault->currentData().toInt())); });
    connect(m_demoLedger, &QPushButton::clicked, this, &StartPage::demoLedgerWanted);
    connect(m_demoSound, &QPushButton::clicked, this, [this] { Q_EMIT openPlace(QStringLiteral("path"), m_demo.sound); });
    connect(m_demoTampered, &QPushButton::clicked, this,
            [this] { Q_EMIT openPlace(QStringLiteral("path"), m_demo.tampered); });
    setDemoState(DemoState::Off);
}

void StartPage::setDemoState(DemoState state)
{
    m_demoStart->setEnabled(state != DemoState::Starting);
    m_demoFault->setEnabled(state != DemoState::Starting);
    m_demoLedger->setVisible(state == DemoState::Running);
    m_demoStart->setText(state == DemoState::Off        ? tr("Start the demo consortium")
                         : state == DemoState::Starting ? tr("The demo consortium is being made…")
                                                        : tr("Start the demo consortium anew"));
}

void StartPage::addConnect()
{
    ChoiceCard* card = addCard(QStringLiteral("connect"), tr("Connect to a service"),
                               tr("Look at a running service under an identity you trust: its nodes compared, its members, its "
                                  "policies and what is proposed."));
    card->setObjectName(QStringLiteral("connectCard"));
    QPushButton* open = card->addChoice(QStringLiteral("connectService"), QStringLiteral("plug"), tr("Connect…"));
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT openPlace(QStringLiteral("page"), QStringLiteral("connect")); });
}

void StartPage::setDemo(const DemoPlaces& places)
{
    m_demo = places;
    const auto adopt = [](QPushButton* button, const QString& path) {
        button->setEnabled(!path.isEmpty());
        button->setToolTip(path.isEmpty() ? tr("The sample is not installed with this program.") : QString());
    };
    adopt(m_demoSound, places.sound);
    adopt(m_demoTampered, places.tampered);
}

void StartPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    const int needed = fontMetrics().averageCharWidth() * 28 * 3 + space(this, 24) * 4;
    m_choices->setDirection(width() < needed ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace countersign::ui
