#include "core/ccf/ccf_family.h"
#include "tests/support/source_dir.h"
#include "ui/explore/explore_settings.h"
#include "ui/explore/filter_bar.h"
#include "ui/explore/filter_edit.h"
#include "ui/explore/proof_strip.h"
#include "ui/explore/transactions_page.h"
#include "ui/models/transaction_model.h"

#include <QFile>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <filesystem>

using namespace countersign;
using namespace countersign::ui;

/// The page over a real ledger.
class TestTransactionsLedger : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void lists();
    void proves();
    void filters_data();
    void filters();

private:
    int rows() const { return m_page->findChild<QTableView*>(QStringLiteral("transactionTable"))->model()->rowCount(); }
    bool chainIs(Verdict verdict) const;

    std::shared_ptr<EvidenceSource> m_source;
    std::shared_ptr<const VerificationReport> m_report;
    QThreadPool m_pool;
    QTemporaryDir m_folder;
    std::unique_ptr<ExploreSettings> m_settings;
    std::unique_ptr<TransactionsPage> m_page;
};

bool TestTransactionsLedger::chainIs(Verdict verdict) const
{
    std::vector<ProofLink> links;
    for (const ProofLinkButton* button : m_page->findChildren<ProofLinkButton*>()) links.push_back(button->link());
    return !links.empty() && overallOf(links) == verdict;
}

void TestTransactionsLedger::initTestCase()
{
    const std::filesystem::path folder =
        test::sourceDir().parent_path() / "shared/vectors/ccf-ledgers/double_sealed_service";
    if (!std::filesystem::exists(folder)) QSKIP("the ledgers of shared/vectors are not beside the checkout");
    auto opened = ccf::makeCcfFamily()->open({folder / "ledger"});
    QVERIFY(opened);
    m_source = *std::move(opened);
    VerifyOptions options;
    QFile certificate(QString::fromStdString((folder / "certs" / "service_cert.pem").string()));
    QVERIFY(certificate.open(QIODevice::ReadOnly));
    const QByteArray pem = certificate.readAll();
    options.anchors.push_back({ByteVector(pem.begin(), pem.end()), "service_cert.pem"});
    auto report = m_source->verify(options, {}, {});
    QVERIFY(report);
    QCOMPARE(report->verdict, Verdict::Passed);

    m_pool.setMaxThreadCount(4);
    m_settings = std::make_unique<ExploreSettings>(m_folder.filePath(QStringLiteral("settings.ini")));
    m_page = std::make_unique<TransactionsPage>(*m_settings, nullptr, m_pool);
    m_page->setSource(m_source);
    m_report = std::make_shared<VerificationReport>(*std::move(report));
    m_page->setReport(m_report);
    m_page->show();
}

void TestTransactionsLedger::cleanupTestCase()
{
    m_page.reset();
    m_pool.waitForDone();
}

void TestTransactionsLedger::lists()
{
    QTRY_COMPARE(rows(), 509);
    QVERIFY(m_page->goTo(QStringLiteral("484")));
    QTRY_VERIFY(m_page->findChild<QTreeView*>(QStringLiteral("structureTree"))->model()->rowCount() > 3);
}

void TestTransactionsLedger::proves()
{
    const auto proof = m_source->prove(484, *m_report);
    if (!proof && proof.error().code == ErrorCode::Unsupported) QSKIP("the family proves no single transaction yet");
    QVERIFY(proof);
    QVERIFY(m_page->goTo(QStringLiteral("484")));
    QTRY_VERIFY(chainIs(Verdict::Passed));
}

void TestTransactionsLedger::filters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::newRow("signatures") << QStringLiteral("kind == signature") << 156 << 156;
    QTest::newRow("all passed") << QStringLiteral("verdict == passed") << 509 << 509;
    QTest::newRow("unsigned") << QStringLiteral("!signed") << 0 << 0;
    QTest::newRow("table") << QStringLiteral("table ~ gov.service && seqno <= 484") << 1 << 40;
    QTest::newRow("value") << QStringLiteral("kind == signature && value ~ \"root\"") << 156 << 156;
    QTest::newRow("node") << QStringLiteral("node ~ e && kind == signature") << 1 << 156;
    QTest::newRow("nothing") << QStringLiteral("\"no such words in this ledger\"") << 0 << 0;
}

void TestTransactionsLedger::filters()
{
    QFETCH(QString, filter);
    QFETCH(int, least);
    QFETCH(int, most);
    auto* bar = m_page->findChild<FilterBar*>();
    bar->setFilter(filter);
    QTRY_COMPARE(bar->state(), FilterBar::State::Valid);
    QVERIFY2(bar->stateText().endsWith(QStringLiteral(" found.")), qPrintable(bar->stateText()));
    qInfo("%s", qPrintable(bar->stateText()));
    QVERIFY(rows() >= least && rows() <= most);
}

QTEST_MAIN(TestTransactionsLedger)
#include "tst_transactions_ledger.moc"
