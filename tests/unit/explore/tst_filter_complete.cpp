#include "ui/explore/filter/filter_complete.h"

#include <QTest>

using namespace countersign::ui::filter;

class TestFilterComplete : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void offers_data();
    void offers();
};

void TestFilterComplete::offers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<int>("replaceFrom");
    const auto row = [](const char* text, const char* first, int from) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(first) << from;
    };
    row("", "seqno", 0);
    row("ver", "verdict", 0);
    row("seqno ", "==", 6);
    row("table ", "~", 6);
    row("table ~ ", "public:a", 8);
    row("table ~ gov", "public:gov", 8);
    row("kind == sig", "signature", 8);
    row("verdict in {passed, fa", "failed", 20);
    row("verdict in {", "passed", 12);
    row("seqno > 4 ", "&&", 10);
    row("seqno > 4 && ki", "kind", 13);
    row("!", "seqno", 1);
    row("file == two", "\"two parts\"", 8);
    row("\"open", "", 5);
    row("seqno > ", "", 8);
}

void TestFilterComplete::offers()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, first);
    QFETCH(int, replaceFrom);
    const Completions found = completionsAt(text.toStdString(), static_cast<std::size_t>(text.size()),
                                            {"public:a", "public:gov"}, {"one", "two parts"});
    QCOMPARE(found.words.empty() ? QByteArray() : QByteArray::fromStdString(found.words.front()), first);
    QCOMPARE(static_cast<int>(found.replaceFrom), replaceFrom);
}

QTEST_GUILESS_MAIN(TestFilterComplete)
#include "tst_filter_complete.moc"
