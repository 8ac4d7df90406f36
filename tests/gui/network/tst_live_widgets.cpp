#include "ui/govern/proposal_rows.h"
#include "ui/network/contradiction_panel.h"
#include "ui/network/detail_pane.h"
#include "ui/network/identity_check.h"
#include "ui/network/line_card.h"
#include "ui/network/live_lists.h"
#include "ui/network/script_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTest>
#include <QTreeWidget>

using namespace countersign;
using namespace countersign::ui;

namespace {

LiveMember shareHolder(const char* id)
{
    return {.id = QString::fromLatin1(id),
            .name = {},
            .status = QStringLiteral("Active"),
            .recoveryRole = QStringLiteral("Participant"),
            .encryptionKey = QStringLiteral("RSA"),
            .certificate = {},
            .data = {}};
}

SeenIdentity seenIdentity(LiveIdentity kind)
{
    SeenIdentity seen{.kind = kind, .present = {}, .previous = {}, .recoveryCount = {}, .detail = {}};
    seen.present.subject = QStringLiteral("CN=Service");
    seen.present.fingerprint = QString(64, QLatin1Char('0'));
    seen.present.pem = QStringLiteral("pem");
    return seen;
}

template <class T> T* child(QWidget& widget, const char* name)
{
    return widget.findChild<T*>(QString::fromLatin1(name));
}

} // namespace

class TestLiveWidgets final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void recoveryIsCounted_data();
    void recoveryIsCounted();
    void expiredCertificatesAreMarked();
    void safeAnswerIsFirst();
    void pinningNeedsAWordOnTheComparison();
    void changeShowsBothFingerprints();
    void wordsAreAllOfTheFingerprint();
    void contradictionShowsWhatEachAloneSaid();
    void remarksAreNoContradiction();
    void detailsCopyTheWholeText();
    void chartHasATableBehindIt();
    void scriptIsColouredAcrossLines();
};

void TestLiveWidgets::recoveryIsCounted_data()
{
    QTest::addColumn<int>("holders");
    QTest::addColumn<bool>("owner");
    QTest::addColumn<int>("needed");
    QTest::addColumn<QString>("said");
    QTest::newRow("enough") << 3 << false << 2 << QStringLiteral("2 of 3 shares are needed");
    QTest::newRow("one or an owner") << 3 << true << 2 << QStringLiteral("or one owner alone");
    QTest::newRow("too few") << 1 << false << 2 << QStringLiteral("can't succeed");
    QTest::newRow("too few, but an owner") << 1 << true << 2 << QStringLiteral("Only a recovery owner");
    QTest::newRow("nobody") << 0 << false << 1 << QStringLiteral("can't succeed");
}

void TestLiveWidgets::recoveryIsCounted()
{
    QFETCH(int, holders);
    QFETCH(bool, owner);
    QFETCH(int, needed);
    QFETCH(QString, said);
    LiveService service;
    service.recoveryThreshold = quint64(needed);
    for (int i = 0; i < holders; ++i) service.members += shareHolder("aa");
    LiveMember waiting = shareHolder("bb");
    waiting.status = QStringLiteral("Accepted"); // has not acknowledged yet: holds no share
    service.members += waiting;
    LiveMember observer = shareHolder("cc");
    observer.recoveryRole = QStringLiteral("NonParticipant");
    service.members += observer;
    if (owner) {
        service.members += shareHolder("dd");
        service.members.back().recoveryRole = QStringLiteral("Owner");
    }
    QVERIFY2(recoverySentence(service).contains(said), qPrintable(recoverySentence(service)));
}

void TestLiveWidgets::expiredCertificatesAreMarked()
{
    const QDateTime now(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);
    LiveCertificate certificate;
    QVERIFY(expiryCell(certificate, now).verdict.has_value()); // none
    certificate.fingerprint = QStringLiteral("aa");
    certificate.notAfter = now.addDays(400);
    QVERIFY(!expiryCell(certificate, now).verdict);
    certificate.notAfter = now.addDays(30);
    QVERIFY(expiryCell(certificate, now).verdict.has_value());
    certificate.notAfter = now.addDays(-1);
    QVERIFY(expiryCell(certificate, now).text.contains(QStringLiteral("expired")));
}

void TestLiveWidgets::safeAnswerIsFirst()
{
    IdentityCheck check;
    check.showFirst(QStringLiteral("https://127.0.0.1:8000"), seenIdentity(LiveIdentity::Unexplained));
    check.show();
    check.focusSafe();
    QVERIFY(QTest::qWaitForWindowActive(&check));
    QTRY_VERIFY(child<QPushButton>(check, "refuseIdentity")->hasFocus());
    QSignalSpy refused(&check, &IdentityCheck::refused), accepted(&check, &IdentityCheck::accepted);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(accepted.size(), 0);
}

void TestLiveWidgets::pinningNeedsAWordOnTheComparison()
{
    IdentityCheck check;
    check.showFirst(QStringLiteral("https://127.0.0.1:8000"), seenIdentity(LiveIdentity::Unexplained));
    auto* accept = child<QPushButton>(check, "acceptIdentity");
    QVERIFY(!accept->isEnabled());
    child<QComboBox>(check, "howChecked")->setCurrentIndex(1);
    child<QLineEdit>(check, "checkedWith")->setText(QStringLiteral("Ada"));
    QVERIFY(accept->isEnabled());
    std::optional<Pin> pinned;
    connect(&check, &IdentityCheck::accepted, &check, [&](const Pin& pin) { pinned = pin; });
    accept->click();
    QVERIFY(pinned);
    QCOMPARE(pinned->checked, QStringLiteral("phone"));
    QCOMPARE(pinned->checkedWith, QStringLiteral("Ada"));
    QCOMPARE(pinned->fingerprint, QString(64, QLatin1Char('0')));
    QVERIFY(pinProvenance(*pinned).contains(QStringLiteral("Ada")));
    check.showFirst(QStringLiteral("https://127.0.0.1:8001"), seenIdentity(LiveIdentity::Unexplained));
    QVERIFY(!accept->isEnabled()); // asked anew for another
}

void TestLiveWidgets::changeShowsBothFingerprints()
{
    IdentityCheck check;
    const Pin old{.fingerprint = QString(64, QLatin1Char('a')), .subject = {}, .source = {}, .pinned = {}, .note = {}, .certificate = {}, .ledgers = {}};
    check.showChange(QStringLiteral("https://127.0.0.1:8000"), seenIdentity(LiveIdentity::RecoveryClaimed), old);
    QVERIFY(child<QLabel>(check, "checkPinned")->text().startsWith(QStringLiteral("aaaa aaaa")));
    QVERIFY(child<QLabel>(check, "checkFingerprint")->text().startsWith(QStringLiteral("0000 0000")));
    QVERIFY(child<QLabel>(check, "identityCheckSentence")->text().contains(QStringLiteral("claim")));
    QCOMPARE(child<QPushButton>(check, "refuseIdentity")->text(), QStringLiteral("Keep the old pin"));
    QVERIFY(!child<QPushButton>(check, "acceptIdentity")->isEnabled());
}

void TestLiveWidgets::wordsAreAllOfTheFingerprint()
{
    const QString words = fingerprintWordLines(QString(62, QLatin1Char('0')) + QStringLiteral("ff"));
    const QStringList lines = words.split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 4);
    for (const QString& line : lines) QCOMPARE(line.split(QLatin1Char(' ')).size(), 8);
    QVERIFY(lines.back().endsWith(QStringLiteral(" zipper")));
}

void TestLiveWidgets::contradictionShowsWhatEachAloneSaid()
{
    ContradictionPanel panel;
    panel.setFindings({{Severity::Fault, "SPLIT_VIEW", QStringLiteral("nodes"), QStringLiteral("nodes: A said 1, B said 2"),
                        {{QStringLiteral("A"), QStringLiteral("same\nmine")}, {QStringLiteral("B"), QStringLiteral("same\ntheirs")}}}});
    QVERIFY(!panel.isHidden());
    const auto sides = panel.findChildren<QPlainTextEdit*>(QStringLiteral("contradictionAnswer"));
    QCOMPARE(sides.size(), 2);
    QCOMPARE(sides[0]->toPlainText(), QStringLiteral("mine"));
    QCOMPARE(sides[1]->toPlainText(), QStringLiteral("theirs"));
    panel.setFindings({});
    QVERIFY(panel.isHidden());
}

void TestLiveWidgets::remarksAreNoContradiction()
{
    ContradictionPanel panel;
    panel.setFindings({{Severity::Remark, "VIEWS_DIFFER", {}, QStringLiteral("x"), {}}, {Severity::Warning, "UNREACHABLE", {}, {}, {}}});
    QVERIFY(panel.isHidden());
}

void TestLiveWidgets::detailsCopyTheWholeText()
{
    DetailPane pane(QStringLiteral("test"), nullptr);
    pane.setItems(QStringLiteral("Details"), {{.name = QStringLiteral("short"), .value = QStringLiteral("value")},
                                              {.name = QStringLiteral("long"), .value = QStringLiteral("beg"), .text = QStringLiteral("begin and end")}});
    auto* tree = child<QTreeWidget>(pane, "detailTree");
    auto* text = child<ScriptView>(pane, "detailText");
    tree->setCurrentItem(tree->topLevelItem(0));
    QVERIFY(text->isHidden());
    QTest::keySequence(tree, QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("value"));
    tree->setCurrentItem(tree->topLevelItem(1));
    QVERIFY(!text->isHidden());
    QCOMPARE(text->toPlainText(), QStringLiteral("begin and end"));
    QTest::keySequence(tree, QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("begin and end"));
    pane.clear(QStringLiteral("nothing"));
    QVERIFY(text->isHidden());
}

void TestLiveWidgets::chartHasATableBehindIt()
{
    LineCard card(QStringLiteral("x"), QStringLiteral("X"), QStringLiteral("ms"));
    card.setSeries({}, false, QStringLiteral("nothing yet"));
    card.showTable(true);
    QVERIFY(!card.showsTable());
    card.showTable(false);
    card.setSeries({{QStringLiteral("a"), {{0, 10}, {5, 12}}}, {QStringLiteral("b"), {{5, 7}}}}, true, {});
    QCOMPARE(card.pointCount(), 3);
    card.showTable(true);
    QVERIFY(card.showsTable());
    auto* model = card.findChild<QAbstractItemModel*>();
    QVERIFY(model);
    QAbstractItemModelTester tester(model);
    QCOMPARE(model->rowCount(), 2);
    QCOMPARE(model->data(model->index(0, 2)).toString(), QStringLiteral("7"));
    QCOMPARE(model->data(model->index(1, 1)).toString(), QStringLiteral("10"));
}

void TestLiveWidgets::scriptIsColouredAcrossLines()
{
    ScriptView view;
    view.setScript(QStringLiteral("/* one\ntwo */ const a = `x\ny`; // z\n'unclosed"), true);
    QTextBlock block = view.document()->firstBlock();
    QCOMPARE(block.userState(), 1);
    block = block.next();
    QCOMPARE(block.userState(), 2);
    block = block.next();
    QCOMPARE(block.userState(), 0);
}

QTEST_MAIN(TestLiveWidgets)
#include "tst_live_widgets.moc"
