// A receipt that is dropped on the window, and what is said of it.

#include "tests/gui/evidence_window.h"
#include "tests/support/receipt_writer.h"
#include "tests/support/vectors.h"
#include "ui/common/verdict_badge.h"
#include "ui/receipts/receipts_page.h"
#include "ui/verify/identity_sheet.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include <zip.h>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::tests;
using namespace countersign::ui;

class TestReceiptsPage final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void emptyPageSaysWhatFillsIt();
    void droppedWithItsIdentityPasses();
    void documentIsTheClaim_data();
    void documentIsTheClaim();
    void unknownIdentityIsAmberUntilPinned();
    void alteredReceiptFails();
    void batchWithABadOne();
    void archiveHoldsMany();
    void filterAndExport();
    void structureAndBytesAreLinked();
    void azureReceiptUnderAnotherPinIsAmber();
    void isLookedUpInTheOpenLedger();
    void fileThatIsNoReceipt();

private:
    template <class T> T* child(const char* name) { return m_window->child<T>(name); }
    Verdict cardVerdict() { return child<VerdictBadge>("receiptVerdict")->verdict(); }
    Verdict batchVerdict() { return child<VerdictBadge>("batchVerdict")->verdict(); }
    bool judged() { return child<QWidget>("receiptCard") && child<QTableView>("checkTable")->model()->rowCount() > 0; }
    QAbstractItemModel* rows() { return child<QTableView>("receiptTable")->model(); }
    QString receipt(const QString& name, TransactionId id, const std::string& claimed = {}) const
    {
        return m_window->write(name, m_service.json(m_service.leaf(id, claimed)).dump());
    }
    QString pin() const { return m_window->write(QStringLiteral("service.pem"), m_service.serviceCertificate()); }

    ReceiptWriter m_service{"window"};
    std::unique_ptr<EvidenceWindow> m_window;
};

void TestReceiptsPage::init()
{
    m_window = std::make_unique<EvidenceWindow>();
}

void TestReceiptsPage::emptyPageSaysWhatFillsIt()
{
    m_window->desk().window().showPage(kHomeGroup, QStringLiteral("receipts"));
    QVERIFY(child<QWidget>("noReceipts")->isVisible());
    QVERIFY(!child<QWidget>("receiptCard"));
}

void TestReceiptsPage::droppedWithItsIdentityPasses()
{
    m_window->drop({receipt(QStringLiteral("order.receipt.json"), {2, 46}, "the order"), pin()});
    QTRY_VERIFY(judged());
    QCOMPARE(m_window->desk().window().currentPage().page, QStringLiteral("receipts"));
    QCOMPARE(cardVerdict(), Verdict::Passed);
    QVERIFY(child<QLabel>("registeredSentence")->text().contains(QStringLiteral("2.46")));
    QVERIFY(child<QLabel>("registeredSentence")->text().contains(QStringLiteral("service.pem")));
    QVERIFY(child<QLabel>("datesSentence")->isVisible());
    QVERIFY(!child<QPushButton>("pinButton")->isVisible());
    QVERIFY(!child<QTableView>("receiptTable")->isVisible()); // One receipt needs no list.
}

void TestReceiptsPage::documentIsTheClaim_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QString>("word");
    QTest::addColumn<int>("verdict");
    QTest::newRow("the document") << QByteArray("the order") << QStringLiteral(": yes") << int(Verdict::Passed);
    QTest::newRow("another") << QByteArray("the Order") << QStringLiteral(": no") << int(Verdict::Failed);
}

void TestReceiptsPage::documentIsTheClaim()
{
    QFETCH(QByteArray, document);
    QFETCH(QString, word);
    QFETCH(int, verdict);
    const QString file = m_window->write(QStringLiteral("order.txt"), document.toStdString());
    m_window->drop({receipt(QStringLiteral("order.receipt.json"), {2, 46}, "the order"), file, pin()});
    QTRY_VERIFY(judged());
    QVERIFY(child<QLabel>("documentAnswer")->isVisible());
    QVERIFY2(child<QLabel>("documentAnswer")->text().contains(word), qPrintable(child<QLabel>("documentAnswer")->text()));
    QCOMPARE(int(cardVerdict()), verdict);
}

void TestReceiptsPage::unknownIdentityIsAmberUntilPinned()
{
    m_window->drop({receipt(QStringLiteral("order.receipt.json"), {2, 46})});
    QTRY_VERIFY(judged());
    QCOMPARE(cardVerdict(), Verdict::Indeterminate);
    auto* pinButton = child<QPushButton>("pinButton");
    QVERIFY(pinButton->isVisible());
    m_window->prompts.file = pin();
    QTest::mouseClick(pinButton, Qt::LeftButton);
    auto* sheet = child<IdentitySheet>("identitySheet");
    QVERIFY(sheet->isOpen());
    QVERIFY(!sheet->findChild<QPushButton*>(QStringLiteral("ledgerItself"))); // A receipt has no word of its own.
    QTest::mouseClick(sheet->findChild<QPushButton*>(QStringLiteral("chooseCertificate")), Qt::LeftButton);
    QTRY_VERIFY(sheet->findChild<QPushButton*>(QStringLiteral("useIdentity"))->isVisibleTo(sheet));
    QTest::mouseClick(sheet->findChild<QPushButton*>(QStringLiteral("useIdentity")), Qt::LeftButton);
    QTRY_COMPARE(cardVerdict(), Verdict::Passed);
    // The pin is kept: the next receipt needs no question.
    QTRY_VERIFY(QFile::exists(m_window->path(QStringLiteral("pins.json"))));
    m_window->drop({receipt(QStringLiteral("next.receipt.json"), {2, 47})});
    QTRY_VERIFY(child<QLabel>("registeredSentence")->text().contains(QStringLiteral("2.47")));
    QCOMPARE(cardVerdict(), Verdict::Passed);
}

void TestReceiptsPage::alteredReceiptFails()
{
    auto altered = m_service.json(m_service.leaf({2, 46}, "the order"));
    altered["leaf_components"]["write_set_digest"] = std::string(64, 'a');
    m_window->drop({m_window->write(QStringLiteral("order.receipt.json"), altered.dump()), pin()});
    QTRY_VERIFY(judged());
    QCOMPARE(cardVerdict(), Verdict::Failed);
    QVERIFY(child<QLabel>("registeredSentence")->text().contains(QStringLiteral("does not prove")));
}

void TestReceiptsPage::batchWithABadOne()
{
    for (std::uint64_t i = 1; i <= 20; ++i)
        receipt(QStringLiteral("batch/%1.receipt.json").arg(i), {2, i}, "document " + std::to_string(i));
    auto altered = m_service.json(m_service.leaf({2, 99}));
    altered["signature"] = "AAAA";
    m_window->write(QStringLiteral("batch/bad.receipt.json"), altered.dump());
    m_window->drop({m_window->path(QStringLiteral("batch")), pin()});
    QTRY_VERIFY(child<QTableView>("receiptTable") && rows()->rowCount() == 21);
    const QAbstractItemModelTester tester(rows());
    QCOMPARE(batchVerdict(), Verdict::Failed);
    QVERIFY(child<VerdictBadge>("batchVerdict")->scope().contains(QStringLiteral("20")));
    auto* filter = child<QComboBox>("verdictFilter");
    filter->setCurrentIndex(filter->findData(int(Verdict::Failed)));
    QCOMPARE(rows()->rowCount(), 1);
    child<QTableView>("receiptTable")->selectRow(0);
    QTRY_COMPARE(cardVerdict(), Verdict::Failed);
}

void TestReceiptsPage::archiveHoldsMany()
{
    const QString file = m_window->path(QStringLiteral("orders.zip"));
    int code = 0;
    zip_t* archive = zip_open(file.toUtf8().constData(), ZIP_CREATE, &code);
    QVERIFY(archive);
    std::vector<std::string> texts;
    for (std::uint64_t i = 1; i <= 3; ++i) texts.push_back(m_service.json(m_service.leaf({2, i})).dump());
    texts.push_back(texts[0] + '\n' + texts[1] + '\n');
    const char* names[] = {"a/1.json", "a/2.json", "3.json", "lines.jsonl"};
    for (std::size_t i = 0; i < texts.size(); ++i)
        QVERIFY(zip_file_add(archive, names[i], zip_source_buffer(archive, texts[i].data(), texts[i].size(), 0), 0) >= 0);
    QCOMPARE(zip_close(archive), 0);
    m_window->drop({file, pin()});
    QTRY_VERIFY(child<QTableView>("receiptTable") && rows()->rowCount() == 5);
    QCOMPARE(batchVerdict(), Verdict::Passed);
    child<QTableView>("receiptTable")->selectRow(1);
    QTRY_VERIFY(judged());
    QCOMPARE(cardVerdict(), Verdict::Passed);
}

void TestReceiptsPage::filterAndExport()
{
    std::string lines;
    for (std::uint64_t i = 1; i <= 3; ++i) lines += m_service.json(m_service.leaf({2, i})).dump() + '\n';
    m_window->drop({m_window->write(QStringLiteral("=all.jsonl"), lines), pin()});
    QTRY_VERIFY(child<QTableView>("receiptTable") && rows()->rowCount() == 3);
    child<QLineEdit>("receiptFilter")->setText(QStringLiteral("line 2"));
    QCOMPARE(rows()->rowCount(), 1);
    m_window->prompts.saveFile = m_window->path(QStringLiteral("out.csv"));
    QTest::mouseClick(child<QToolButton>("exportReceipts"), Qt::LeftButton);
    QTRY_VERIFY(QFile::exists(*m_window->prompts.saveFile));
    QFile out(*m_window->prompts.saveFile);
    QVERIFY(out.open(QIODevice::ReadOnly));
    const QList<QByteArray> text = out.readAll().split('\n');
    QVERIFY(text[0].startsWith("verdict,reason,transaction,file,line"));
    QVERIFY(text[1].startsWith("\"passed\",\"\",\"2.2\""));
    QCOMPARE(text.size(), 3); // Header, one row, and what follows the last line end.
}

void TestReceiptsPage::structureAndBytesAreLinked()
{
    m_window->drop({receipt(QStringLiteral("order.receipt.json"), {2, 46}, "the order"), pin()});
    QTRY_VERIFY(judged());
    auto* tree = child<QTreeView>("structureTree");
    QTRY_VERIFY(tree->model()->rowCount() > 0);
    const auto hits = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("commit_evidence"), 1,
                                           Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(hits.size(), 1);
    tree->setCurrentIndex(hits.front());
    QVERIFY(child<QLabel>("placeLabel")->text().contains(QStringLiteral("offset")));
}

void TestReceiptsPage::azureReceiptUnderAnotherPinIsAmber()
{
    COUNTERSIGN_NEED_VECTORS("acl");
    const auto folder = QString::fromStdString((countersign::test::vectorsFolder() / "acl").string());
    m_window->drop({folder + QStringLiteral("/syn-two-claims.receipt.json"), pin()});
    QTRY_VERIFY(judged());
    QCOMPARE(cardVerdict(), Verdict::Indeterminate); // The pin is of another service: no contradiction here.
    QVERIFY(child<QPushButton>("pinButton")->isVisible());
    m_window->drop({folder + QStringLiteral("/syn-two-claims.receipt.json"), folder + QStringLiteral("/syn-two-claims.service.pem")});
    QTRY_COMPARE(cardVerdict(), Verdict::Passed);
}

void TestReceiptsPage::isLookedUpInTheOpenLedger()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto network = QString::fromStdString((countersign::test::vectorsFolder() / "ccf-network").string());
    const QString service = network + QStringLiteral("/receipts/service-1-first.pem");
    m_window->drop({network + QStringLiteral("/ledger/1-live/node0/ledger"), service});
    QTRY_VERIFY(m_window->desk().currentSession());
    QTRY_COMPARE_WITH_TIMEOUT(m_window->desk().currentSession()->state(), LedgerSession::State::Finished, 60'000);
    m_window->drop({network + QStringLiteral("/receipts/1-first-service/ack-member0.2.7.receipt.json"), service});
    QTRY_VERIFY(judged());
    auto* lookUp = child<QToolButton>("lookUpReceipts");
    QTRY_VERIFY(lookUp->isVisible());
    QCOMPARE(lookUp->menu()->actions().size(), 1);
    lookUp->menu()->actions().front()->trigger();
    const auto found = [this] {
        auto* model = child<QTableView>("checkTable")->model();
        return !model->match(model->index(0, 3), Qt::DisplayRole, QStringLiteral("bytes equal"), 1, Qt::MatchContains).isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(found(), 60'000);
    QCOMPARE(cardVerdict(), Verdict::Passed);
}

void TestReceiptsPage::fileThatIsNoReceipt()
{
    m_window->drop({m_window->write(QStringLiteral("note.txt"), std::string("hello"))});
    QTRY_VERIFY(child<QWidget>("errorLine"));
    QVERIFY(!child<QWidget>("receiptCard"));
}

QTEST_MAIN(TestReceiptsPage)
#include "tst_receipts_page.moc"
