// The evidence of a running service's nodes: the demo consortium over loopback.

#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/crypto/certificate.h"
#include "tests/gui/evidence_window.h"
#include "tests/unit/sandbox/live_sandbox.h"
#include "ui/attestation/attestation_page.h"
#include "ui/attestation/check_groups.h"
#include "ui/attestation/evidence_model.h"
#include "ui/common/check_text.h"
#include "ui/common/reason_text.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_badge.h"
#include "ui/verify/ledger_session.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace countersign;
using namespace countersign::tests;
using namespace countersign::ui;
using countersign::test::LiveSandbox;

namespace {

constexpr int kLong = 60'000;

QString textOf(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

} // namespace

class TestLiveNodes final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_sandbox = std::make_unique<LiveSandbox>(); }
    void init() { m_window = std::make_unique<EvidenceWindow>(); }
    void cleanup() { m_window.reset(); }
    void everyNodeIsBoundAndRed();
    void ledgerTellsSinceWhen();
    void verifyNowAsksAgain();
    void silenceIsSaid(); ///< Last: it stops the service.

private:
    AttestationPage* connectAndShow();
    QTableView* table(AttestationPage* page) { return page->findChild<QTableView*>(QStringLiteral("evidenceTable")); }
    bool says(AttestationPage* page, const QString& text);

    std::unique_ptr<LiveSandbox> m_sandbox;
    std::unique_ptr<EvidenceWindow> m_window;
};

AttestationPage* TestLiveNodes::connectAndShow()
{
    const auto& places = m_sandbox->places();
    const ByteVector pem = readSmallFile(places.serviceCertificate).value();
    const auto certificate = crypto::Certificate::fromPem(countersign::textOf(pem)).value();
    ConnectTarget target;
    for (const std::string& url : places.urls) target.urls += QString::fromStdString(url);
    Pin pin;
    pin.fingerprint = QString::fromStdString(toHex(certificate.fingerprint()));
    pin.source = QStringLiteral("service_cert.pem");
    pin.certificate = QByteArray(reinterpret_cast<const char*>(pem.data()), qsizetype(pem.size()));
    MainWindow& window = m_window->desk().window();
    m_window->desk().connector().connectTo(target, pin);
    const QString group = app::liveGroup(target.urls);
    window.showPage(group, QStringLiteral("attestation"));
    for (AttestationPage* page : window.findChildren<AttestationPage*>())
        if (page->isVisible()) return page;
    return nullptr;
}

bool TestLiveNodes::says(AttestationPage* page, const QString& text)
{
    const auto* checks = page->findChild<QTableView*>(QStringLiteral("evidenceChecks"));
    if (!checks) return false;
    const QAbstractItemModel* model = checks->model();
    for (int row = 0; row < model->rowCount(); ++row)
        for (int column = 0; column < model->columnCount(); ++column)
            if (model->index(row, column).data().toString().contains(text)) return true;
    return false;
}

void TestLiveNodes::everyNodeIsBoundAndRed()
{
    AttestationPage* page = connectAndShow();
    QVERIFY(page);
    QTRY_VERIFY_WITH_TIMEOUT(table(page) && table(page)->model()->rowCount() == 3, kLong);
    auto* model = table(page)->model();
    for (int row = 0; row < 3; ++row) {
        const QModelIndex verdict = model->index(row, EvidenceModel::VerdictColumn);
        QCOMPARE(verdict.data().toString(), QStringLiteral("No assurance"));
        QCOMPARE(verdict.data(Qt::ForegroundRole).value<QColor>(), tokensOf(QApplication::palette()).failed);
        const QModelIndex key = model->index(row, EvidenceModel::FirstGroupColumn + int(CheckGroup::Key));
        QCOMPARE(key.data().toString(), QStringLiteral("Passed"));
    }
    QVERIFY(page->findChild<VerdictBadge*>(QStringLiteral("evidenceVerdict"))->verdict() != Verdict::Passed);
    QVERIFY(page->findChild<QLabel*>(QStringLiteral("virtualWarning"))->isVisible());
    // Report data to the node's id, the key to its certificate, the certificate to the pinned service.
    for (const char* id : {"attestation.ccf.node_id", "attestation.ccf.node_certificate", "attestation.ccf.service_endorsement"})
        QVERIFY2(says(page, checkTitle(id)), id);
    const QString stamp = page->findChild<QLabel*>(QStringLiteral("evidenceStamp"))->text();
    for (const std::string& url : m_sandbox->places().urls) QVERIFY2(stamp.contains(QString::fromStdString(url)), qPrintable(stamp));
    QVERIFY(!page->findChild<QLabel*>(QStringLiteral("liveProblem"))->isVisible());
}

void TestLiveNodes::ledgerTellsSinceWhen()
{
    const auto& places = m_sandbox->places();
    m_window->drop({textOf(places.ledger), textOf(places.serviceCertificate)});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->desk().currentSession(), kLong);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->desk().currentSession()->state(), LedgerSession::State::Finished, kLong);
    AttestationPage* page = connectAndShow();
    QVERIFY(page);
    QTRY_VERIFY_WITH_TIMEOUT(table(page) && table(page)->model()->rowCount() == 3, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(says(page, reasonText("ACCEPTED_SINCE")), kLong);
    QVERIFY(says(page, QStringLiteral("public:ccf.gov.nodes.virtual.measurements")));
    QVERIFY(!says(page, reasonText("NOT_ACCEPTED_IN_LEDGER")));
}

void TestLiveNodes::verifyNowAsksAgain()
{
    AttestationPage* page = connectAndShow();
    QVERIFY(page);
    QSignalSpy judged(page, &AttestationPage::judged);
    QTRY_COMPARE_WITH_TIMEOUT(judged.count(), 1, kLong);
    auto* button = page->findChild<QToolButton*>(QStringLiteral("verifyNow"));
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(!button->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(judged.count(), 2, kLong);
    QVERIFY(button->isEnabled());
}

void TestLiveNodes::silenceIsSaid()
{
    AttestationPage* page = connectAndShow();
    QVERIFY(page);
    QTRY_VERIFY_WITH_TIMEOUT(table(page) && table(page)->model()->rowCount() == 3, kLong);
    m_sandbox->sandbox().stop();
    auto* button = page->findChild<QToolButton*>(QStringLiteral("verifyNow"));
    QTRY_VERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    auto* stamp = page->findChild<QLabel*>(QStringLiteral("evidenceStamp"));
    QTRY_VERIFY_WITH_TIMEOUT(stamp->text().startsWith(QStringLiteral("No node answered")), kLong);
    auto* problem = page->findChild<QLabel*>(QStringLiteral("liveProblem"));
    QVERIFY(problem->isVisible());
    for (const std::string& url : m_sandbox->places().urls) QVERIFY(problem->text().contains(QString::fromStdString(url)));
    QCOMPARE(table(page)->model()->rowCount(), 3); // What stood there stays, and is said to be older.
}

QTEST_MAIN(TestLiveNodes)
#include "tst_live_nodes.moc"
