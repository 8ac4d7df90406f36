#include "core/store/database.h"

#include "core/base/file_io.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::store;

class TestDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesComeBackAsTheyWent();
    void errorsSayWhatAndWhere();
    void readOnlyIsReadOnly();
    void aStopEndsALongStatement();
    void aTransactionLeftIsUndone();
    void anotherConnectionsLockIsAnError();
    void aStatementOutlivesAMove();
};

void TestDatabase::valuesComeBackAsTheyWent()
{
    Database database = Database::openTemporary().value();
    QVERIFY(database.execute("CREATE TABLE t(a, b, c, d)"));
    Statement insert = database.prepare("INSERT INTO t VALUES(?, ?, ?, ?)").value();
    const ByteVector bytes{0, 1, 0xff};
    QVERIFY(insert.bind(1, INT64_MIN).bind(2, "a'b").bind(3, bytes).bindNull(4).run());
    QCOMPARE(database.changes(), std::int64_t{1});
    QVERIFY(insert.bind(1, std::int64_t{7}).bind(2, std::string_view()).bind(3, Bytes()).bindNull(4).run());
    Statement select = database.prepare("SELECT a, b, c, d FROM t ORDER BY rowid").value();
    QVERIFY(select.step().value());
    QCOMPARE(select.integer(0), INT64_MIN);
    QCOMPARE(std::string(select.text(1)), std::string("a'b"));
    QCOMPARE(copyOf(select.bytes(2)), bytes);
    QVERIFY(select.isNull(3));
    QVERIFY(select.step().value());
    QVERIFY(!select.isNull(1) && select.text(1).empty());
    QVERIFY(!select.isNull(2) && select.bytes(2).empty());
    QVERIFY(!select.step().value());
}

void TestDatabase::errorsSayWhatAndWhere()
{
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "a.db";
    QCOMPARE(Database::open(file, OpenMode::ReadOnly).error().code, ErrorCode::NotFound);
    QVERIFY(writeFileAtomically(file, ByteVector(4096, 0x41)));
    Database garbage = Database::open(file, OpenMode::ReadWrite).value();
    const auto broken = garbage.execute("CREATE TABLE t(a)");
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, ErrorCode::Database);
    QCOMPARE(broken.error().where, std::string("a.db"));

    Database database = Database::openTemporary().value();
    QVERIFY(!database.prepare("SELEC 1"));
    QVERIFY(!database.prepare(""));
    Statement statement = database.prepare("SELECT ?").value();
    QVERIFY(!statement.bind(2, std::int64_t{1}).step());
    QVERIFY(!database.pragma("no_such_pragma"));
    QCOMPARE(database.pragma("user_version").value(), std::int64_t{0});
}

void TestDatabase::readOnlyIsReadOnly()
{
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "a.db";
    QVERIFY(Database::open(file, OpenMode::CreateOrWrite).value().execute("CREATE TABLE t(a)"));
    Database database = Database::open(file, OpenMode::ReadOnly).value();
    QVERIFY(!database.execute("INSERT INTO t VALUES(1)"));
}

void TestDatabase::aStopEndsALongStatement()
{
    Database database = Database::openTemporary().value();
    std::stop_source source;
    source.request_stop();
    database.stopOn(source.get_token());
    const char* forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    const auto stopped = database.execute(forever);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    database.stopOn({});
    QVERIFY(database.execute("SELECT 1"));
}

void TestDatabase::aTransactionLeftIsUndone()
{
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "a.db";
    Database database = Database::open(file, OpenMode::CreateOrWrite).value();
    QVERIFY(database.execute("CREATE TABLE t(a)"));
    {
        const Transaction transaction = Transaction::begin(database).value();
        QVERIFY(database.execute("INSERT INTO t VALUES(1)"));
    }
    {
        Transaction transaction = Transaction::begin(database).value();
        QVERIFY(database.execute("INSERT INTO t VALUES(2)"));
        QVERIFY(transaction.commit());
    }
    Statement select = database.prepare("SELECT a FROM t").value();
    QVERIFY(select.step().value());
    QCOMPARE(select.integer(0), std::int64_t{2});
    QVERIFY(!select.step().value());
}

void TestDatabase::anotherConnectionsLockIsAnError()
{
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "a.db";
    Database one = Database::open(file, OpenMode::CreateOrWrite).value();
    QVERIFY(one.execute("CREATE TABLE t(a)"));
    Database two = Database::open(file, OpenMode::ReadWrite).value();
    Transaction held = Transaction::begin(one).value();
    const auto refused = Transaction::begin(two);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Database);
    QVERIFY(held.commit());
    QVERIFY(Transaction::begin(two));
}

void TestDatabase::aStatementOutlivesAMove()
{
    Database first = Database::openTemporary().value();
    Statement select = first.prepare("SELECT 5").value();
    Database second = std::move(first);
    QVERIFY(select.step().value());
    QCOMPARE(select.integer(0), std::int64_t{5});
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
