#include "app/gui/desk.h"
#include "tests/support/scripted_prompts.h"
#include "ui/common/error_line.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/drop_overlay.h"
#include "ui/shell/navigation.h"
#include "ui/shell/page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

using namespace countersign;
using namespace countersign::ui;

namespace {

/// A page that notes what it was asked to show.
class NotingPage final : public Page
{
public:
    explicit NotingPage(const char* id, QChar goKey = {}, QString kind = {})
        : Page({.id = QString::fromLatin1(id), .title = QString::fromLatin1(id).toUpper(), .icon = QStringLiteral("file"), .goKey = goKey}),
          m_kind(std::move(kind)), m_filter(new QLineEdit(this))
    {
        (new QVBoxLayout(this))->addWidget(m_filter);
    }
    QWidget* filterBox() const override { return m_filter; }
    bool shows(const QString& kind) const override { return !m_kind.isEmpty() && kind == m_kind; }
    void showPlace(const QString& kind, const QString& value) override { m_shown += kind + QLatin1Char('=') + value; }
    QList<Command> commands() override
    {
        return {{.id = QStringLiteral("only.%1").arg(id()), .title = QStringLiteral("Only on %1").arg(title()), .trigger = [] {}}};
    }

    QString m_kind;
    QLineEdit* m_filter;
    QStringList m_shown;
};

} // namespace

class TestMainWindow final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void navigatesByKeyboard();
    void lettersGoToPages();
    void slashFocusesTheFilter();
    void historyByKeys();
    void paletteFiltersAndRuns();
    void paletteGoesToATransaction();
    void paletteGivesTheFocusBack();
    void nextFindingGoesToWhatShowsIt();
    void dropCallsTheOpener_data();
    void dropCallsTheOpener();
    void dropOfTextIsNoDrop();
    void ctrlOAsksAndOpens();
    void cancelledQuestionOpensNothing();
    void recentPlaceOpensAgain();
    void commandsOfAPageComeAndGo();
    void closingAGroupGoesHome();
    void groupsOfTheProgramStay();
    void badgesHaveAccessibleNames();
    void everyControlHasAName();
    void startPageDoesNotPretend();
    void largeFontFitsASmallScreen();
    void geometryIsRemembered();
    void runningTaskDoesNotOutliveTheWindow();

private:
    MainWindow& window() { return m_desk->window(); }
    template <class T> T* child(const char* name) { return window().findChild<T*>(QString::fromLatin1(name)); }
    QWidget* keyTarget() { return QApplication::focusWidget() ? QApplication::focusWidget() : &window(); }
    QString shownPage() { return window().currentPage().page; }
    void makeDesk();
    void typeInPalette(const QString& words);
    NotingPage* addNoting(const char* id, QChar key = {}, const QString& kind = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<app::Desk> m_desk;
    tests::ScriptedPrompts m_prompts;
    QList<QStringList> m_opened;
};

void TestMainWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
    m_theme = std::make_unique<Theme>(*qApp);
    m_prompts = {};
    m_opened.clear();
    makeDesk();
}

void TestMainWindow::makeDesk()
{
    m_desk = std::make_unique<app::Desk>(*m_settings, *m_theme, m_prompts);
    window().setWorkspaceOpener([this](const QStringList& paths, Shell&) { m_opened += paths; });
    window().show();
    QApplication::setActiveWindow(&window());
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void TestMainWindow::cleanup()
{
    m_desk.reset();
    m_theme.reset();
    m_settings.reset();
}

NotingPage* TestMainWindow::addNoting(const char* id, QChar key, const QString& kind)
{
    window().addGroup(QStringLiteral("ledger"), QStringLiteral("Contoso"));
    auto* page = new NotingPage(id, key, kind);
    window().addPage(QStringLiteral("ledger"), page);
    return page;
}

void TestMainWindow::typeInPalette(const QString& words)
{
    QTest::keyClick(keyTarget(), Qt::Key_K, Qt::ControlModifier);
    auto* field = child<QLineEdit>("paletteField");
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, words);
}

void TestMainWindow::navigatesByKeyboard()
{
    addNoting("first");
    addNoting("second");
    auto* navigation = child<Navigation>("navigation");
    navigation->setFocus();
    QCOMPARE(shownPage(), QStringLiteral("start"));
    const QStringList order{QStringLiteral("connect"),   QStringLiteral("receipts"), QStringLiteral("attestation"),
                            QStringLiteral("snapshots"), QStringLiteral("first"),    QStringLiteral("second"),
                            QStringLiteral("settings"),  QStringLiteral("help")};
    for (const QString& page : order) { // titles of groups are passed over
        QTest::keyClick(navigation, Qt::Key_Down);
        QCOMPARE(shownPage(), page);
    }
    QTest::keyClick(navigation, Qt::Key_Down);
    QCOMPARE(shownPage(), QStringLiteral("help"));
    for (int i = 0; i < 9; ++i) QTest::keyClick(navigation, Qt::Key_Up);
    QCOMPARE(shownPage(), QStringLiteral("start"));
}

void TestMainWindow::lettersGoToPages()
{
    NotingPage* page = addNoting("transactions", u't');
    window().showPage(QStringLiteral("ledger"), QStringLiteral("transactions"));
    child<Navigation>("navigation")->setFocus();
    QTest::keyClick(keyTarget(), Qt::Key_G);
    QTest::keyClick(keyTarget(), Qt::Key_E);
    QCOMPARE(shownPage(), QStringLiteral("settings"));
    child<Navigation>("navigation")->setFocus();
    QTest::keyClick(keyTarget(), Qt::Key_H); // no g before it
    QCOMPARE(shownPage(), QStringLiteral("settings"));
    window().showPage(QStringLiteral("ledger"), QStringLiteral("transactions"));
    page->m_filter->setFocus();
    QTest::keyClicks(page->m_filter, QStringLiteral("g/s")); // text is text
    QCOMPARE(page->m_filter->text(), QStringLiteral("g/s"));
    QCOMPARE(shownPage(), QStringLiteral("transactions"));
}

void TestMainWindow::slashFocusesTheFilter()
{
    NotingPage* page = addNoting("transactions");
    window().showPage(QStringLiteral("ledger"), QStringLiteral("transactions"));
    child<Navigation>("navigation")->setFocus();
    QTest::keyClick(keyTarget(), Qt::Key_Slash);
    QTRY_VERIFY(page->m_filter->hasFocus());
    QCOMPARE(page->m_filter->text(), QString());
}

void TestMainWindow::historyByKeys()
{
    QVERIFY(!window().commands().action(QStringLiteral("go.back"))->isEnabled());
    window().showPage(kProgramGroup, QStringLiteral("settings"));
    window().showPage(kProgramGroup, QStringLiteral("help"));
    QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(shownPage(), QStringLiteral("settings"));
    QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(shownPage(), QStringLiteral("start"));
    QTest::keyClick(&window(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(shownPage(), QStringLiteral("settings"));
}

void TestMainWindow::paletteFiltersAndRuns()
{
    typeInPalette(QStringLiteral("dark"));
    auto* list = child<QTreeWidget>("paletteList");
    QCOMPARE(list->topLevelItem(0)->text(0), QStringLiteral("Dark theme"));
    for (int i = 0; i < list->topLevelItemCount(); ++i)
        QVERIFY(list->topLevelItem(i)->text(0) != QStringLiteral("Settings"));
    QTest::keyClick(child<QLineEdit>("paletteField"), Qt::Key_Return);
    QCOMPARE(m_settings->theme(), ThemeChoice::Dark);
    QVERIFY(m_theme->isDark());
    QVERIFY(!child<QWidget>("commandPalette")->isVisible());
    typeInPalette(QStringLiteral("qqqq"));
    QTest::keyClick(child<QLineEdit>("paletteField"), Qt::Key_Return); // runs nothing
    QVERIFY(child<QWidget>("commandPalette")->isVisible());
}

void TestMainWindow::paletteGoesToATransaction()
{
    typeInPalette(QStringLiteral("2.505")); // no ledger is open: nobody could show it
    auto* list = child<QTreeWidget>("paletteList");
    QVERIFY(!list->topLevelItem(0)->text(0).contains(QStringLiteral("2.505")));
    QTest::keyClick(child<QLineEdit>("paletteField"), Qt::Key_Escape);

    addNoting("overview");
    NotingPage* page = addNoting("transactions", {}, QStringLiteral("transaction"));
    window().showPage(QStringLiteral("ledger"), QStringLiteral("overview"));
    typeInPalette(QStringLiteral("2.505"));
    QTest::keyClick(child<QLineEdit>("paletteField"), Qt::Key_Return);
    QCOMPARE(shownPage(), QStringLiteral("transactions"));
    QCOMPARE(page->m_shown, QStringList{QStringLiteral("transaction=2.505")});
}

void TestMainWindow::paletteGivesTheFocusBack()
{
    child<Navigation>("navigation")->setFocus();
    typeInPalette(QStringLiteral("x"));
    QTest::keyClick(child<QLineEdit>("paletteField"), Qt::Key_Escape);
    QTRY_VERIFY(child<Navigation>("navigation")->hasFocus());
}

void TestMainWindow::nextFindingGoesToWhatShowsIt()
{
    QVERIFY(!window().commands().action(QStringLiteral("go.next.finding"))->isEnabled());
    addNoting("overview");
    NotingPage* findings = addNoting("findings", {}, QStringLiteral("finding"));
    window().showPage(QStringLiteral("ledger"), QStringLiteral("overview"));
    QTest::keyClick(&window(), Qt::Key_F3);
    QCOMPARE(shownPage(), QStringLiteral("findings"));
    QCOMPARE(findings->m_shown, QStringList{QStringLiteral("finding=next")});
    QVERIFY(!window().commands().trigger(QStringLiteral("go.next.unsigned")));
}

void TestMainWindow::dropCallsTheOpener_data()
{
    QTest::addColumn<QString>("target");
    QTest::newRow("window") << QString();
    QTest::newRow("navigation") << QStringLiteral("navigation");
    QTest::newRow("trust bar") << QStringLiteral("trustBar");
    QTest::newRow("text field") << QStringLiteral("paletteField");
}

void TestMainWindow::dropCallsTheOpener()
{
    QFETCH(QString, target);
    QWidget* widget = target.isEmpty() ? &window() : window().findChild<QWidget*>(target);
    QVERIFY(widget);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_folder->path()), QUrl::fromLocalFile(QStringLiteral("/a b/ü"))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &enter);
    QVERIFY(enter.isAccepted());
    auto* overlay = child<DropOverlay>("dropOverlay");
    QVERIFY(overlay->isVisible());
    QCOMPARE(overlay->size(), window().size());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(overlay, &drop);
    QVERIFY(!overlay->isVisible());
    QTRY_COMPARE(m_opened.size(), 1);
    QCOMPARE(m_opened.first(), (QStringList{m_folder->path(), QStringLiteral("/a b/ü")}));
}

void TestMainWindow::dropOfTextIsNoDrop()
{
    QMimeData data;
    data.setText(QStringLiteral("2.505"));
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &enter);
    QVERIFY(!child<DropOverlay>("dropOverlay")->isVisible());
}

void TestMainWindow::ctrlOAsksAndOpens()
{
    m_prompts.folder = QStringLiteral("/ledger");
    QTest::keyClick(&window(), Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(m_opened, (QList<QStringList>{{QStringLiteral("/ledger")}}));
    m_prompts.folder = QStringLiteral("/other");
    child<QAbstractButton>("openFolder")->click();
    QCOMPARE(m_opened.size(), 2);
}

void TestMainWindow::cancelledQuestionOpensNothing()
{
    QTest::keyClick(&window(), Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(m_prompts.asked, 1);
    QVERIFY(m_opened.isEmpty());
}

void TestMainWindow::recentPlaceOpensAgain()
{
    window().rememberPlace({QStringLiteral("/ledger")}, QStringLiteral("R&D ledger"));
    auto* button = child<QAbstractButton>("recentPlace0");
    QVERIFY(button);
    button->click();
    QVERIFY(window().commands().trigger(QStringLiteral("file.recent.0")));
    QCOMPARE(m_opened, (QList<QStringList>{{QStringLiteral("/ledger")}, {QStringLiteral("/ledger")}}));
}

void TestMainWindow::commandsOfAPageComeAndGo()
{
    addNoting("overview");
    QVERIFY(!window().commands().action(QStringLiteral("only.overview")));
    window().showPage(QStringLiteral("ledger"), QStringLiteral("overview"));
    QVERIFY(window().commands().action(QStringLiteral("only.overview")));
    window().showPage(kHomeGroup, QStringLiteral("start"));
    QVERIFY(!window().commands().action(QStringLiteral("only.overview")));
}

void TestMainWindow::closingAGroupGoesHome()
{
    addNoting("overview");
    window().setTrust(QStringLiteral("ledger"), {.service = QStringLiteral("Contoso")});
    window().showPage(QStringLiteral("ledger"), QStringLiteral("overview"));
    QCOMPARE(child<QLabel>("trustService")->text(), QStringLiteral("Contoso"));
    QTest::keyClick(&window(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(shownPage(), QStringLiteral("start"));
    QCOMPARE(child<QLabel>("trustService")->text(), QStringLiteral("No ledger is open"));
    window().showPage(QStringLiteral("ledger"), QStringLiteral("overview"));
    QCOMPARE(shownPage(), QStringLiteral("start"));
}

void TestMainWindow::groupsOfTheProgramStay()
{
    window().removeGroup(kHomeGroup);
    window().removeGroup(kProgramGroup);
    QVERIFY(!window().commands().trigger(QStringLiteral("file.closeGroup")));
    window().showPage(kProgramGroup, QStringLiteral("settings"));
    QCOMPARE(shownPage(), QStringLiteral("settings"));
}

void TestMainWindow::badgesHaveAccessibleNames()
{
    NotingPage* page = addNoting("governance");
    page->setBadge(QStringLiteral("2"), QStringLiteral("2 proposals wait for you"));
    auto* navigation = child<Navigation>("navigation");
    const QTreeWidgetItem* item = navigation->topLevelItem(1)->child(0);
    QCOMPARE(item->data(0, Qt::AccessibleTextRole).toString(), QStringLiteral("GOVERNANCE, 2 proposals wait for you"));
}

void TestMainWindow::everyControlHasAName()
{
    for (const char* page : {"start", "settings", "help"}) {
        window().showPage(page == std::string("start") ? kHomeGroup : kProgramGroup, QString::fromLatin1(page));
        for (const QWidget* widget : window().findChildren<QWidget*>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->inherits("QScrollArea")) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            // A spin box speaks for the field inside it.
            if (widget->parentWidget() && widget->parentWidget()->inherits("QAbstractSpinBox")) continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()) || widget->inherits("QLabel"),
                     qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()), widget->objectName())));
        }
    }
}

void TestMainWindow::startPageDoesNotPretend()
{
    auto* connectButton = child<QAbstractButton>("connectService");
    QVERIFY(connectButton);
    QTest::mouseClick(connectButton, Qt::LeftButton);
    QCOMPARE(shownPage(), QStringLiteral("connect"));
}

void TestMainWindow::largeFontFitsASmallScreen()
{
    const QFont normal = QApplication::font();
    QFont large = normal;
    large.setPointSizeF(normal.pointSizeF() * 2);
    QApplication::setFont(large);
    makeDesk();
    addNoting("overview");
    window().setTrust(QStringLiteral("ledger"), {.service = QStringLiteral("Contoso consortium"),
                                                 .identity = QString(64, QLatin1Char('a')),
                                                 .pinSource = QStringLiteral("service_cert.pem"),
                                                 .scope = QStringLiteral("1–505 · pinned aaaa…aa"),
                                                 .demo = true});
    window().showPage(QStringLiteral("ledger"), QStringLiteral("overview"));
    window().resize(1024, 640);
    QApplication::setFont(normal);
    QCOMPARE(window().size(), QSize(1024, 640));
    const auto* navigation = child<Navigation>("navigation");
    QVERIFY(navigation->width() >= navigation->minimumSizeHint().width());
}

void TestMainWindow::geometryIsRemembered()
{
    window().resize(900, 611);
    window().close();
    makeDesk();
    QCOMPARE(window().size(), QSize(900, 611));
    m_settings->setRestoresLayout(false);
    window().close();
    makeDesk();
    QVERIFY(window().size() != QSize(900, 611));
}

void TestMainWindow::runningTaskDoesNotOutliveTheWindow()
{
    window().addTask(QStringLiteral("Verifying"));
    window().report({.what = QStringLiteral("Something failed.")});
    for (int i = 0; i < 5; ++i) window().report({.what = QStringLiteral("And again.")});
    QCOMPARE(window().findChildren<ErrorLine*>().size(), 3);
    m_desk.reset(); // must not crash
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
