#include "app/cli/console.h"
#include "app/cli/terminal_text.h"
#include "app/cli/verdict_line.h"
#include "app/cli/verification_text.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"
#include "tests/unit/cli/fake_family.h"

#include <QTest>

#include <sstream>

using namespace countersign;
using namespace countersign::test;

class TestCliText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapesWhatSteersOrDeceives_data();
    void escapesWhatSteersOrDeceives();
    void shortensBetweenCharacters();
    void showsValues();
    void writesNumbers_data();
    void writesNumbers();
    void putsTheVerdictFirst_data();
    void putsTheVerdictFirst();
    void neverSaysPassedOfAnotherRange();
    void coloursOnlyOnATerminal();
    void keepsHostileTextInPlace();
    void cutsLongLists();
    void saysWhenTheAnchorExpired();
};

void TestCliText::escapesWhatSteersOrDeceives_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, QByteArray text, QByteArray expected) {
        QTest::newRow(name) << text << expected;
    };
    row("plain", "CN=CCF Service", "CN=CCF Service");
    row("letters of the world", "Zürich 東京 עברית", "Zürich 東京 עברית");
    row("escape", "\x1b[31mPassed", "\\x1b[31mPassed");
    row("line ends", "a\r\nPassed", "a\\x0d\\x0aPassed");
    row("nul", QByteArray("a\0b", 3), "a\\x00b");
    row("delete", "a\x7f", "a\\x7f");
    row("C1 control",
        "\xc2\x9b"
        "2J",
        "\\u{009b}2J");
    row("right to left override",
        "\xe2\x80\xae"
        "dessaP",
        "\\u{202e}dessaP");
    row("isolate", "\xe2\x81\xa6x\xe2\x81\xa9", "\\u{2066}x\\u{2069}");
    row("zero width space",
        "a\xe2\x80\x8b"
        "b",
        "a\\u{200b}b");
    row("line separator",
        "a\xe2\x80\xa8"
        "b",
        "a\\u{2028}b");
    row("byte order mark",
        "\xef\xbb\xbf"
        "a",
        "\\u{feff}a");
    row("tag character", "\xf3\xa0\x81\xa1", "\\u{e0061}");
    row("no UTF-8", "\xff\xfe", "\\xff\\xfe");
    row("cut short", "a\xe2\x82", "a\\xe2\\x82");
    row("surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80");
}

void TestCliText::escapesWhatSteersOrDeceives()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(escaped(text.toStdString()), expected.toStdString());
}

void TestCliText::shortensBetweenCharacters()
{
    QCOMPARE(shortened("abc", 3), std::string("abc"));
    QCOMPARE(shortened("abcd", 3), std::string("abc…"));
    QCOMPARE(shortened("aüb", 2), std::string("a…"));
    QCOMPARE(shortened("\x1b\x1b\x1b", 2), std::string("\\x1b\\x1b…"));
}

void TestCliText::showsValues()
{
    QCOMPARE(valueText(bytesOf("{\"a\":1}"), 0), std::string("{\"a\":1}"));
    QCOMPARE(valueText(bytesOf("\xff\x01"), 0), std::string("0xff01"));
    QCOMPARE(valueText(bytesOf(std::string_view("\0\0", 2)), 0), std::string("0x0000"));
    QCOMPARE(valueText(bytesOf("a\n"), 0), std::string("a\\x0a"));
    QCOMPARE(valueText(bytesOf("\xff\x01\x02"), 4), std::string("0xff01…"));
    QCOMPARE(shortDigest(std::string(64, 'a')), std::string("aaaaaaaa…aaaa"));
}

void TestCliText::writesNumbers_data()
{
    QTest::addColumn<QString>("actual");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* expected, const std::string& actual) {
        QTest::newRow(expected) << QString::fromStdString(actual) << QString::fromUtf8(expected);
    };
    row("0 B", byteCount(0));
    row("999 B", byteCount(999));
    row("1.0 kB", byteCount(1000));
    row("1.0 MB", byteCount(999'960));
    row("18.4 EB", byteCount(~std::uint64_t(0)));
    row("0.12 s", duration(0.12));
    row("59 s", duration(59.4));
    row("1 min 0 s", duration(59.6));
    row("2 h 5 min", duration(7500));
    row("?", duration(-1));
    row("1 entry", counted(1, "entry", "entries"));
    row("0 entries", counted(0, "entry", "entries"));
}

void TestCliText::writesNumbers()
{
    QFETCH(QString, actual);
    QFETCH(QString, expected);
    QCOMPARE(actual, expected);
}

void TestCliText::putsTheVerdictFirst_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("expected");
    QTest::newRow("passed") << 0
                            << QStringLiteral(
                                   " for 1..505, identity aaaaaaaa…aa7e (CN=CCF Service) from service_cert.pem; "
                                   "signed to 3.505, committed to 3.500 (only the file names say so); "
                                   "4 later transactions unsigned");
    QTest::newRow("no anchor") << 1
                               << QStringLiteral(" for 1..505 (NO_TRUST_ANCHOR); signed to 3.505, committed to 3.500 "
                                                 "(only the file names say so); 4 later transactions unsigned");
    QTest::newRow("failed") << 2
                            << QStringLiteral(" for 15..20 (ROOT_MISMATCH); passed for 1..14, 21..505, identity "
                                              "aaaaaaaa…aa7e (CN=CCF Service) from service_cert.pem");
    QTest::newRow("nothing read") << 3 << QString();
}

void TestCliText::putsTheVerdictFirst()
{
    QFETCH(int, which);
    QFETCH(QString, expected);
    VerificationReport report = passedReport();
    if (which == 1) {
        report.verdict = Verdict::Indeterminate;
        report.reason = kReasonNoTrustAnchor;
        report.anchor.reset();
        for (RangeVerdict& range : report.ranges) range = {range.from, range.to, Verdict::Indeterminate, report.reason};
    }
    if (which == 2) {
        report.verdict = Verdict::Failed;
        report.reason = kReasonRootMismatch;
        report.ranges = {
            {1, 14, Verdict::Passed, {}}, {15, 20, Verdict::Failed, report.reason}, {21, 505, Verdict::Passed, {}}};
        report.signedTo.reset();
        report.unsignedFrom.reset();
    }
    if (which == 3) report = {};
    QCOMPARE(QString::fromStdString(verdictTail(report)), expected);
}

void TestCliText::neverSaysPassedOfAnotherRange()
{
    const std::vector<RangeVerdict> ranges{{1, 5, Verdict::Passed, {}},
                                           {6, 6, Verdict::Passed, {}},
                                           {7, 9, Verdict::Indeterminate, kReasonMissingRange},
                                           {10, 10, Verdict::Passed, {}}};
    QCOMPARE(scopeText(ranges, Verdict::Passed), std::string("1..6, 10"));
    QCOMPARE(scopeText(ranges, Verdict::Failed), std::string());
    std::vector<RangeVerdict> many;
    for (SeqNo n = 1; n < 30; n += 2) many.push_back({n, n, Verdict::Failed, {}});
    QCOMPARE(scopeText(many, Verdict::Failed), std::string("1, 3, 5, 7, 9, 11, 13, 15 and 7 more ranges"));
}

namespace {

std::string written(const VerificationReport& report, bool colour, UtcTime at = UtcTime{1500})
{
    std::ostringstream out, err;
    Console console(out, err, {colour, colour, 80}, {});
    writeVerification(console, report, at);
    return out.str();
}

} // namespace

void TestCliText::coloursOnlyOnATerminal()
{
    QVERIFY(written(passedReport(), false).find('\x1b') == std::string::npos);
    const std::string coloured = written(passedReport(), true);
    QVERIFY(coloured.starts_with("\x1b[1;32mPassed\x1b[0m"));
    VerificationReport failed = passedReport();
    failed.verdict = Verdict::Failed;
    QVERIFY(written(failed, true).starts_with("\x1b[1;31mFailed\x1b[0m"));
}

void TestCliText::keepsHostileTextInPlace()
{
    const std::string hostile = "\x1b[2J\nPassed for 1..999 \xe2\x80\xae\xff";
    VerificationReport report = passedReport();
    report.verdict = Verdict::Failed;
    report.reason = hostile;
    report.ranges[0].reason = hostile;
    report.anchor->subject = report.anchor->source = report.anchor->fingerprint = hostile;
    IdentityEpoch& epoch = report.identities[0];
    epoch.subject = epoch.status = epoch.link = epoch.linkEvidence = epoch.trustReason = epoch.keyId = hostile;
    report.checks.push_back({hostile, Verdict::Failed, hostile, hostile, 1, {hostile, 1, 1, 1}});
    report.findings.push_back({hostile, Severity::Fault, hostile, {hostile, 1, 1, 1}, hostile});
    report.notChecked.push_back({hostile, hostile, hostile, 2});
    report.committedBasis = hostile;
    const std::string text = written(report, false);
    QVERIFY(text.find('\x1b') == std::string::npos);
    QVERIFY(text.find("\nPassed for") == std::string::npos);
    QVERIFY(text.find("\xe2\x80\xae") == std::string::npos);
    QVERIFY(text.find('\xff') == std::string::npos);
    QVERIFY(text.find("\\x1b[2J\\x0aPassed") != std::string::npos);
}

void TestCliText::cutsLongLists()
{
    VerificationReport report = passedReport();
    for (int i = 0; i < 1000; ++i) report.findings.push_back({kCheckChunkName, Severity::Remark, {}, {}, {}});
    report.findingsOmitted = 5;
    const std::string text = written(report, false);
    QVERIFY(text.find("and 960 more; --json lists them all") != std::string::npos);
    QVERIFY(text.find("5 more were counted and not kept") != std::string::npos);
}

void TestCliText::saysWhenTheAnchorExpired()
{
    QVERIFY(written(passedReport(), false, UtcTime{1500}).find("expired") == std::string::npos);
    QVERIFY(written(passedReport(), false, UtcTime{2001}).find("has expired") != std::string::npos);
    QVERIFY(written(passedReport(), false, UtcTime{999}).find("not valid yet") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestCliText)
#include "tst_cli_text.moc"
