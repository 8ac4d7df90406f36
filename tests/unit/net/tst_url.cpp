#include "core/net/url.h"

#include <QTest>

using namespace countersign;
using namespace countersign::net;

class TestUrl final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void encodesSegments();
};

void TestUrl::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("whole");
    QTest::addColumn<bool>("address");
    const auto row = [](const char* text, const char* whole, bool address) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(whole) << address;
    };
    row("https://127.0.0.1:9100", "https://127.0.0.1:9100/", true);
    row("HTTPS://Node.Example/", "https://node.example:443/", false);
    row("https://node.example:8000/node/tx?transaction_id=2.4", "https://node.example:8000/node/tx?transaction_id=2.4",
        false);
    row("https://[::1]:9100/x", "https://[::1]:9100/x", true);
    row("https://[2001:DB8::1]", "https://[2001:db8::1]:443/", true);
    row("https://a?b=c", "https://a:443/?b=c", false);
}

void TestUrl::reads()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, whole);
    QFETCH(bool, address);
    const auto url = parseUrl(text.toStdString());
    QVERIFY(url.has_value());
    QCOMPARE(QByteArray::fromStdString(url->toString()), whole);
    QCOMPARE(url->hostIsAddress(), address);
    QCOMPARE(*parseUrl(url->toString()), *url);
}

void TestUrl::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    const auto row = [](const char* text, ErrorCode code = ErrorCode::Malformed) {
        QTest::newRow(text) << QByteArray(text) << int(code);
    };
    row("http://127.0.0.1:9100/", ErrorCode::Unsupported);
    row("ftp://node", ErrorCode::Unsupported);
    for (const char* text : {"",
                             "node.example",
                             "https://",
                             "https:///x",
                             "https://user@node/",
                             "https://user:secret@node/",
                             "https://node/#x",
                             "https://node:0/",
                             "https://node:65536/",
                             "https://node:/",
                             "https://node:9x/",
                             "https://127.1/",
                             "https://0x7f000001/",
                             "https://2130706433/",
                             "https://[::1/",
                             "https://[node]/",
                             "https://[::1]x/",
                             "https://a..b/",
                             "https://.a/",
                             "https://no de/",
                             "https://node/\r\nx: y",
                             "https://node\\x",
                             "https://nöde/",
                             "//node/x"})
        row(text);
}

void TestUrl::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    const auto url = parseUrl(text.toStdString());
    QVERIFY(!url);
    QCOMPARE(int(url.error().code), code);
    QVERIFY(url.error().where.find("secret") == std::string::npos);
}

void TestUrl::encodesSegments()
{
    QCOMPARE(percentEncoded("/journal.js"), std::string("%2Fjournal.js"));
    QCOMPARE(percentEncoded("a b?&=#\xc3\xb6~"), std::string("a%20b%3F%26%3D%23%C3%B6~"));
}

QTEST_GUILESS_MAIN(TestUrl)
#include "tst_url.moc"
