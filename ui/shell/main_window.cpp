#include "ui/shell/main_window.h"

#include "ui/common/error_line.h"
#include "ui/common/icons.h"
#include "ui/common/prompts.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/drop_overlay.h"
#include "ui/shell/key_chords.h"
#include "ui/shell/menus.h"
#include "ui/shell/navigation.h"
#include "ui/shell/page.h"
#include "ui/shell/page_host.h"
#include "ui/shell/state_line.h"
#include "ui/shell/task_bar.h"
#include "ui/shell/trust_bar.h"

#include <QCloseEvent>
#include <QMenuBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {
constexpr int kMostErrorLines = 3;
constexpr int kMinuteMs = 60'000;
}

MainWindow::MainWindow(Settings& settings, Theme& theme, Prompts& prompts, QWidget* parent)
    : QMainWindow(parent), m_settings(settings), m_theme(theme), m_prompts(prompts)
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Countersign"));
    setWindowIcon(applicationIcon());
    m_commands = new CommandRegistry(this);
    buildCentre();
    buildHelpers();
    addCommands();
    new Menus(*menuBar(), *m_commands, this);
    addGroup(kHomeGroup, tr("Countersign"));
    m_navigation->addGroup(kProgramGroup, tr("Program"), true);
    m_groupTitles.insert(kProgramGroup, tr("Program"));
    adoptSettings();
    restoreLayout();
}

MainWindow::~MainWindow()
{
    // Children that go away after this body must not call back into it.
    m_host->disconnect(this);
    m_tasks->disconnect(this);
}

void MainWindow::buildCentre()
{
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("shellSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_navigation = new Navigation(m_splitter);
    auto* right = new QWidget(m_splitter);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_trustBar = new TrustBar(right);
    column->addWidget(m_trustBar);
    m_errors = new QVBoxLayout;
    column->addLayout(m_errors);
    m_host = new PageHost(right);
    column->addWidget(m_host, 1);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);

    auto* centre = new QWidget(this);
    auto* whole = new QVBoxLayout(centre);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_splitter, 1);
    m_tasks = new TaskBar(centre);
    whole->addWidget(m_tasks);
    m_stateLine = new StateLine(centre);
    whole->addWidget(m_stateLine);
    setCentralWidget(centre);
}

void MainWindow::buildHelpers()
{
    m_palette = new CommandPalette([this](const QString& query) { return paletteOffer(query); }, this);
    auto* paletteButton = new QPushButton(lineIcon(QStringLiteral("search")), tr("Go to or do anything…  Ctrl+K"), this);
    paletteButton->setObjectName(QStringLiteral("paletteButton"));
    paletteButton->setFlat(true);
    paletteButton->setFocusPolicy(Qt::TabFocus);
    connect(paletteButton, &QPushButton::clicked, m_palette, &CommandPalette::open);
    menuBar()->setCornerWidget(paletteButton);

    auto* overlay = new DropOverlay(this);
    connect(overlay, &DropOverlay::dropped, this, &MainWindow::openPaths);
    auto* chords = new KeyChords(this);
    connect(chords, &KeyChords::pageWanted, this, &MainWindow::goToLetter);
    connect(chords, &KeyChords::filterWanted, this, &MainWindow::focusFilter);
    connect(m_navigation, &Navigation::pageChosen, this, &MainWindow::showPage);
    connect(m_host, &PageHost::currentPageChanged, this, &MainWindow::pageChanged);
    connect(m_tasks, &TaskBar::changed, this, [this] { m_stateLine->setTask(m_tasks->summary()); });
    connect(m_trustBar, &TrustBar::checksWanted, this, [this] { route(QStringLiteral("checks"), {}); });
    connect(m_trustBar, &TrustBar::troubleAnswered, this,
            [this](bool safe) { Q_EMIT troubleAnswered(currentPage().group, safe); });
    connect(&m_settings, &Settings::changed, this, &MainWindow::adoptSettings);
    connect(&m_settings, &Settings::recentPlacesChanged, this, &MainWindow::updateRecentCommands);
    connect(&m_minute, &QTimer::timeout, this, [this] { m_trustBar->setNow(QDateTime::currentDateTimeUtc()); });
    m_minute.start(kMinuteMs);
}

void MainWindow::setWorkspaceOpener(WorkspaceOpener opener)
{
    m_opener = std::move(opener);
}

void MainWindow::openPaths(const QStringList& paths)
{
    if (!paths.isEmpty() && m_opener) m_opener(paths, *this);
}

PageKey MainWindow::currentPage() const
{
    return m_host->current();
}

void MainWindow::addGroup(const QString& id, const QString& title)
{
    m_groupTitles.insert(id, title);
    m_navigation->addGroup(id, title);
}

void MainWindow::removeGroup(const QString& id)
{
    if (id == kHomeGroup || id == kProgramGroup || !m_groupTitles.contains(id)) return;
    const bool shown = currentPage().group == id;
    m_groupTitles.remove(id);
    m_trust.remove(id);
    m_ledgers.remove(id);
    m_navigation->removeGroup(id);
    m_host->removeGroup(id);
    Q_EMIT groupRemoved(id);
    if (!shown) return;
    for (const PageKey& key : m_host->keys())
        if (key.group == kHomeGroup) return showPage(key.group, key.page);
    pageChanged();
}

void MainWindow::addPage(const QString& group, Page* page)
{
    if (!m_groupTitles.contains(group)) return page->deleteLater();
    const bool first = m_host->keys().isEmpty();
    m_host->addPage(group, page);
    m_navigation->addPage(group, *page);
    connect(page, &Page::openPlace, this, &MainWindow::route);
    connect(page, &Page::badgeChanged, this, [this, group, page] { m_navigation->updateBadge(group, *page); });
    connect(page, &Page::commandsChanged, this, [this, page] {
        if (m_host->currentPage() == page) updatePageCommands();
    });
    if (first) showPage(group, page->id());
}

void MainWindow::showPage(const QString& group, const QString& page)
{
    m_host->showPage({group, page});
}

void MainWindow::pageChanged()
{
    const PageKey key = currentPage();
    const Page* page = m_host->currentPage();
    m_navigation->setCurrent(key.group, key.page);
    m_trustBar->setNow(QDateTime::currentDateTimeUtc());
    m_trustBar->setState(m_trust.value(key.group));
    const auto ledger = m_ledgers.constFind(key.group);
    m_stateLine->setLedger(ledger == m_ledgers.cend() ? std::nullopt : std::optional<LedgerState>(*ledger));
    setWindowTitle(page && m_trust.contains(key.group)
                       ? tr("%1 – %2 – Countersign", "page, workspace").arg(page->title(), m_groupTitles.value(key.group))
                       : tr("Countersign"));
    updatePageCommands();
}

void MainWindow::setTrust(const QString& group, const TrustState& state)
{
    if (!m_groupTitles.contains(group)) return;
    m_trust.insert(group, state);
    if (currentPage().group == group) m_trustBar->setState(state);
}

void MainWindow::setLedgerState(const QString& group, const LedgerState& state)
{
    if (!m_groupTitles.contains(group)) return;
    m_ledgers.insert(group, state);
    if (currentPage().group == group) m_stateLine->setLedger(state);
}

TaskRow* MainWindow::addTask(const QString& what)
{
    return m_tasks->add(what);
}

void MainWindow::report(const ErrorText& error)
{
    while (m_errors->count() >= kMostErrorLines) delete m_errors->itemAt(0)->widget();
    auto* line = new ErrorLine(error, centralWidget());
    connect(line, &ErrorLine::dismissed, line, &QObject::deleteLater);
    m_errors->addWidget(line);
}

void MainWindow::rememberPlace(const QStringList& paths, const QString& title)
{
    m_settings.rememberPlace({paths, title, QDateTime::currentDateTimeUtc()});
}

bool MainWindow::canRoute(const QString& kind) const
{
    return m_host->pageThatShows(kind) != nullptr;
}

bool MainWindow::route(const QString& kind, const QString& value)
{
    if (kind == QStringLiteral("chooseFolder")) return chooseFolder(), true;
    if (kind == QStringLiteral("chooseFiles")) return chooseFiles(), true;
    if (kind == QStringLiteral("path") || kind == QStringLiteral("paths"))
        return openPaths(value.split(QLatin1Char('\n'), Qt::SkipEmptyParts)), true;
    if (kind == QStringLiteral("page"))
        for (const QString& group : {currentPage().group, kHomeGroup, kProgramGroup})
            if (m_host->showPage({group, value})) return true;
    Page* page = m_host->pageThatShows(kind);
    if (!page) return false;
    m_host->showPage(m_host->keyOf(page));
    page->showPlace(kind, value);
    return true;
}

void MainWindow::goToLetter(QChar letter)
{
    const QString here = currentPage().group;
    for (const QString& group : {here, kHomeGroup, kProgramGroup})
        for (const PageKey& key : m_host->keys())
            if (key.group == group && m_host->page(key)->goKey() == letter) return showPage(key.group, key.page);
}

void MainWindow::focusFilter()
{
    QWidget* box = m_host->currentPage() ? m_host->currentPage()->filterBox() : nullptr;
    if (box) box->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::chooseFolder()
{
    m_prompts.chooseFolder(this, {.title = tr("Open a ledger folder")},
                           [this](const QString& path) { openPaths({path}); });
}

void MainWindow::chooseFiles()
{
    m_prompts.chooseFiles(this, {.title = tr("Open ledger files, receipts or other evidence")},
                          [this](const QStringList& paths) { openPaths(paths); });
}

void MainWindow::adoptSettings()
{
    if (m_theme.choice() != m_settings.theme()) m_theme.setChoice(m_settings.theme());
    m_trustBar->setTimeDisplay(m_settings.timeDisplay());
    m_stateLine->setTimeDisplay(m_settings.timeDisplay());
    m_commands->refresh();
}

void MainWindow::restoreLayout()
{
    const QByteArray geometry = m_settings.layout(QStringLiteral("window"));
    if (geometry.isEmpty() || !restoreGeometry(geometry)) resize(1280, 800);
    const QByteArray split = m_settings.layout(QStringLiteral("shellSplitter"));
    if (split.isEmpty() || !m_splitter->restoreState(split))
        m_splitter->setSizes({m_navigation->sizeHint().width(), 1000});
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_settings.keepLayout(QStringLiteral("window"), saveGeometry());
    m_settings.keepLayout(QStringLiteral("shellSplitter"), m_splitter->saveState());
    QMainWindow::closeEvent(event);
}

} // namespace countersign::ui
