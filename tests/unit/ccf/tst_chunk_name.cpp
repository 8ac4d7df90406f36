#include "core/ccf/ledger/chunk_name.h"

#include <QTest>

using namespace countersign::ccf;

class TestChunkName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chunks_data();
    void chunks();
    void refused_data();
    void refused();
    void snapshots();
};

void TestChunkName::chunks_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<quint64>("first");
    QTest::addColumn<quint64>("last"); ///< 0: none.
    QTest::addColumn<QString>("marks");
    QTest::newRow("open") << "ledger_7" << quint64{7} << quint64{0} << "";
    QTest::newRow("complete") << "ledger_7-9" << quint64{7} << quint64{9} << "";
    QTest::newRow("committed") << "ledger_7-7.committed" << quint64{7} << quint64{7} << "c";
    QTest::newRow("recovery") << "ledger_7.recovery" << quint64{7} << quint64{0} << "r";
    QTest::newRow("committed in recovery") << "ledger_7-9.committed.recovery" << quint64{7} << quint64{9} << "cr";
    QTest::newRow("ignored") << "ledger_7-9.committed.ignored" << quint64{7} << quint64{9} << "ci";
    QTest::newRow("corrupted") << "ledger_7-9.corrupted" << quint64{7} << quint64{9} << "i";
    QTest::newRow("largest") << "ledger_4611686018427387904" << (quint64{1} << 62) << quint64{0} << "";
}

void TestChunkName::chunks()
{
    QFETCH(QString, name);
    QFETCH(quint64, first);
    QFETCH(quint64, last);
    QFETCH(QString, marks);
    const auto chunk = parseChunkName(name.toStdString());
    QVERIFY(chunk);
    QCOMPARE(quint64{chunk->first}, first);
    QCOMPARE(quint64{chunk->last.value_or(0)}, last);
    QCOMPARE(chunk->committed, marks.contains(QLatin1Char('c')));
    QCOMPARE(chunk->recovery, marks.contains(QLatin1Char('r')));
    QCOMPARE(chunk->setAside, marks.contains(QLatin1Char('i')));
}

void TestChunkName::refused_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"", "ledger_", "ledger_0", "ledger_07", "ledger_7-", "ledger_9-7", "ledger_7-08", "ledger_-7",
                             "ledger_+7", "ledger_ 7", "ledger_7.committed", "ledger_7-9.commited", "ledger_7-9.committedx",
                             "ledger_7-9.recovery.committed", "Ledger_7", "ledger_7-9 ", "ledger_18446744073709551615",
                             "ledger_7-18446744073709551615.committed", "ledger_4611686018427387905", "xledger_7",
                             "ledger_99999999999999999999999", "ledger_7\n"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestChunkName::refused()
{
    QFETCH(QString, name);
    QVERIFY(!parseChunkName(name.toStdString()));
}

void TestChunkName::snapshots()
{
    const auto name = parseSnapshotName("snapshot_15_16.committed");
    QVERIFY(name && name->seqno == 15 && name->evidence == 16 && name->committed);
    QVERIFY(parseSnapshotName("snapshot_15_16"));
    QVERIFY(parseSnapshotName("snapshot_15_16.committed_20"));
    for (const char* bad : {"snapshot_15", "snapshot_15_", "snapshot_15_16.committed_", "snapshot_015_16", "snapshot_15_16x",
                            "snapshot_15_16.committed_0"})
        QVERIFY2(!parseSnapshotName(bad), bad);
}

QTEST_APPLESS_MAIN(TestChunkName)
#include "tst_chunk_name.moc"
