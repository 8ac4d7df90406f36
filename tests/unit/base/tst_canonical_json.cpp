#include "core/base/canonical_json.h"

#include <QTest>

#include <bit>
#include <limits>

using namespace countersign;
using nlohmann::json;

/// RFC 8785: its own examples, and what it refuses.
class TestCanonicalJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers_data();
    void numbers();
    void sortsByUtf16();
    void escapesAsEcmaScript();
    void theExampleOfTheStandard();
    void refuses();
    void takesOnlyItsOwnForm_data();
    void takesOnlyItsOwnForm();
};

void TestCanonicalJson::numbers_data()
{
    // RFC 8785 appendix B: IEEE 754 bits and text.
    QTest::addColumn<quint64>("bits");
    QTest::addColumn<QByteArray>("text");
    const std::pair<std::uint64_t, const char*> rows[] = {
        {0x0000000000000000, "0"},
        {0x8000000000000000, "0"},
        {0x0000000000000001, "5e-324"},
        {0x8000000000000001, "-5e-324"},
        {0x7fefffffffffffff, "1.7976931348623157e+308"},
        {0xffefffffffffffff, "-1.7976931348623157e+308"},
        {0x4340000000000000, "9007199254740992"},
        {0xc340000000000000, "-9007199254740992"},
        {0x4430000000000000, "295147905179352830000"},
        {0x44b52d02c7e14af5, "9.999999999999997e+22"},
        {0x44b52d02c7e14af6, "1e+23"},
        {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        {0x444b1ae4d6e2ef4e, "999999999999999700000"},
        {0x444b1ae4d6e2ef4f, "999999999999999900000"},
        {0x444b1ae4d6e2ef50, "1e+21"},
        {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
        {0x3eb0c6f7a0b5ed8d, "0.000001"},
        {0x41b3de4355555553, "333333333.3333332"},
        {0x41b3de4355555554, "333333333.33333325"},
        {0x41b3de4355555555, "333333333.3333333"},
        {0x41b3de4355555556, "333333333.3333334"},
        {0x41b3de4355555557, "333333333.33333343"},
        {0xbecbf647612f3696, "-0.0000033333333333333333"},
        {0x43143ff3c1cb0959, "1424953923781206.2"},
    };
    for (const auto& [bits, text] : rows) QTest::newRow(text) << quint64{bits} << QByteArray(text);
}

void TestCanonicalJson::numbers()
{
    QFETCH(quint64, bits);
    QFETCH(QByteArray, text);
    QCOMPARE(canonicalJson(json(std::bit_cast<double>(std::uint64_t{bits}))).value(), text.toStdString());
}

void TestCanonicalJson::sortsByUtf16()
{
    // RFC 8785 section 3.2.3.
    const json value = {{"\xe2\x82\xac", "Euro Sign"},
                        {"\r", "Carriage Return"},
                        {"\xef\xac\xb3", "Hebrew Letter Dalet With Dagesh"},
                        {"1", "One"},
                        {"\xf0\x9f\x98\x80", "Emoji: Grinning Face"},
                        {"\xc2\x80", "Control"},
                        {"\xc3\xb6", "Latin Small Letter O With Diaeresis"}};
    const std::string text = canonicalJson(value).value();
    std::size_t last = 0;
    for (const char* name : {"Carriage Return", "One", "Control", "Latin Small", "Euro Sign", "Emoji", "Hebrew"}) {
        const std::size_t at = text.find(name);
        QVERIFY2(at != std::string::npos && at > last, name);
        last = at;
    }
}

void TestCanonicalJson::escapesAsEcmaScript()
{
    QCOMPARE(canonicalJson(json("\b\t\n\f\r\"\\/\x01\x1f\x7f\xc3\xa9")).value(),
             std::string("\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\x7f\xc3\xa9\""));
}

void TestCanonicalJson::theExampleOfTheStandard()
{
    // RFC 8785 section 3.2.2.
    const std::string text =
        R"({"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],)"
        R"("string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]})";
    const std::string wanted = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                               "\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
    QCOMPARE(canonicalJson(parseJson(bytesOf(text)).value()).value(), wanted);
}

void TestCanonicalJson::refuses()
{
    QVERIFY(!canonicalJson(json("\xff")));
    QVERIFY(!canonicalJson(json{{"\xc3", 1}}));
    QVERIFY(!canonicalJson(json(std::numeric_limits<double>::infinity())));
    QVERIFY(!canonicalJson(json(std::numeric_limits<double>::quiet_NaN())));
    QVERIFY(!canonicalJson(json(std::uint64_t{9'007'199'254'740'992})));
    QVERIFY(!canonicalJson(json(std::numeric_limits<std::int64_t>::min())));
    QCOMPARE(canonicalJson(json(std::uint64_t{9'007'199'254'740'991})).value(), std::string("9007199254740991"));
    QCOMPARE(canonicalJson(json(std::int64_t{-9'007'199'254'740'991})).value(), std::string("-9007199254740991"));
    QVERIFY(!canonicalJson(json(std::int64_t{-9'007'199'254'740'992})));
}

void TestCanonicalJson::takesOnlyItsOwnForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("taken");
    QTest::newRow("canonical") << QByteArray(R"({"a":[1,2.5,"x"],"b":null})") << true;
    QTest::newRow("blank") << QByteArray(R"({"a": 1})") << false;
    QTest::newRow("order") << QByteArray(R"({"b":1,"a":2})") << false;
    QTest::newRow("twice") << QByteArray(R"({"a":1,"a":1})") << false;
    QTest::newRow("exponent") << QByteArray("1e2") << false;
    QTest::newRow("fraction") << QByteArray("1.0") << false;
    QTest::newRow("minus zero") << QByteArray("-0") << false;
    QTest::newRow("escape") << QByteArray(R"("\u0041")") << false;
    QTest::newRow("solidus") << QByteArray(R"("\/")") << false;
    QTest::newRow("line end") << QByteArray("1\n") << false;
}

void TestCanonicalJson::takesOnlyItsOwnForm()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, taken);
    QCOMPARE(parseCanonicalJson(bytesOf(text.toStdString())).has_value(), taken);
}

QTEST_APPLESS_MAIN(TestCanonicalJson)
#include "tst_canonical_json.moc"
