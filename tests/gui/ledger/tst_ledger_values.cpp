#include "core/family/reasons.h"
#include "tests/unit/cli/fake_family.h"
#include "ui/charts/chart_data.h"
#include "ui/tables/line_diff.h"
#include "ui/tables/table_queries.h"
#include "ui/verify/assurance_text.h"
#include "ui/verify/pin_store.h"
#include "ui/verify/verdict_text.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::ui;
using Kind = DiffLine::Kind;

namespace {

Pin pinOf(const char* fingerprint)
{
    return {.fingerprint = QString::fromLatin1(fingerprint),
            .subject = QStringLiteral("CN=Service"),
            .source = QStringLiteral("service_cert.pem"),
            .pinned = QDateTime(QDate(2026, 11, 12), QTime(9, 14), Qt::UTC),
            .note = QStringLiteral("read out by phone"),
            .certificate = "-----BEGIN CERTIFICATE-----",
            .ledgers = {}};
}

AnchorChoice chosen()
{
    AnchorChoice choice{.source = QStringLiteral("service_cert.pem")};
    choice.inputs.push_back({{1}, "service_cert.pem"});
    choice.matches.push_back({.fingerprint = "91ab03f2c47e55d10ab8e3fa6412770ce8d5b9a1f3c20d4478e6115b9c0ad27e"});
    return choice;
}

} // namespace

class TestLedgerValues final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pinsComeBack();
    void damagedPinsAreRefused_data();
    void damagedPinsAreRefused();
    void aLedgerHasOnePin();
    void noAnchorIsNeverPassed();
    void passedBesideAFailureIsFailed();
    void scopeSaysOverWhatAndAgainstWhat();
    void idsHaveSentences();
    void diffs_data();
    void diffs();
    void longDiffsEnd();
    void valuesAreDecoded();
    void chartsOfAReport();
    void chartsOfNothing();
};

void TestLedgerValues::pinsComeBack()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("deep/pins.json"));
    QCOMPARE(readPins(path).value().size(), 0);
    QList<Pin> pins;
    rememberPin(pins, pinOf("aa"), QStringLiteral("/one"));
    rememberPin(pins, pinOf("bb"), QStringLiteral("/two"));
    QVERIFY(writePins(path, pins));
    const auto again = readPins(path);
    QVERIFY(again);
    QCOMPARE(*again, pins);
}

void TestLedgerValues::damagedPinsAreRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("not json") << QByteArray("{");
    QTest::newRow("another schema") << QByteArray(R"({"schema":"countersign.pins/9","pins":[]})");
    QTest::newRow("a pin without a certificate")
        << QByteArray(R"({"schema":"countersign.pins/1","pins":[{"fingerprint":"aa"}]})");
}

void TestLedgerValues::damagedPinsAreRefused()
{
    QFETCH(const QByteArray, json);
    QVERIFY(!pinsFromJson(json));
}

void TestLedgerValues::aLedgerHasOnePin()
{
    QList<Pin> pins;
    rememberPin(pins, pinOf("aa"), QStringLiteral("/one"));
    rememberPin(pins, pinOf("bb"), QStringLiteral("/one"));
    QCOMPARE(pins.size(), 2);
    QCOMPARE(pinOfLedger(pins, QStringLiteral("/one"))->fingerprint, QStringLiteral("bb"));
    QVERIFY(!pinOfLedger(pins, QStringLiteral("/on")));
    rememberPin(pins, pinOf("aa"), QStringLiteral("/one"));
    QCOMPARE(pins.size(), 2);
    QCOMPARE(pinOfLedger(pins, QStringLiteral("/one"))->fingerprint, QStringLiteral("aa"));
}

void TestLedgerValues::noAnchorIsNeverPassed()
{
    VerificationReport report = test::passedReport();
    QCOMPARE(statedVerdict(report).verdict, Verdict::Passed);
    report.anchor.reset();
    QCOMPARE(statedVerdict(report).verdict, Verdict::Indeterminate);
    QCOMPARE(statedVerdict(report).reason, std::string(kReasonNoTrustAnchor));
    QCOMPARE(statedVerdict(VerificationReport()).verdict, Verdict::Indeterminate);
}

void TestLedgerValues::passedBesideAFailureIsFailed()
{
    VerificationReport report = test::passedReport();
    report.ranges.push_back({506, 510, Verdict::Failed, kReasonRootMismatch});
    QCOMPARE(statedVerdict(report).verdict, Verdict::Failed);
    QVERIFY(scopeText(report, chosen()).contains(QStringLiteral("506–510")));
}

void TestLedgerValues::scopeSaysOverWhatAndAgainstWhat()
{
    VerificationReport report = test::passedReport();
    QVERIFY(scopeText(report, chosen()).startsWith(QStringLiteral("1–505 · pinned ")));
    report.anchor.reset();
    QCOMPARE(scopeText(report, {}), QStringLiteral("1–505 · no identity chosen"));
    report.unsignedFrom = 506;
    report.lastRead = TransactionId{2, 509};
    QVERIFY(verdictSentences(report, chosen()).join(QLatin1Char(' ')).contains(QStringLiteral("506–509 unsigned")));
}

void TestLedgerValues::idsHaveSentences()
{
    for (const char* id : {"anchor", "cose-endorsement", "signed-tree", "member-approval", ""})
        QVERIFY2(linkText(id).endsWith(QLatin1Char('.')), id);
    for (const char* id : {"pinned-service-identity", "node-certificates", "root-signatures"})
        QVERIFY2(restsOnText(id) != QLatin1String(id), id);
    for (const char* id : {"truncation", "commit-beyond-suffix", "private-contents", "governance-outcomes", "attestation"})
        QVERIFY2(cannotShowText(id) != QLatin1String(id), id);
    QCOMPARE(restsOnText("something-new"), QStringLiteral("something-new"));
}

void TestLedgerValues::diffs_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("marks");
    QTest::newRow("same") << QStringLiteral("a b") << QStringLiteral("a b") << QStringLiteral("==");
    QTest::newRow("changed line") << QStringLiteral("a b c") << QStringLiteral("a x c") << QStringLiteral("=-+=");
    QTest::newRow("added") << QStringLiteral("a c") << QStringLiteral("a b c") << QStringLiteral("=+=");
    QTest::newRow("removed at the end") << QStringLiteral("a b") << QStringLiteral("a") << QStringLiteral("=-");
    QTest::newRow("moved") << QStringLiteral("a b c d") << QStringLiteral("a c b d") << QStringLiteral("=-=+=");
    QTest::newRow("all new") << QString() << QStringLiteral("a b") << QStringLiteral("++");
}

void TestLedgerValues::diffs()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    QFETCH(const QString, marks);
    const auto lines = [](const QString& text) { return text.split(QLatin1Char(' '), Qt::SkipEmptyParts); };
    QString found;
    QStringList kept, added;
    for (const DiffLine& line : lineDiff(lines(before), lines(after))) {
        found += line.kind == Kind::Same ? u'=' : line.kind == Kind::Added ? u'+' : u'-';
        if (line.kind != Kind::Added) kept += line.text;
        if (line.kind != Kind::Removed) added += line.text;
    }
    QCOMPARE(found, marks);
    QCOMPARE(kept, lines(before));
    QCOMPARE(added, lines(after));
}

void TestLedgerValues::longDiffsEnd()
{
    QStringList before, after;
    for (int i = 0; i < 100'000; ++i) {
        before += QString::number(i);
        after += QString::number(-i - 1);
    }
    const auto diff = lineDiff(before, after);
    QCOMPARE(diff.size(), 200'000);
    QCOMPARE(shortened(lineDiff(before, before), 3).size(), 1);
}

void TestLedgerValues::valuesAreDecoded()
{
    QCOMPARE(fullValue(bytesOf("{\"a\":1}")), QStringLiteral("{\n  \"a\": 1\n}"));
    QCOMPARE(fullValue(bytesOf("\"one\\ntwo\"")), QStringLiteral("one\ntwo"));
    QCOMPARE(fullValue(bytesOf("plain")), QStringLiteral("plain"));
    const ByteVector bytes{0xff, 0x00, 0x41};
    QVERIFY(fullValue(bytes).contains(QStringLiteral("ff 00 41")));
    QCOMPARE(shortValue(bytes), QStringLiteral("0xff0041"));
    const ByteVector number{7, 0, 0, 0, 0, 0, 0, 0};
    QVERIFY(shortValue(number).startsWith(QStringLiteral("7 ")));
    QVERIFY(!shortValue({}).isEmpty());
}

void TestLedgerValues::chartsOfAReport()
{
    VerificationReport report = test::passedReport();
    for (SeqNo seqno = 2; seqno <= 502; seqno += 50)
        report.times.push_back({seqno, 2, UtcTime{1'767'225'600 + std::int64_t(seqno) * 60}});
    report.events.push_back({"proposal", 40, "p", "Open"});
    report.nodes.push_back({.id = "n1", .joined = 1, .retired = 300, .lastStatus = "Retired"});
    const auto charts = chartsOf(report);
    QCOMPARE(charts.size(), 4);
    double sum = 0;
    for (const ChartBar& bar : charts[0].bars) sum += bar.values[0];
    QCOMPARE(sum, 500.0);
    for (const ChartData& chart : charts) {
        QVERIFY2(!chart.bars.isEmpty(), qPrintable(chart.id));
        QVERIFY2(chart.bars.size() <= kMostBars, qPrintable(chart.id));
        QVERIFY(chart.series.size() <= 5);
    }
    QCOMPARE(charts[2].bars.back().values[0], 50.0);
    QCOMPARE(charts[3].bars[0].values, (QList<double>{1, 300}));
}

void TestLedgerValues::chartsOfNothing()
{
    for (const ChartData& chart : chartsOf({})) {
        QVERIFY(chart.bars.isEmpty());
        QVERIFY(!chart.empty.isEmpty());
        QCOMPARE(chart.description(), chart.empty);
    }
}

QTEST_MAIN(TestLedgerValues)
#include "tst_ledger_values.moc"
