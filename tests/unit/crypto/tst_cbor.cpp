#include "core/base/hex.h"
#include "core/crypto/cbor.h"

#include <limits>

#include <QTest>

using namespace countersign;
using namespace countersign::crypto;

namespace {

ByteVector hexBytes(const QByteArray& hex)
{
    return fromHex(hex.toStdString()).value();
}

struct Row {
    const char* hex;
    const char* diagnostic;
};

/// RFC 8949 appendix A, as far as the strict reading allows.
constexpr Row kAccepted[] = {
    {"00", "0"},
    {"01", "1"},
    {"0a", "10"},
    {"17", "23"},
    {"1818", "24"},
    {"1819", "25"},
    {"1864", "100"},
    {"1903e8", "1000"},
    {"1a000f4240", "1000000"},
    {"1b000000e8d4a51000", "1000000000000"},
    {"1bffffffffffffffff", "18446744073709551615"},
    {"c249010000000000000000", "2(h'010000000000000000')"},
    {"3bffffffffffffffff", "-18446744073709551616"},
    {"c349010000000000000000", "3(h'010000000000000000')"},
    {"20", "-1"},
    {"29", "-10"},
    {"3863", "-100"},
    {"3903e7", "-1000"},
    {"f4", "false"},
    {"f5", "true"},
    {"f6", "null"},
    {"c074323031332d30332d32315432303a30343a30305a", "0(\"2013-03-21T20:04:00Z\")"},
    {"c11a514b67b0", "1(1363896240)"},
    {"d74401020304", "23(h'01020304')"},
    {"d818456449455446", "24(h'6449455446')"},
    {"d82076687474703a2f2f7777772e6578616d706c652e636f6d", "32(\"http://www.example.com\")"},
    {"40", "h''"},
    {"4401020304", "h'01020304'"},
    {"60", "\"\""},
    {"6161", "\"a\""},
    {"6449455446", "\"IETF\""},
    {"62225c", "\"\\\"\\\\\""},
    {"62c3bc", "\"\xc3\xbc\""},
    {"63e6b0b4", "\"\xe6\xb0\xb4\""},
    {"64f0908591", "\"\xf0\x90\x85\x91\""},
    {"80", "[]"},
    {"83010203", "[1, 2, 3]"},
    {"8301820203820405", "[1, [2, 3], [4, 5]]"},
    {"98190102030405060708090a0b0c0d0e0f101112131415161718181819",
     "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]"},
    {"a0", "{}"},
    {"a201020304", "{1: 2, 3: 4}"},
    {"a26161016162820203", "{\"a\": 1, \"b\": [2, 3]}"},
    {"826161a161626163", "[\"a\", {\"b\": \"c\"}]"},
    {"a56161614161626142616361436164614461656145",
     "{\"a\": \"A\", \"b\": \"B\", \"c\": \"C\", \"d\": \"D\", \"e\": \"E\"}"},
};

struct Refusal {
    const char* name;
    const char* hex;
    ErrorCode code;
};

constexpr Refusal kRefused[] = {
    {"half float 0.0", "f90000", ErrorCode::Unsupported},
    {"single float 100000.0", "fa47c35000", ErrorCode::Unsupported},
    {"double float 1.1", "fb3ff199999999999a", ErrorCode::Unsupported},
    {"not a number", "f97e00", ErrorCode::Unsupported},
    {"undefined", "f7", ErrorCode::Unsupported},
    {"simple 16", "f0", ErrorCode::Unsupported},
    {"simple 255", "f8ff", ErrorCode::Unsupported},
    {"byte string of unknown length", "5f42010243030405ff", ErrorCode::Malformed},
    {"text string of unknown length", "7f657374726561646d696e67ff", ErrorCode::Malformed},
    {"array of unknown length", "9fff", ErrorCode::Malformed},
    {"array in array of unknown length", "83018202039f0405ff", ErrorCode::Malformed},
    {"map of unknown length", "bf6346756ef563416d7421ff", ErrorCode::Malformed},
    {"break alone", "ff", ErrorCode::Malformed},
    {"break in an array", "81ff", ErrorCode::Malformed},
    {"reserved head 28", "1c", ErrorCode::Malformed},
    {"reserved head 30", "5e", ErrorCode::Malformed},
    {"reserved simple 28", "fc", ErrorCode::Malformed},
    {"indefinite integer", "1f", ErrorCode::Malformed},
    {"indefinite tag", "df00", ErrorCode::Malformed},
    {"23 in one byte", "1817", ErrorCode::Malformed},
    {"255 in two bytes", "1900ff", ErrorCode::Malformed},
    {"65535 in four bytes", "1a0000ffff", ErrorCode::Malformed},
    {"2^32-1 in eight bytes", "1b00000000ffffffff", ErrorCode::Malformed},
    {"-1 in one byte", "3800", ErrorCode::Malformed},
    {"length in one byte too many", "580101", ErrorCode::Malformed},
    {"count in one byte too many", "980101", ErrorCode::Malformed},
    {"tag in one byte too many", "d81200", ErrorCode::Malformed},
    {"key twice, integers", "a201010102", ErrorCode::Malformed},
    {"key twice, apart", "a3010102020103", ErrorCode::Malformed},
    {"key twice, text", "a2616101616102", ErrorCode::Malformed},
    {"key twice, arrays", "a2810101810102", ErrorCode::Malformed},
    {"key twice, below", "81a201010102", ErrorCode::Malformed},
    {"byte after the item", "0000", ErrorCode::Malformed},
    {"overlong text", "62c080", ErrorCode::Malformed},
    {"lone continuation", "6180", ErrorCode::Malformed},
    {"cut character", "61c3", ErrorCode::Malformed},
    {"surrogate", "63eda080", ErrorCode::Malformed},
    {"beyond U+10FFFF", "64f4908080", ErrorCode::Malformed},
    {"overlong of three", "63e08080", ErrorCode::Malformed},
    {"overlong of four", "64f0808080", ErrorCode::Malformed},
    {"byte that never occurs", "61ff", ErrorCode::Malformed},
    {"nothing", "", ErrorCode::Truncated},
    {"length of 2^64-1", "5bffffffffffffffff", ErrorCode::Truncated},
    {"array of 2^64-1", "9bffffffffffffffff", ErrorCode::Truncated},
    {"map of 2^63 entries", "bb8000000000000000", ErrorCode::Truncated},
};

void addAcceptedRows()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QByteArray>("diagnostic");
    for (const Row& row : kAccepted) QTest::newRow(row.hex) << QByteArray(row.hex) << QByteArray(row.diagnostic);
}

} // namespace

class TestCbor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data() { addAcceptedRows(); }
    void accepts();
    void refusesEveryPrefix_data() { addAcceptedRows(); }
    void refusesEveryPrefix();
    void refuses_data();
    void refuses();
    void depthIsBounded();
    void itemsAreBounded();
    void findsDuplicatesInLargeMaps();
    void carriesRanges();
    void findsByLabel();
    void accessorsRefuseOtherKinds();
    void writesShortestForms();
    void diagnosticEscapes();
};

void TestCbor::accepts()
{
    QFETCH(QByteArray, hex);
    QFETCH(QByteArray, diagnostic);
    const ByteVector bytes = hexBytes(hex);
    const auto value = parseCbor(bytes);
    QVERIFY2(value, value ? "" : value.error().where.c_str());
    QCOMPARE(cborDiagnostic(*value), diagnostic.toStdString());
    QVERIFY((value->range == ByteRange{0, bytes.size()}));
}

void TestCbor::refusesEveryPrefix()
{
    QFETCH(QByteArray, hex);
    const ByteVector bytes = hexBytes(hex);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const ByteVector prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
        const auto value = parseCbor(prefix);
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::Truncated);
    }
}

void TestCbor::refuses_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<int>("code");
    for (const Refusal& row : kRefused) QTest::newRow(row.name) << QByteArray(row.hex) << static_cast<int>(row.code);
}

void TestCbor::refuses()
{
    QFETCH(QByteArray, hex);
    QFETCH(int, code);
    const ByteVector bytes = hexBytes(hex);
    const auto value = parseCbor(bytes);
    QVERIFY(!value);
    QCOMPARE(errorCodeName(value.error().code), errorCodeName(static_cast<ErrorCode>(code)));
}

void TestCbor::depthIsBounded()
{
    for (const std::uint8_t head : {std::uint8_t{0x81}, std::uint8_t{0xc6}}) {
        ByteVector bytes(32, head);
        bytes.push_back(0x00);
        QVERIFY(parseCbor(bytes));
        bytes.insert(bytes.begin(), head);
        QCOMPARE(parseCbor(bytes).error().code, ErrorCode::LimitExceeded);
    }
    const ByteVector deep(1'000'000, 0x81);
    QCOMPARE(parseCbor(deep).error().code, ErrorCode::LimitExceeded);
    QCOMPARE(parseCbor(hexBytes("a100a10000"), {.depth = 1, .items = 10}).error().code, ErrorCode::LimitExceeded);
}

void TestCbor::itemsAreBounded()
{
    const ByteVector array = hexBytes("8400010203");
    QVERIFY(parseCbor(array, {.depth = 32, .items = 5}));
    QCOMPARE(parseCbor(array, {.depth = 32, .items = 4}).error().code, ErrorCode::LimitExceeded);
    const ByteVector map = hexBytes("a201020304");
    QVERIFY(parseCbor(map, {.depth = 32, .items = 5}));
    QCOMPARE(parseCbor(map, {.depth = 32, .items = 4}).error().code, ErrorCode::LimitExceeded);
}

void TestCbor::findsDuplicatesInLargeMaps()
{
    constexpr std::int64_t kCount = 49'000;
    for (const std::int64_t last : {kCount - 1, std::int64_t{7}}) {
        CborWriter writer;
        writer.map(kCount);
        for (std::int64_t i = 0; i < kCount - 1; ++i) writer.integer(i).null();
        writer.integer(last).null();
        const auto value = parseCbor(writer.bytes());
        QCOMPARE(value.has_value(), last == kCount - 1);
    }
}

void TestCbor::carriesRanges()
{
    const ByteVector bytes = hexBytes("d28443a10126a0f64102");
    const auto value = parseCbor(bytes);
    QVERIFY(value);
    const auto& parts = value->items.at(0).items;
    QVERIFY((value->items.at(0).range == ByteRange{1, 9}));
    QVERIFY((parts.at(0).range == ByteRange{2, 4}));
    QVERIFY((parts.at(1).range == ByteRange{6, 1}));
    QVERIFY((parts.at(2).range == ByteRange{7, 1}));
    QVERIFY((parts.at(3).range == ByteRange{8, 2}));
    QVERIFY(parts.at(0).string.data() == bytes.data() + 3);
}

void TestCbor::findsByLabel()
{
    CborWriter writer;
    writer.map(4).integer(1).textString("one").integer(-1).textString("minus one").textString("1").textString("text");
    writer.byteString(bytesOf("1")).textString("bytes");
    const auto value = parseCbor(writer.bytes());
    QVERIFY(value);
    QVERIFY(value->find(1)->asText().value() == "one");
    QVERIFY(value->find(-1)->asText().value() == "minus one");
    QVERIFY(value->find("1")->asText().value() == "text");
    QVERIFY(!value->find(2));
    QVERIFY(!value->find("2"));
    QVERIFY(!value->entries[0].second.find(1));
}

void TestCbor::accessorsRefuseOtherKinds()
{
    const ByteVector tooLarge = hexBytes("1b8000000000000000");
    QVERIFY(!parseCbor(tooLarge)->asInt());
    const ByteVector tooSmall = hexBytes("3b8000000000000000");
    QVERIFY(!parseCbor(tooSmall)->asInt());
    const ByteVector least = hexBytes("3b7fffffffffffffff");
    QCOMPARE(parseCbor(least)->asInt().value(), std::numeric_limits<std::int64_t>::min());
    const ByteVector text = hexBytes("6131");
    QVERIFY(!parseCbor(text)->asInt());
    QVERIFY(!parseCbor(text)->asBytes());
    const ByteVector truth = hexBytes("f5");
    QVERIFY(!parseCbor(truth)->asInt());
    QVERIFY(!parseCbor(truth)->asText());
}

void TestCbor::writesShortestForms()
{
    for (const std::int64_t value :
         {std::int64_t{0}, std::int64_t{23}, std::int64_t{24}, std::int64_t{255}, std::int64_t{256},
          std::int64_t{65535}, std::int64_t{65536}, std::int64_t{0xffffffff}, std::int64_t{0x100000000},
          std::int64_t{-1}, std::int64_t{-24}, std::int64_t{-25}, std::int64_t{-256}, std::int64_t{-257},
          std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
        CborWriter writer;
        writer.integer(value);
        const auto parsed = parseCbor(writer.bytes());
        QVERIFY(parsed);
        QCOMPARE(parsed->asInt().value(), value);
    }
    CborWriter writer;
    writer.tag(18).array(4).byteString(ByteVector(300)).map(0).boolean(true).boolean(false);
    QCOMPARE(toHex(Bytes(writer.bytes()).first(5)), std::string("d28459012c"));
    QCOMPARE(toHex(Bytes(writer.bytes()).last(3)), std::string("a0f5f4"));
}

void TestCbor::diagnosticEscapes()
{
    CborWriter writer;
    writer.textString(std::string_view("a\0\n\x1b\x7f\xc2\x85\xe2\x80\xae\xf3\xa0\x80\x81z", 15));
    const auto value = parseCbor(writer.bytes());
    QVERIFY(value);
    QCOMPARE(cborDiagnostic(*value), std::string("\"a\\u0000\\u000a\\u001b\\u007f\\u0085\\u202e\\udb40\\udc01z\""));
}

QTEST_APPLESS_MAIN(TestCbor)
#include "tst_cbor.moc"
