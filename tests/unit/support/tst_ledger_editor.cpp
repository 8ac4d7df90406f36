#include "tests/support/ledger_editor.h"
#include "tests/support/ledger_script.h"
#include "tests/unit/support/ledger_checker.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

class TestLedgerEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void savesWhatItLoaded();
    void entriesAreReadAndLaidOutAlike();
    void forgeryWithAllKeysIsConsistent();
    void forgeryWithoutServiceKeyIsNoticed();
    void forgeryByAnotherServiceIsNoticed();
    void removedEntryWithAllKeysIsConsistent();
    void exchangedEntriesAreNoticed();

private:
    LedgerCheck saved(LedgerEditor& editor, const char* name);
    Forger allKeys() const;

    QTemporaryDir m_folder;
    GeneratedLedger m_made;
};

void TestLedgerEditor::initTestCase()
{
    LedgerScript script;
    script.transactions = 100;
    script.signatureEvery = 10;
    script.valueMin = script.valueMax = 40;
    script.service.chunkBytes = 20'000;
    auto made = script.run(m_folder.filePath(QStringLiteral("made")).toStdString());
    QVERIFY(made);
    m_made = *std::move(made);
}

LedgerCheck TestLedgerEditor::saved(LedgerEditor& editor, const char* name)
{
    const std::filesystem::path folder = m_folder.filePath(QString::fromLatin1(name)).toStdString();
    if (const auto state = editor.save(folder); !state) return {{state.error().where}, 0, 0, 0, 0, 0, 0, 0};
    return checkLedger(folder);
}

Forger TestLedgerEditor::allKeys() const
{
    Forger forger;
    forger.nodeKey = &m_made.nodes[0].key;
    forger.serviceKey = &m_made.identities[0].key;
    return forger;
}

void TestLedgerEditor::savesWhatItLoaded()
{
    auto editor = LedgerEditor::load(m_made.ledger());
    QVERIFY(editor);
    QCOMPARE(editor->size(), m_made.last.seqno);
    const LedgerCheck check = saved(*editor, "same");
    QVERIFY2(check.problems.empty(), check.problems.empty() ? "" : check.problems.front().c_str());
    std::vector<std::string> problems;
    const auto before = readLedger(m_made.ledger(), problems);
    const auto after = readLedger(m_folder.filePath(QStringLiteral("same")).toStdString(), problems);
    QCOMPARE(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) QVERIFY(before[i].bytes == after[i].bytes);
}

void TestLedgerEditor::entriesAreReadAndLaidOutAlike()
{
    auto editor = LedgerEditor::load(m_made.ledger());
    for (SeqNo seqno = 1; seqno <= editor->size(); ++seqno) {
        const ByteVector before = editor->entry(seqno);
        editor->replace(seqno, editor->content(seqno), LedgerScript().service.seed);
        QVERIFY(before == editor->entry(seqno));
    }
}

void TestLedgerEditor::forgeryWithAllKeysIsConsistent()
{
    auto editor = LedgerEditor::load(m_made.ledger());
    Transaction transaction = editor->content(40);
    transaction.write("public:app.records", "forged", "yes");
    editor->replace(40, transaction);
    Forger forger = allKeys();
    forger.from = 40;
    editor->resign(forger);
    const LedgerCheck check = saved(*editor, "all keys");
    QVERIFY2(check.problems.empty(), check.problems.empty() ? "" : check.problems.front().c_str());
}

void TestLedgerEditor::forgeryWithoutServiceKeyIsNoticed()
{
    auto editor = LedgerEditor::load(m_made.ledger());
    editor->entry(40).back() ^= 1;
    Forger forger;
    forger.nodeKey = &m_made.nodes[0].key;
    forger.from = 40;
    editor->resign(forger);
    const LedgerCheck check = saved(*editor, "node key");
    QVERIFY(!check.problems.empty());
    for (const std::string& problem : check.problems)
        QVERIFY2(problem.find("service signature") != std::string::npos, problem.c_str());
}

void TestLedgerEditor::forgeryByAnotherServiceIsNoticed()
{
    const EcKey other = EcKey::derive(crypto::KeyKind::P384, "another service");
    auto editor = LedgerEditor::load(m_made.ledger());
    Forger forger = allKeys();
    forger.serviceKey = &other;
    forger.from = 40;
    editor->resign(forger);
    QVERIFY(!saved(*editor, "another service").problems.empty());
}

void TestLedgerEditor::removedEntryWithAllKeysIsConsistent()
{
    auto editor = LedgerEditor::load(m_made.ledger());
    editor->erase(40);
    QVERIFY(!saved(*editor, "gap").problems.empty());
    editor->renumber();
    editor->resign(allKeys());
    const LedgerCheck check = saved(*editor, "closed gap");
    QVERIFY2(check.problems.empty(), check.problems.empty() ? "" : check.problems.front().c_str());
    QCOMPARE(check.transactions, m_made.last.seqno - 1);
}

void TestLedgerEditor::exchangedEntriesAreNoticed()
{
    auto editor = LedgerEditor::load(m_made.ledger());
    editor->exchange(40, 41);
    QVERIFY(!saved(*editor, "exchanged").problems.empty());
    editor->renumber();
    QVERIFY(!saved(*editor, "exchanged and renumbered").problems.empty());
}

QTEST_APPLESS_MAIN(TestLedgerEditor)
#include "tst_ledger_editor.moc"
