// Parts of the signing sheet by themselves.
#include "ui/sign/act_proof.h"
#include "ui/sign/act_text.h"
#include "ui/sign/passphrase_edit.h"
#include "ui/sign/qr_picture.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::ui;

namespace {

std::string taken(PassphraseEdit& edit)
{
    const crypto::SecretBytes secret = edit.take();
    return std::string(textOf(secret));
}

bool isDark(const QImage& code, int x, int y)
{
    return qGray(code.pixel(x, y)) == 0;
}

} // namespace

class TestSignParts final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fieldHoldsDots();
    void wholeCharactersAreRemoved();
    void selectionIsReplaced();
    void pastedWithoutItsLineEnd();
    void tooMuchIsNotTaken();
    void codeHasItsThreeCorners();
    void codeThatIsTooLarge();
    void onlyTheProvenPasses_data();
    void onlyTheProvenPasses();
    void proofsAreNeverWrittenOver();
};

void TestSignParts::fieldHoldsDots()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, QStringLiteral("otter 17"));
    QCOMPARE(edit.text(), QString(8, QChar(0x2022)));
    QCOMPARE(taken(edit), std::string("otter 17"));
    QVERIFY(edit.text().isEmpty() && edit.isBlank());
    edit.undo();
    QVERIFY(edit.isBlank());
}

void TestSignParts::wholeCharactersAreRemoved()
{
    PassphraseEdit edit;
    QGuiApplication::clipboard()->setText(QStringLiteral("aä€"));
    QTest::keyClick(&edit, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(edit.text().size(), 3);
    QTest::keyClick(&edit, Qt::Key_Backspace);
    QCOMPARE(taken(edit), std::string("a\xc3\xa4"));
    QTest::keyClick(&edit, Qt::Key_Backspace);
    QVERIFY(edit.isBlank());
}

void TestSignParts::selectionIsReplaced()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, QStringLiteral("wrong"));
    QTest::keyClick(&edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(&edit, QStringLiteral("x"));
    QCOMPARE(taken(edit), std::string("x"));
}

void TestSignParts::pastedWithoutItsLineEnd()
{
    PassphraseEdit edit;
    QGuiApplication::clipboard()->setText(QStringLiteral("secret\r\n"));
    QTest::keyClick(&edit, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(taken(edit), std::string("secret"));
    QGuiApplication::clipboard()->setText(QStringLiteral("two\nlines"));
    QTest::keyClick(&edit, Qt::Key_V, Qt::ControlModifier);
    QVERIFY(edit.isBlank()); // rather nothing than a part of it
}

void TestSignParts::tooMuchIsNotTaken()
{
    PassphraseEdit edit;
    QGuiApplication::clipboard()->setText(QString(4097, QLatin1Char('x')));
    QTest::keyClick(&edit, Qt::Key_V, Qt::ControlModifier);
    QVERIFY(edit.isBlank());
}

void TestSignParts::codeHasItsThreeCorners()
{
    if (!canMakeQrCodes()) QSKIP("skipped: built without libqrencode");
    const QImage code = qrPicture("a signing request", 1);
    QVERIFY(!code.isNull());
    const int far = code.width() - 4 - 7;
    for (const QPoint corner : {QPoint(4, 4), QPoint(far, 4), QPoint(4, far)})
        for (int i = 0; i < 7; ++i) {
            QVERIFY(isDark(code, corner.x() + i, corner.y()));
            QVERIFY(isDark(code, corner.x(), corner.y() + i));
            QCOMPARE(isDark(code, corner.x() + 1, corner.y() + i), i == 0 || i == 6);
        }
    for (int i = 0; i < code.width(); ++i) QVERIFY(!isDark(code, i, 3) && !isDark(code, 3, i));
}

void TestSignParts::codeThatIsTooLarge()
{
    QVERIFY(qrPicture(QByteArray(2954, 'x'), 1).isNull()); // more than the largest code holds
}

void TestSignParts::onlyTheProvenPasses_data()
{
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("commit");
    QTest::addColumn<int>("receipt");
    QTest::addColumn<int>("verdict");
    for (const ActEnd end : {ActEnd::NotSigned, ActEnd::Unclear, ActEnd::Refused, ActEnd::Taken})
        for (const ActCommit commit : {ActCommit::NotKnown, ActCommit::Committed, ActCommit::Invalid})
            for (const Verdict receipt : {Verdict::NotChecked, Verdict::Indeterminate, Verdict::Failed, Verdict::Passed}) {
                const bool proven = end == ActEnd::Taken && commit == ActCommit::Committed && receipt == Verdict::Passed;
                QTest::addRow("%d %d %d", int(end), int(commit), int(receipt)) << int(end) << int(commit) << int(receipt) << int(proven);
            }
}

void TestSignParts::onlyTheProvenPasses()
{
    QFETCH(int, end);
    QFETCH(int, commit);
    QFETCH(int, receipt);
    QFETCH(int, verdict);
    ActOutcome outcome{.end = ActEnd(end), .transaction = TransactionId{2, 7}, .commit = ActCommit(commit), .receipt = Verdict(receipt)};
    QCOMPARE(outcomeVerdict(outcome) == Verdict::Passed, bool(verdict));
    QCOMPARE(outcomeHeadline(outcome).startsWith(QStringLiteral("Committed")), bool(verdict));
    outcome.block = ActBlock::ProposalChanged;
    QVERIFY(outcomeVerdict(outcome) != Verdict::Passed);
}

void TestSignParts::proofsAreNeverWrittenOver()
{
    const QTemporaryDir home;
    ActProof proof{.folder = home.filePath(QStringLiteral("a/b")), .kind = ActKind::Vote, .transaction = TransactionId{2, 7},
                   .created = QDateTime(QDate(2026, 11, 22), QTime(16, 0), Qt::UTC), .receipt = {'{', '}'}};
    const auto first = keepProof(proof), second = keepProof(proof);
    QVERIFY(first && second && first->receipt != second->receipt);
    QVERIFY(first->receipt.endsWith(QStringLiteral("20261122T160000Z-ballot-2.7.receipt.json")));
    QVERIFY(first->message.isEmpty());
    proof.folder.clear();
    QVERIFY(keepProof(proof).value().receipt.isEmpty());
    QCOMPARE(QDir(home.filePath(QStringLiteral("a/b"))).entryList(QDir::Files).size(), 2);
}

QTEST_MAIN(TestSignParts)
#include "tst_sign_parts.moc"
