#include "core/base/transaction_id.h"

#include <QTest>

using namespace countersign;

class TestTransactionId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips();
    void ordersByViewThenSeqno();
    void refuses_data();
    void refuses();
};

void TestTransactionId::roundTrips()
{
    for (const char* text : {"1.1", "2.505", "18446744073709551615.18446744073709551615"}) {
        const auto id = parseTransactionId(text);
        QVERIFY2(id, text);
        QCOMPARE(id->toString(), std::string(text));
    }
}

void TestTransactionId::ordersByViewThenSeqno()
{
    QVERIFY((TransactionId{2, 900} < TransactionId{3, 1}));
    QVERIFY((TransactionId{2, 9} < TransactionId{2, 10}));
}

void TestTransactionId::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", ".", "1", "1.", ".1", "0.1", "1.0", "01.1", "1.01", "+1.1", "1.-1", " 1.1", "1.1 ",
                             "1.1.1", "1,1", "0x1.1", "18446744073709551616.1", "1.99999999999999999999"})
        QTest::newRow(*text ? text : "nothing") << QByteArray(text);
}

void TestTransactionId::refuses()
{
    QFETCH(QByteArray, text);
    const auto id = parseTransactionId(text.toStdString());
    QVERIFY(!id);
    QCOMPARE(id.error().code, ErrorCode::Malformed);
}

QTEST_APPLESS_MAIN(TestTransactionId)
#include "tst_transaction_id.moc"
