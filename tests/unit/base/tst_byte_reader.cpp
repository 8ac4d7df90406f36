#include "core/base/byte_reader.h"

#include <limits>

#include <QTest>

using namespace countersign;

class TestByteReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsNumbers();
    void stopsAtTheEnd();
    void aHugeLengthDoesNotWrap();
    void errorsNameThePlaceInTheFile();
};

void TestByteReader::readsNumbers()
{
    const ByteVector bytes{0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d,
                           0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00,
                           0x00, 0x01, 0x02, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    ByteReader reader(bytes);
    QCOMPARE(int(reader.u8("a").value()), 0x01);
    QCOMPARE(reader.u32le("b").value(), 0x05040302u);
    QCOMPARE(reader.u48le("c").value(), std::uint64_t{0x0b0a09080706});
    QCOMPARE(reader.take(2, "d").value().size(), std::size_t{2});
    QCOMPARE(reader.u64le("e").value(), std::numeric_limits<std::uint64_t>::max());
    QCOMPARE(reader.u64be("f").value(), std::uint64_t{0x0102});
    QCOMPARE(reader.i64le("g").value(), std::int64_t{-2});
    QVERIFY(reader.atEnd());
}

void TestByteReader::stopsAtTheEnd()
{
    const ByteVector bytes{1, 2, 3};
    ByteReader reader(bytes);
    QCOMPARE(reader.u32le("number").error().code, ErrorCode::Truncated);
    QCOMPARE(reader.u48le("number").error().code, ErrorCode::Truncated);
    QCOMPARE(reader.u64le("number").error().code, ErrorCode::Truncated);
    QCOMPARE(reader.u64be("number").error().code, ErrorCode::Truncated);
    QCOMPARE(reader.i64le("number").error().code, ErrorCode::Truncated);
    QCOMPARE(reader.position(), std::uint64_t{0});
    QVERIFY(reader.take(3, "rest"));
    QCOMPARE(reader.u8("more").error().code, ErrorCode::Truncated);
    QVERIFY(reader.take(0, "nothing"));
}

void TestByteReader::aHugeLengthDoesNotWrap()
{
    const ByteVector bytes(16);
    ByteReader reader(bytes, std::numeric_limits<std::uint32_t>::max());
    QVERIFY(reader.take(8, "some"));
    QVERIFY(!reader.take(std::numeric_limits<std::uint64_t>::max(), "all"));
    QVERIFY(!reader.take(std::numeric_limits<std::uint64_t>::max() - 7, "all"));
    QCOMPARE(reader.remaining(), std::uint64_t{8});
}

void TestByteReader::errorsNameThePlaceInTheFile()
{
    const ByteVector bytes(4);
    ByteReader reader(bytes, 0x1f0, "ledger_1-14.committed");
    QVERIFY(reader.u8("version"));
    const auto number = reader.u64le("entry header");
    QVERIFY(!number);
    QCOMPARE(number.error().where, std::string("ledger_1-14.committed@0x1f1: entry header"));
    QCOMPARE(reader.fault(ErrorCode::Malformed, "flags").where, std::string("ledger_1-14.committed@0x1f1: flags"));
}

QTEST_APPLESS_MAIN(TestByteReader)
#include "tst_byte_reader.moc"
