// Attestation evidence that is dropped on the window, and the nodes of a ledger.

#include "tests/gui/evidence_window.h"
#include "tests/support/vectors.h"
#include "ui/attestation/check_groups.h"
#include "ui/attestation/evidence_model.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_badge.h"
#include "ui/verify/ledger_session.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace countersign;
using namespace countersign::tests;
using namespace countersign::ui;

namespace {

const std::string kVirtual =
    R"({"format":"Insecure_Virtual","node_id":"cfe91dd373a6a987dc5e8058b6e1f0f32bc310c550251881dc79e641e3db8937","raw":")"
    "eyJob3N0X2RhdGEiOiI3OTdmYWFlM2FjMDU0NDVmOGY5NjU5ZWI4ODRlZTJiNmE5MTQ1ZjQyYThmMmYyNmQ0ZWFjZDI4MGQ0OGFlNWFlIiwibWVhc3Vy"
    "ZW1lbnQiOiJJbnNlY3VyZSBoYXJkLWNvZGVkIHZpcnR1YWwgbWVhc3VyZW1lbnQgdjEiLCJyZXBvcnRfZGF0YSI6Inora2QwM09tcVlmY1hvQll0dUh3"
    "OHl2REVNVlFKUmlCM0hubVFlUGJpVGM9In0=\"}";

QString vector(const char* name)
{
    return QString::fromStdString((countersign::test::vectorsFolder() / "attestation" / name).string());
}

} // namespace

class TestAttestationPage final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_window = std::make_unique<EvidenceWindow>(); }
    void cleanup() { m_window.reset(); }
    void rootsCanBeChecked();
    void virtualEvidenceIsRed();
    void threeAnswersStayApart();
    void policyMakesItWanted();
    void alteredReportFails();
    void everyNodeOfALedger();
    void groupsCoverEveryCheck();

private:
    template <class T> T* child(const char* name) { return m_window->child<T>(name); }
    Verdict answer(const char* name) { return child<VerdictBadge>(name)->verdict(); }
    bool judged() { return child<QTableView>("evidenceChecks") && child<QTableView>("evidenceChecks")->model()->rowCount() > 0; }

    std::unique_ptr<EvidenceWindow> m_window;
};

void TestAttestationPage::rootsCanBeChecked()
{
    m_window->desk().window().showPage(kHomeGroup, QStringLiteral("attestation"));
    QVERIFY(child<QWidget>("noEvidence")->isVisible());
    auto* model = child<QTableView>("rootTable")->model();
    QCOMPARE(model->rowCount(), 4);
    for (int row = 0; row < model->rowCount(); ++row)
        QCOMPARE(model->index(row, 2).data().toString().size(), 64);
}

void TestAttestationPage::virtualEvidenceIsRed()
{
    m_window->drop({m_window->write(QStringLiteral("quote.json"), kVirtual)});
    QTRY_VERIFY(judged());
    QCOMPARE(m_window->desk().window().currentPage().page, QStringLiteral("attestation"));
    auto* warning = child<QLabel>("virtualWarning");
    QVERIFY(warning->isVisible());
    QVERIFY(warning->text().startsWith(QStringLiteral("No assurance")));
    QCOMPARE(warning->palette().color(QPalette::WindowText), tokensOf(m_window->desk().window().palette()).failed);
    QVERIFY(answer("authenticAnswer") != Verdict::Passed);
    QVERIFY(child<VerdictBadge>("evidenceVerdict")->verdict() != Verdict::Passed);
    auto* model = child<QTableView>("evidenceTable")->model();
    const QModelIndex verdict = model->index(0, EvidenceModel::VerdictColumn);
    QCOMPARE(verdict.data().toString(), QStringLiteral("No assurance"));
    QCOMPARE(verdict.data(Qt::ForegroundRole).value<QColor>(), tokensOf(QApplication::palette()).failed);
}

void TestAttestationPage::threeAnswersStayApart()
{
    COUNTERSIGN_NEED_VECTORS("attestation");
    m_window->drop({vector("snp/snp-milan-v3-vcek-ccf-e75e8d")});
    QTRY_VERIFY(judged());
    QCOMPARE(answer("authenticAnswer"), Verdict::Passed);
    QVERIFY(answer("wantedAnswer") != Verdict::Failed);
    QVERIFY(!child<QLabel>("virtualWarning")->isVisible());
    auto* tree = child<QTreeView>("structureTree");
    QTRY_VERIFY(tree->model()->rowCount() > 0);
    const auto hits = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("measurement"), 1,
                                           Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(hits.size(), 1);
    tree->setCurrentIndex(hits.front());
    QVERIFY(child<QLabel>("placeLabel")->text().contains(QStringLiteral("144"))); // 0x90
}

void TestAttestationPage::policyMakesItWanted()
{
    COUNTERSIGN_NEED_VECTORS("attestation");
    m_window->drop({vector("snp/snp-milan-v3-vcek-ccf-e75e8d")});
    QTRY_VERIFY(judged());
    const std::string policy = R"({"schema":"countersign.attestation-policy/1","snp":{"hostData":[")" + std::string(64, 'a') + "\"]}}";
    m_window->prompts.file = m_window->write(QStringLiteral("policy.json"), policy);
    QTest::mouseClick(child<QToolButton>("choosePolicy"), Qt::LeftButton);
    QTRY_COMPARE(answer("wantedAnswer"), Verdict::Failed);
    QCOMPARE(answer("authenticAnswer"), Verdict::Passed); // What is wanted says nothing of what is genuine.
    QVERIFY(child<QLabel>("evidenceChoices")->text().contains(QStringLiteral("policy.json")));
    QTest::mouseClick(child<QToolButton>("forgetChoices"), Qt::LeftButton);
    QTRY_VERIFY(answer("wantedAnswer") != Verdict::Failed);
}

void TestAttestationPage::alteredReportFails()
{
    COUNTERSIGN_NEED_VECTORS("attestation");
    ByteVector report = countersign::test::contentOf(vector("snp/snp-milan-v3-vcek-ccf-e75e8d/report.bin").toStdString());
    report[0x90] ^= 1;
    const QString altered = m_window->write(QStringLiteral("node/report.bin"), report);
    QFile::copy(vector("snp/snp-milan-v3-vcek-ccf-e75e8d/chain.pem"), m_window->path(QStringLiteral("node/chain.pem")));
    m_window->drop({QFileInfo(altered).absolutePath()});
    QTRY_VERIFY(judged());
    QCOMPARE(answer("authenticAnswer"), Verdict::Failed);
}

void TestAttestationPage::everyNodeOfALedger()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto network = QString::fromStdString((countersign::test::vectorsFolder() / "ccf-network").string());
    m_window->drop({network + QStringLiteral("/ledger/3-after-recovery-1/node4/ledger"),
                    network + QStringLiteral("/receipts/service-2-after-recovery.pem")});
    QTRY_VERIFY(m_window->desk().currentSession());
    QTRY_COMPARE_WITH_TIMEOUT(m_window->desk().currentSession()->state(), LedgerSession::State::Finished, 60'000);
    m_window->desk().window().showPage(m_window->desk().window().currentPage().group, QStringLiteral("attestation"));
    QTRY_VERIFY_WITH_TIMEOUT(child<QTableView>("evidenceTable"), 60'000);
    auto* model = child<QTableView>("evidenceTable")->model();
    QTRY_COMPARE(model->rowCount(), 6); // node0 to node5
    const QAbstractItemModelTester tester(model);
    for (int row = 0; row < model->rowCount(); ++row) {
        QCOMPARE(model->index(row, EvidenceModel::VerdictColumn).data().toString(), QStringLiteral("No assurance"));
        const QModelIndex key = model->index(row, EvidenceModel::FirstGroupColumn + int(CheckGroup::Key));
        QVERIFY2(key.data().toString() == QStringLiteral("Passed"), qPrintable(key.data(Qt::ToolTipRole).toString()));
    }
}

void TestAttestationPage::groupsCoverEveryCheck()
{
    for (const char* id : {"attestation.chain.root_pinned", "attestation.pck.chain", "attestation.tcb.up_to_date",
                           "attestation.ccf.node_id", "attestation.policy.host_data", "attestation.uvm.measurement",
                           "attestation.quote.not_debug", "attestation.report.guest_vmpl", "attestation.chain.revocation"})
        QVERIFY2(checkGroupOf(id) != CheckGroup::Other, id);
    QCOMPARE(checkGroupOf("attestation.quote.not_debug"), CheckGroup::Debug);
    QCOMPARE(checkGroupOf("attestation.leaf.tcb"), CheckGroup::Tcb);
    QCOMPARE(checkGroupOf("attestation.hcl.format"), CheckGroup::Other);
}

QTEST_MAIN(TestAttestationPage)
#include "tst_attestation_page.moc"
