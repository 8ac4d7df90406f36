#include "ui/common/id_label.h"
#include "ui/common/verdict_badge.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/fuzzy.h"
#include "ui/shell/page_history.h"
#include "ui/shell/state_line.h"
#include "ui/shell/task_bar.h"
#include "ui/shell/trust_bar.h"
#include "ui/common/task_row.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace countersign;
using namespace countersign::ui;

namespace {

QString textOf(const QWidget& widget, const char* name)
{
    const auto* label = widget.findChild<QLabel*>(QString::fromLatin1(name));
    return label && label->isVisibleTo(&widget) ? label->text() : QString();
}

TrustState pinned()
{
    return {.service = QStringLiteral("Contoso"),
            .identity = QString(64, QLatin1Char('a')),
            .pinSource = QStringLiteral("service_cert.pem"),
            .pinned = QDateTime(QDate(2026, 11, 12), QTime(9, 14), Qt::UTC),
            .verdict = Verdict::Passed,
            .scope = QStringLiteral("1–505 · pinned aaaa…aa")};
}

} // namespace

class TestShellParts final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fuzzyFinds_data();
    void fuzzyFinds();
    void fuzzyRefuses();
    void fuzzyPrefersWordStarts();
    void historyGoesBackAndForward();
    void historyForgetsAGroup();
    void registryRefusesWhatIsNotEnabled();
    void registryReplacesAScope();
    void registryKeepsAmpersands();
    void trustBarIsEmptyWithoutLedger();
    void trustBarShowsThePin();
    void trustBarNeverClaimsAPin();
    void trustBarSaysOffline();
    void trustBarMarksTheDemo();
    void troubleDefaultsToTheSafeAnswer();
    void stateLineSaysWhatIsUnsigned();
    void taskBarHidesWhenIdle();
};

void TestShellParts::fuzzyFinds_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString() << QStringLiteral("Settings");
    QTest::newRow("prefix") << QStringLiteral("set") << QStringLiteral("Settings");
    QTest::newRow("initials") << QStringLiteral("olf") << QStringLiteral("Open ledger folder…");
    QTest::newRow("case") << QStringLiteral("OPEN") << QStringLiteral("Open files…");
    QTest::newRow("two words") << QStringLiteral("dark th") << QStringLiteral("Dark theme");
    QTest::newRow("not latin") << QStringLiteral("öf") << QStringLiteral("Öffnen");
}

void TestShellParts::fuzzyFinds()
{
    QFETCH(QString, query);
    QFETCH(QString, text);
    QVERIFY(fuzzyScore(query, text).has_value());
}

void TestShellParts::fuzzyRefuses()
{
    QVERIFY(!fuzzyScore(QStringLiteral("xyz"), QStringLiteral("Settings")));
    QVERIFY(!fuzzyScore(QStringLiteral("tes"), QStringLiteral("Set")));
    QVERIFY(!fuzzyScore(QStringLiteral("a"), QString()));
}

void TestShellParts::fuzzyPrefersWordStarts()
{
    const auto score = [](const char* query, const char* text) {
        return fuzzyScore(QString::fromLatin1(query), QString::fromLatin1(text)).value_or(-1);
    };
    QVERIFY(score("tr", "Transactions") > score("tr", "Keep the structure"));
    QVERIFY(score("of", "Open files") > score("of", "Profile"));
    QVERIFY(score("set", "Settings") > score("set", "Show event list"));
}

void TestShellParts::historyGoesBackAndForward()
{
    PageHistory history;
    const PageKey a{QStringLiteral("g"), QStringLiteral("a")};
    const PageKey b{QStringLiteral("g"), QStringLiteral("b")};
    const PageKey c{QStringLiteral("g"), QStringLiteral("c")};
    QVERIFY(!history.back());
    history.visit(a);
    history.visit(a);
    QVERIFY(!history.canGoBack());
    history.visit(b);
    history.visit(c);
    QCOMPARE(history.back(), b);
    QCOMPARE(history.back(), a);
    QVERIFY(!history.back());
    QCOMPARE(history.forward(), b);
    history.visit(a); // c is forgotten
    QVERIFY(!history.canGoForward());
    QCOMPARE(history.back(), b);
}

void TestShellParts::historyForgetsAGroup()
{
    PageHistory history;
    const PageKey home{QStringLiteral("home"), QStringLiteral("start")};
    history.visit(home);
    history.visit({QStringLiteral("ledger"), QStringLiteral("a")});
    history.visit({QStringLiteral("ledger"), QStringLiteral("b")});
    history.forget(QStringLiteral("ledger"));
    QVERIFY(!history.canGoBack());
    QVERIFY(!history.canGoForward());
    history.visit(home);
    QVERIFY(!history.canGoBack());
}

void TestShellParts::registryRefusesWhatIsNotEnabled()
{
    QWidget window;
    CommandRegistry registry(&window);
    int done = 0;
    bool allowed = false;
    registry.add({.id = QStringLiteral("a.b"), .title = QStringLiteral("Do"), .trigger = [&done] { ++done; },
                  .enabled = [&allowed] { return allowed; }});
    QVERIFY(!registry.trigger(QStringLiteral("a.b")));
    QVERIFY(!registry.trigger(QStringLiteral("nothing")));
    allowed = true;
    QVERIFY(registry.trigger(QStringLiteral("a.b")));
    QCOMPARE(done, 1);
}

void TestShellParts::registryReplacesAScope()
{
    QWidget window;
    CommandRegistry registry(&window);
    registry.add({.id = QStringLiteral("keep"), .title = QStringLiteral("Keep"), .trigger = [] {}});
    registry.replaceScope(QStringLiteral("page"),
                          {{.id = QStringLiteral("x"), .title = QStringLiteral("X"), .trigger = [] {}}});
    registry.replaceScope(QStringLiteral("page"),
                          {{.id = QStringLiteral("y"), .title = QStringLiteral("Y"), .trigger = [] {}}});
    QVERIFY(registry.action(QStringLiteral("keep")));
    QVERIFY(!registry.action(QStringLiteral("x")));
    QVERIFY(registry.action(QStringLiteral("y")));
    QCOMPARE(registry.entries().size(), 2);
}

void TestShellParts::registryKeepsAmpersands()
{
    QWidget window;
    CommandRegistry registry(&window);
    registry.add({.id = QStringLiteral("a"), .title = QStringLiteral("Open R&D"), .trigger = [] {}});
    QCOMPARE(registry.action(QStringLiteral("a"))->text(), QStringLiteral("Open R&&D"));
}

void TestShellParts::trustBarIsEmptyWithoutLedger()
{
    TrustBar bar;
    bar.resize(1200, 40);
    QCOMPARE(textOf(bar, "trustService"), QStringLiteral("No ledger is open"));
    QVERIFY(!bar.findChild<VerdictBadge*>()->isVisibleTo(&bar));
    QVERIFY(!bar.findChild<IdLabel*>()->isVisibleTo(&bar));
}

void TestShellParts::trustBarShowsThePin()
{
    TrustBar bar;
    bar.resize(1600, 40);
    bar.setState(pinned());
    QCOMPARE(textOf(bar, "trustService"), QStringLiteral("Contoso"));
    QCOMPARE(textOf(bar, "trustPin"), QStringLiteral("pinned from service_cert.pem on 2026-11-12"));
    const auto* badge = bar.findChild<VerdictBadge*>();
    QCOMPARE(badge->verdict(), Verdict::Passed);
    QVERIFY(badge->accessibleName().contains(QStringLiteral("1–505")));
    bar.findChild<QToolButton*>(QStringLiteral("copyIdentity"))->click();
    QCOMPARE(QApplication::clipboard()->text(), QString(64, QLatin1Char('a')));
    QSignalSpy checks(&bar, &TrustBar::checksWanted);
    bar.findChild<VerdictBadge*>()->click();
    QCOMPARE(checks.size(), 1);
}

void TestShellParts::trustBarNeverClaimsAPin()
{
    TrustBar bar;
    bar.resize(1600, 40);
    TrustState state = pinned();
    state.pinSource.clear();
    bar.setState(state);
    QCOMPARE(textOf(bar, "trustPin"), QStringLiteral("no identity pinned"));
}

void TestShellParts::trustBarSaysOffline()
{
    TrustBar bar;
    bar.resize(1600, 40);
    TrustState state = pinned();
    bar.setState(state);
    QCOMPARE(textOf(bar, "trustContact"), QStringLiteral("files only"));
    state.contact = Contact::Live;
    state.contactTime = state.pinned;
    bar.setState(state);
    QCOMPARE(textOf(bar, "trustContact"), QStringLiteral("live 09:14"));
    state.contact = Contact::Offline;
    bar.setState(state);
    QCOMPARE(textOf(bar, "trustContact"), QStringLiteral("offline since 2026-11-12T09:14:00Z"));
}

void TestShellParts::trustBarMarksTheDemo()
{
    TrustBar bar;
    for (const int width : {1600, 300}) { // in no width is it left out
        bar.resize(width, 40);
        TrustState state = pinned();
        bar.setState(state);
        QCOMPARE(textOf(bar, "demoMark"), QString());
        state.demo = true;
        bar.setState(state);
        QCOMPARE(textOf(bar, "demoMark"), QStringLiteral("DEMO"));
    }
}

void TestShellParts::troubleDefaultsToTheSafeAnswer()
{
    TrustBar bar;
    bar.resize(1200, 40);
    bar.show();
    TrustState state = pinned();
    state.trouble = {.title = QStringLiteral("The service's identity has changed"),
                     .sentence = QStringLiteral("Another one is seen."),
                     .pinned = state.identity,
                     .seen = QString(64, QLatin1Char('b')),
                     .safeAction = QStringLiteral("Keep the old pin"),
                     .otherAction = QStringLiteral("Review…")};
    bar.setState(state);
    QApplication::setActiveWindow(&bar);
    auto* safe = bar.findChild<QPushButton*>(QStringLiteral("trustSafe"));
    QVERIFY(safe);
    QTRY_VERIFY(safe->hasFocus());
    QSignalSpy answered(&bar, &TrustBar::troubleAnswered);
    QTest::keyClick(safe, Qt::Key_Space);
    QCOMPARE(answered, (QList<QList<QVariant>>{{true}}));
    state.trouble.reset();
    bar.setState(state);
    QVERIFY(!bar.findChild<QPushButton*>(QStringLiteral("trustSafe")));
}

void TestShellParts::stateLineSaysWhatIsUnsigned()
{
    StateLine line;
    line.setLedger(LedgerState{.signedTo = 505, .unsignedFrom = 506, .unsignedTo = 509});
    QCOMPARE(textOf(line, "stateSigned"), QStringLiteral("signed to 505"));
    QCOMPARE(textOf(line, "stateUnsigned"), QStringLiteral("unsigned 506–509"));
    QCOMPARE(textOf(line, "stateKey"), QStringLiteral("no key loaded"));
    line.setLedger(LedgerState{});
    QCOMPARE(textOf(line, "stateSigned"), QStringLiteral("nothing signed yet"));
    QCOMPARE(textOf(line, "stateUnsigned"), QString());
    line.setLedger(std::nullopt);
    QCOMPARE(textOf(line, "stateSigned"), QString());
}

void TestShellParts::taskBarHidesWhenIdle()
{
    QWidget window;
    TaskBar bar(&window);
    QVERIFY(bar.isHidden());
    TaskRow* row = bar.add(QStringLiteral("Verifying"));
    QVERIFY(!bar.isHidden());
    QCOMPARE(bar.summary(), QStringLiteral("Verifying"));
    delete row;
    QVERIFY(bar.isHidden());
    QCOMPARE(bar.summary(), QString());
    bar.add(QStringLiteral("Left running when the window goes")); // must not crash
}

QTEST_MAIN(TestShellParts)
#include "tst_shell_parts.moc"
