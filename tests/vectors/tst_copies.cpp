#include "tests/vectors/judging.h"

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;

/// Agreement of a majority of nodes is worth what the number of copies is: one copy is one, however it is named.
class TestCopies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void copiesOfTwoNodesCount();
    void oneFolderUnderTwoNames_data();
    void oneFolderUnderTwoNames();
    void linkedFiles();
    void linkedUnderAnotherName();
    void partsOfOneNode();
    void nodeFolderAndItsLedger();
    void cleanupTestCase() { printTable("Copies: case | expected | actual | ranges | signed to | reasons"); }

private:
    VerificationReport judge(const Paths& paths);
    std::vector<fs::path> files() const { return filesBelow(m_made.ledger(), ""); }

    Scratch m_scratch;
    GeneratedLedger m_made;
};

/// Three trusted nodes, so that two copies are a majority; file names claim nothing about commitment.
void TestCopies::initTestCase()
{
    LedgerScript script;
    script.transactions = 40;
    script.signatureEvery = 5;
    script.valueMin = script.valueMax = 40;
    script.nodes = 3;
    script.service.chunkBytes = 9'000;
    m_made = script.run(m_scratch.fresh()).value();
    for (const fs::path& file : files()) {
        const std::string name = file.filename().string();
        fs::rename(file, file.parent_path() / name.substr(0, name.find(".committed")));
    }
    QVERIFY(files().size() >= 3);
}

VerificationReport TestCopies::judge(const Paths& paths)
{
    const auto report = judged(paths, m_made.serviceCertificate());
    tableRow(QTest::currentTestFunction(), "", report);
    return report;
}

/// What keeps a report from being that of one good copy.
static std::string notAlone(const VerificationReport& report)
{
    if (const std::string problem = formProblem(report); !problem.empty()) return problem;
    if (report.verdict != Verdict::Passed) return reasonsOf(report);
    return report.committedBasis;
}

#define PASSED_ALONE(report) QCOMPARE(notAlone(report), std::string())

void TestCopies::copiesOfTwoNodesCount()
{
    PASSED_ALONE(judge({m_made.ledger()}));
    const auto report = judge({m_made.ledger(), m_scratch.copyOf(m_made.ledger())});
    QCOMPARE(report.verdict, Verdict::Passed);
    QCOMPARE(report.committedBasis, std::string("copies"));
    QCOMPARE(report.committedTo->seqno, m_made.last.seqno);

    // A copy that ends earlier counts as far as it goes.
    const fs::path shorter = m_scratch.copyOf(m_made.ledger());
    SeqNo end = 0;
    for (const fs::path& file : files()) {
        const auto name = *ccf::parseChunkName(file.filename().string());
        if (*name.last == m_made.last.seqno)
            fs::remove(shorter / file.filename());
        else
            end = std::max(end, *name.last);
    }
    const auto partly = judge({m_made.ledger(), shorter});
    QCOMPARE(partly.committedBasis, std::string("copies"));
    QCOMPARE(partly.committedTo->seqno, end);
}

void TestCopies::oneFolderUnderTwoNames_data()
{
    QTest::addColumn<int>("how");
    const char* names[] = {"the same text",   "a slash behind", "a detour",
                           "a symbolic link", "relative",       "a file of it beside"};
    for (int i = 0; i < 6; ++i) QTest::newRow(names[i]) << i;
}

void TestCopies::oneFolderUnderTwoNames()
{
    QFETCH(int, how);
    const fs::path folder = m_made.ledger();
    const fs::path link = m_scratch.fresh() / "link";
    fs::create_directory_symlink(folder, link);
    const fs::path others[] = {folder, folder.string() + "/", folder / ".." / folder.filename(),
                               link,   fs::relative(folder),  link / files().back().filename()};
    for (const Paths& paths : {Paths{folder, others[how]}, Paths{others[how], folder}}) {
        const auto report = judge(paths);
        PASSED_ALONE(report);
        QCOMPARE(report.stats.transactions, m_made.last.seqno);
    }
}

void TestCopies::linkedFiles()
{
    const fs::path other = m_scratch.fresh();
    for (const fs::path& file : files()) fs::create_hard_link(file, other / file.filename());
    PASSED_ALONE(judge({m_made.ledger(), other}));
    // One file of its own does not make the rest another copy.
    const fs::path last = other / files().back().filename();
    fs::remove(last);
    fs::copy_file(files().back(), last);
    PASSED_ALONE(judge({m_made.ledger(), other}));
}

void TestCopies::linkedUnderAnotherName()
{
    const fs::path other = m_scratch.fresh();
    for (const fs::path& file : files()) fs::create_hard_link(file, other / (file.filename().string() + ".committed"));
    const auto report = judge({m_made.ledger(), other});
    QCOMPARE(report.verdict, Verdict::Passed);
    QVERIFY2(report.committedBasis != "copies", report.committedBasis.c_str());
}

/// A node may keep its older files apart: two folders without a common transaction agree on nothing.
void TestCopies::partsOfOneNode()
{
    const fs::path older = m_scratch.fresh(), newer = m_scratch.fresh();
    for (const fs::path& file : files()) {
        const auto name = *ccf::parseChunkName(file.filename().string());
        fs::copy_file(file, (*name.last == m_made.last.seqno ? newer : older) / file.filename());
    }
    PASSED_ALONE(judge({older, newer}));
    PASSED_ALONE(judge({newer, older}));
}

void TestCopies::nodeFolderAndItsLedger()
{
    const fs::path node = m_scratch.copyOf(m_made.ledger());
    fs::create_directory(node / "ledger");
    for (const fs::path& file : files()) fs::copy_file(file, node / "ledger" / file.filename());
    PASSED_ALONE(judge({node}));
    PASSED_ALONE(judge({node / "ledger", node}));
}

QTEST_APPLESS_MAIN(TestCopies)
#include "tst_copies.moc"
