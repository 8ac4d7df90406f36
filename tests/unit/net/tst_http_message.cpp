#include "core/net/http_message.h"

#include <QTest>

using namespace countersign;
using namespace countersign::net;

class TestHttpMessage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsInPiecesOfAnySize_data();
    void readsInPiecesOfAnySize();
    void refuses_data();
    void refuses();
    void keepsToItsLimits();
    void isTruncatedWhenClosedEarly();
    void refusesRequestsThatCouldSplit_data();
    void refusesRequestsThatCouldSplit();
};

void TestHttpMessage::readsInPiecesOfAnySize_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("bodyExpected");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, const char* text, int status, const char* body, bool bodyExpected = true) {
        QTest::newRow(name) << QByteArray(text) << bodyExpected << status << QByteArray(body);
    };
    row("counted", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello");
    row("empty", "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n", 503, "");
    row("no reason", "HTTP/1.1 204\r\n\r\n", 204, "");
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nx: y\r\n\r\n",
        200, "hello");
    row("after interim", "HTTP/1.1 100 Continue\r\nx: y\r\n\r\nHTTP/1.1 404 No\r\ncontent-length: 1\r\n\r\nx", 404,
        "x");
    row("head", "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n", 200, "", false);
    row("not modified", "HTTP/1.1 304 Same\r\ncontent-length: 500\r\n\r\n", 304, "");
}

void TestHttpMessage::readsInPiecesOfAnySize()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, bodyExpected);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const std::string whole = text.toStdString();
    for (std::size_t size = 1; size <= whole.size(); ++size) {
        ReplyReader reader({}, bodyExpected);
        for (std::size_t at = 0; at < whole.size(); at += size) {
            QVERIFY(!reader.whole());
            QVERIFY(reader.take(bytesOf(std::string_view(whole).substr(at, size))));
        }
        QVERIFY(reader.whole());
        QVERIFY(reader.close());
        const HttpReply reply = reader.takeReply();
        QCOMPARE(reply.status, status);
        QCOMPARE(QByteArray::fromStdString(std::string(textOf(reply.body))), body);
    }
}

void TestHttpMessage::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const char* text) { QTest::newRow(name) << QByteArray(text); };
    row("other protocol", "HTTP/2 200 OK\r\n\r\n");
    row("no status", "HTTP/1.1 OK\r\n\r\n");
    row("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n");
    row("signed status", "HTTP/1.1 -20 OK\r\n\r\n");
    row("bare LF", "HTTP/1.1 200 OK\n\n");
    row("folded header", "HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n");
    row("space before colon", "HTTP/1.1 200 OK\r\na : b\r\n\r\n");
    row("control in header", "HTTP/1.1 200 OK\r\na: b\x01\r\n\r\n");
    row("CR in header", "HTTP/1.1 200 OK\r\na: b\rc\r\n\r\n");
    row("signed length", "HTTP/1.1 200 OK\r\ncontent-length: +5\r\n\r\nhello");
    row("list of lengths", "HTTP/1.1 200 OK\r\ncontent-length: 5, 5\r\n\r\nhello");
    row("gzip coding", "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n");
    row("no length", "HTTP/1.1 200 OK\r\n\r\nhello");
    row("chunk too long", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhello\r\n");
    row("chunk without size", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n");
    row("two replies", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK\r\n");
    row("protocol switch", "HTTP/1.1 101 Switching\r\n\r\n");
}

void TestHttpMessage::refuses()
{
    QFETCH(QByteArray, text);
    ReplyReader reader({}, true);
    const auto taken = reader.take(bytesOf(text.toStdString()));
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, ErrorCode::Malformed);
}

void TestHttpMessage::keepsToItsLimits()
{
    HttpLimits limits;
    limits.bodyBytes = 4;
    limits.headerBytes = 60;
    limits.headerCount = 2;
    const auto code = [&](const char* text) {
        ReplyReader reader(limits, true);
        const auto taken = reader.take(bytesOf(text));
        return taken ? ErrorCode::NotFound : taken.error().code;
    };
    QCOMPARE(code("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfour"), ErrorCode::NotFound);
    QCOMPARE(code("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"), ErrorCode::LimitExceeded);
    QCOMPARE(code("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\n"), ErrorCode::LimitExceeded);
    QCOMPARE(code("HTTP/1.1 200 OK\r\na: 1\r\nb: 2\r\nc: 3\r\n"), ErrorCode::LimitExceeded);
    QCOMPARE(code("HTTP/1.1 200 OK\r\na: 12345678901234567890123456789012345678901"), ErrorCode::LimitExceeded);
    QCOMPARE(code("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000000\r\n"), ErrorCode::Malformed);
}

void TestHttpMessage::isTruncatedWhenClosedEarly()
{
    const std::string whole = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        ReplyReader reader({}, true);
        QVERIFY(reader.take(bytesOf(std::string_view(whole).substr(0, size))));
        QVERIFY(!reader.whole());
        QCOMPARE(reader.close().error().code, ErrorCode::Truncated);
    }
}

void TestHttpMessage::refusesRequestsThatCouldSplit_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("method with a space") << QByteArray("GET /x") << QByteArray("a") << QByteArray("b");
    QTest::newRow("name with CRLF") << QByteArray("GET") << QByteArray("a\r\nb") << QByteArray("c");
    QTest::newRow("value with CRLF") << QByteArray("GET") << QByteArray("a") << QByteArray("b\r\nc: d");
    QTest::newRow("own length") << QByteArray("GET") << QByteArray("Content-Length") << QByteArray("3");
    QTest::newRow("own host") << QByteArray("GET") << QByteArray("HOST") << QByteArray("x");
}

void TestHttpMessage::refusesRequestsThatCouldSplit()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    HttpRequest request;
    request.url = parseUrl("https://node/").value();
    QVERIFY(serialiseRequest(request));
    request.method = method.toStdString();
    request.headers = {{name.toStdString(), value.toStdString()}};
    const auto bytes = serialiseRequest(request);
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(TestHttpMessage)
#include "tst_http_message.moc"
