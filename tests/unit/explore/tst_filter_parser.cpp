#include "ui/explore/filter/filter.h"

#include <QTest>

#include <random>

using namespace countersign::ui::filter;

class TestFilterParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void emptyHoldsForAll();
    void hintsAtTheNearestWord();
    void datesAreDays();
    void limitsDepthAndLength();
    void survivesAnyBytes();
};

void TestFilterParser::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("printed");
    const auto row = [](const char* text, const char* printed) { QTest::newRow(text) << QByteArray(text) << QByteArray(printed); };
    row("seqno > 480", "seqno > 480");
    row("seqno==1..505", "seqno == 1..505");
    row("seqno in {1, 5..9}", "seqno in {1, 5..9}");
    row("table ~ \"gov.members\" && seqno > 480", "table ~ gov.members && seqno > 480");
    row("a && b || c", "a && b || c");
    row("a && (b || c)", "a && (b || c)");
    row("a && (b && c)", "a && b && c");
    row("!(kind == signature)", "!kind == signature");
    row("!(a && b)", "!(a && b)");
    row("signed", "signed == yes");
    row("signed == false", "signed == no");
    row("verdict in {failed, unsigned}", "verdict in {failed, unsigned}");
    row("kind == Governance", "kind == governance");
    row("key == 0x00FF", "key == 0x00ff");
    row("value ~ \"say \\\"hi\\\"\\n\"", "value ~ \"say \\\"hi\\\"\\x0a\"");
    row("size >= 4KiB", "size >= 4096");
    row("time < 2026-11-12", "time < 2026-11-12");
    row("time == 2026-11-12T09:14", "time == 2026-11-12T09:14");
    row("time == 2026-11-12..2026-11-13", "time == 2026-11-12T00:00:00Z..2026-11-13T23:59:59Z");
    row("public:ccf.gov.members.info", "public:ccf.gov.members.info");
    row("\"seqno\"", "\"seqno\"");
    row("0xdeadbeef", "0xdeadbeef");
    row("file ~ ledger_1-14.committed", "file ~ ledger_1-14.committed");
}

void TestFilterParser::accepts()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, printed);
    const ParsedFilter parsed = parseFilter(text.toStdString());
    QVERIFY(parsed.valid());
    QCOMPARE(QByteArray::fromStdString(printFilter(*parsed.root)), printed);
    QVERIFY(parseFilter(printed.toStdString()).root == parsed.root);
}

void TestFilterParser::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("id");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    const auto row = [](const char* text, FilterErrorId id, int position, int length) {
        QTest::newRow(text) << QByteArray(text) << static_cast<int>(id) << position << length;
    };
    using enum FilterErrorId;
    row("seqno", ExpectedOperator, 5, 0);
    row("seqno >", ExpectedValue, 7, 0);
    row("seqno > abc", NotANumber, 8, 3);
    row("seqno > 99999999999999999999", NotANumber, 8, 20);
    row("seqno > -1", NotANumber, 8, 2);
    row("size > 9999999999GiB", NotANumber, 7, 13);
    row("view > 4KiB", NotANumber, 7, 4);
    row("seqno ~ 4", OperatorNotAllowed, 6, 1);
    row("kind < signature", OperatorNotAllowed, 5, 1);
    row("seqno == 9..1", RangeBackwards, 9, 1);
    row("table == a..b", RangeNotAllowed, 10, 2);
    row("seqno > 1..5", RangeNotAllowed, 9, 2);
    row("seqno in {1, 2", ExpectedBrace, 14, 0);
    row("seqno in {}", ExpectedValue, 10, 1);
    row("seqno in {1 2}", ExpectedComma, 12, 1);
    row("verdict == pased", UnknownWord, 11, 5);
    row("tabel ~ gov", UnknownField, 0, 5);
    row("time > yesterday", NotATime, 7, 9);
    row("time > 2026-13-01", NotATime, 7, 10);
    row("a &", SingleSymbol, 2, 1);
    row("a = b", SingleSymbol, 2, 1);
    row("a && ", ExpectedTerm, 5, 0);
    row("a b", ExpectedJoin, 2, 1);
    row("(a", UnclosedParenthesis, 0, 1);
    row("a)", StrayParenthesis, 1, 1);
    row("\"open", OpenString, 0, 5);
    row("\"a\\q\"", BadEscape, 2, 2);
    row("\"a\\x4\"", BadEscape, 2, 2);
    row("key == 0x123", BadHex, 7, 5);
    row("key == 0x", BadHex, 7, 2);
    row("a \x01", BadCharacter, 2, 1);
}

void TestFilterParser::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, id);
    QFETCH(int, position);
    QFETCH(int, length);
    const ParsedFilter parsed = parseFilter(text.toStdString());
    QVERIFY(!parsed.root);
    QVERIFY(parsed.error);
    QCOMPARE(static_cast<int>(parsed.error->id), id);
    QCOMPARE(static_cast<int>(parsed.error->position), position);
    QCOMPARE(static_cast<int>(parsed.error->length), length);
}

void TestFilterParser::emptyHoldsForAll()
{
    QVERIFY(parseFilter("").valid());
    QVERIFY(!parseFilter(" \t ").root);
}

void TestFilterParser::hintsAtTheNearestWord()
{
    QCOMPARE(parseFilter("tabel ~ gov").error->hint, std::string("table"));
    QCOMPARE(parseFilter("verdict == pased").error->hint, std::string("passed"));
    QCOMPARE(parseFilter("a & b").error->hint, std::string("&&"));
    QCOMPARE(parseFilter("elephant == 1").error->hint, std::string());
}

void TestFilterParser::datesAreDays()
{
    const Operand day = parseFilter("time == 2026-11-12").root->operands.front();
    QCOMPARE(day.high - day.low, 86'399);
    const Operand minute = parseFilter("time == 2026-11-12T09:14Z").root->operands.front();
    QCOMPARE(minute.high - minute.low, 59);
    QCOMPARE(parseFilter("time == 2026-11-12T09:14:00Z").root->operands.front().low, minute.low);
}

void TestFilterParser::limitsDepthAndLength()
{
    QVERIFY(parseFilter(std::string(40, '(') + 'a' + std::string(40, ')')).valid());
    QCOMPARE(parseFilter(std::string(2000, '(') + 'a').error->id, FilterErrorId::TooDeep);
    QCOMPARE(parseFilter(std::string(4000, '!') + 'a').error->id, FilterErrorId::TooDeep);
    QCOMPARE(parseFilter(std::string(kMaxFilterLength + 1, 'a')).error->id, FilterErrorId::TooLong);
}

void TestFilterParser::survivesAnyBytes()
{
    static const char* const kParts[] = {"seqno", "table", "key",  "value", "time", "in",   "{",  "}",  "(", ")", "&&", "||",
                                         "!",     "==",    "!=",   "<",     "~",    "..",   ",",  "\"", "0x", "ff", "12", "2026-11-12",
                                         "kind",  "gov",   "\\",   " ",     "\xc3", "\x80", "=",  "&",  "signed", "verdict", "failed", "."};
    std::mt19937 random(7);
    int valid = 0;
    for (int round = 0; round < 200'000; ++round) {
        std::string text;
        for (auto parts = random() % 12; parts > 0; --parts) {
            text += kParts[random() % std::size(kParts)];
            if (random() % 2) text += ' ';
        }
        const ParsedFilter parsed = parseFilter(text);
        if (parsed.error) {
            QVERIFY(!parsed.root && parsed.error->position <= text.size());
            QVERIFY(parsed.error->length <= text.size() - parsed.error->position);
            continue;
        }
        if (!parsed.root) continue;
        ++valid;
        const ParsedFilter again = parseFilter(printFilter(*parsed.root));
        QVERIFY2(again.root == parsed.root, text.c_str());
    }
    QVERIFY(valid > 1000);
}

QTEST_GUILESS_MAIN(TestFilterParser)
#include "tst_filter_parser.moc"
