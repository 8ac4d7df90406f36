// From the form to the ledger: proposals, new members and recovery shares through the window, against a live consortium.
#include "core/base/hex.h"
#include "tests/gui/sign/acting_window.h"
#include "tests/support/make_certificate.h"
#include "ui/compose/add_member_dialog.h"
#include "ui/compose/compose_page.h"
#include "ui/compose/recovery_share_dialog.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::ui;

namespace {

constexpr int kSoon = 60'000;
constexpr const char* kVersion = "?api-version=2024-07-01";

} // namespace

class TestComposeLive final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_live = std::make_unique<LiveSandbox>(); }
    void cleanupTestCase() { m_live.reset(); }
    void cleanup() { m_window.reset(); }
    void proposesFromAForm();
    void keepsWhatTheServiceRefuses();
    void newMemberFromHerCertificateToActive();
    void recoverySharesOpenTheService();

private:
    void open(LiveSandbox& live);
    void showPage(const char* name);
    QString write(const char* name, const std::string& content);
    void chooseSigner(const QString& id, const QString& key);
    QString statusOf(const QString& member);

    std::unique_ptr<LiveSandbox> m_live;
    std::unique_ptr<ActingWindow> m_window;
};

void TestComposeLive::open(LiveSandbox& live)
{
    m_window = std::make_unique<ActingWindow>(live);
    QVERIFY(QTest::qWaitForWindowActive(&m_window->desk().window()));
    m_window->connect();
}

void TestComposeLive::showPage(const char* name)
{
    auto& window = m_window->desk().window();
    window.showPage(window.currentPage().group, QString::fromLatin1(name));
}

QString TestComposeLive::write(const char* name, const std::string& content)
{
    QFile file(m_window->file(name));
    if (file.open(QIODevice::WriteOnly)) file.write(QByteArray::fromStdString(content));
    return file.fileName();
}

void TestComposeLive::chooseSigner(const QString& id, const QString& key)
{
    auto* box = m_window->child<QComboBox>("actMember");
    const int row = box->findData(id);
    QVERIFY(row >= 0);
    box->setCurrentIndex(row);
    m_window->child<QLineEdit>("keyFile")->setText(key);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->isReady(), kSoon);
}

QString TestComposeLive::statusOf(const QString& member)
{
    const auto snapshot = m_window->workspace()->session().snapshot();
    for (const LiveMember& one : snapshot->service()->members)
        if (one.id == member) return one.status;
    return {};
}

void TestComposeLive::proposesFromAForm()
{
    open(*m_live);
    showPage("compose");
    auto* page = m_window->desk().window().findChild<ComposePage*>();
    QVERIFY(page && page->isVisible());
    page->addAction({QStringLiteral("set_recovery_threshold"), {}});
    page->editor()->field(QStringLiteral("recovery_threshold"))->setText(QStringLiteral("2"));
    auto* sign = m_window->child<QAbstractButton>("signProposal");
    QTRY_VERIFY_WITH_TIMEOUT(sign->isEnabled(), kSoon);
    QVERIFY2(m_window->text("checkLine").contains(QStringLiteral("takes this proposal")), qPrintable(m_window->text("checkLine")));
    QVERIFY(m_window->openSheet("signProposal"));
    m_window->choose(0, m_window->keyOf(0));
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.end, ActEnd::Taken);
    QCOMPARE(outcome.receipt, Verdict::Passed);
    QCOMPARE(stateOf(*m_live, outcome.proposalId.toStdString()), std::string("Open"));
    const auto actions = m_live->getJson("/gov/members/proposals/" + outcome.proposalId.toStdString() + "/actions" + kVersion);
    QVERIFY(actions.at("actions").at(0).at("args").at("recovery_threshold") == 2);
    QVERIFY(page->draft().actions.isEmpty());
}

void TestComposeLive::keepsWhatTheServiceRefuses()
{
    open(*m_live);
    showPage("compose");
    auto* page = m_window->desk().window().findChild<ComposePage*>();
    page->addAction({QStringLiteral("set_recovery_threshold"), R"({"recovery_threshold": 2})"});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->child<QAbstractButton>("signProposal")->isEnabled(), kSoon);
    m_window->transport().answer([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (request.method != "POST") return {};
        net::HttpReply reply{.status = 400, .headers = {}, .body = {}};
        reply.body = copyOf(bytesOf(R"({"error":{"code":"ProposalFailedToValidate","message":"no"}})"));
        return reply;
    });
    QVERIFY(m_window->openSheet("signProposal"));
    m_window->choose(0, m_window->keyOf(0));
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.end, ActEnd::Refused);
    QCOMPARE(outcome.code, QStringLiteral("ProposalFailedToValidate"));
    QCOMPARE(page->draft().actions.size(), 1);
}

void TestComposeLive::newMemberFromHerCertificateToActive()
{
    open(*m_live);
    const auto key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    const auto certificate = makeCertificate({.subject = "Vale Mutual", .notAfter = UtcTime{2'500'000'000}}, key.publicKey(), key);
    const QString id = QString::fromStdString(toHex(certificate.fingerprint()));
    showPage("members");
    m_window->child<QAbstractButton>("addMember")->click();
    auto* dialog = m_window->desk().window().findChild<AddMemberDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    dialog->useCertificate(write("vale.pem", certificate.pem()));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->child<QAbstractButton>("createProposal")->isEnabled(), kSoon);
    QVERIFY(m_window->openSheet("createProposal"));
    m_window->choose(0, m_window->keyOf(0));
    const ActOutcome proposed = m_window->sign();
    QCOMPARE(proposed.receipt, Verdict::Passed);
    m_window->child<QAbstractButton>("actClose")->click();
    QTRY_VERIFY(!m_window->sheet());
    dialog->close();
    const std::string proposal = proposed.proposalId.toStdString();
    for (const std::size_t member : {0U, 1U}) QCOMPARE(m_live->vote(member, proposal, true).status, 200);
    QCOMPARE(stateOf(*m_live, proposal), std::string("Accepted"));
    m_window->workspace()->session().refresh();
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(id), QStringLiteral("Accepted"), kSoon);
    // Her side: she acknowledges what is shown, in two messages.
    showPage("service");
    m_window->child<QAbstractButton>("acknowledgeState")->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->sheet(), kSoon);
    chooseSigner(id, write("vale-key.pem", privatePem(key)));
    QCOMPARE(m_window->sign().end, ActEnd::Taken);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->isReady(), kSoon);
    QCOMPARE(m_window->child<QComboBox>("actMember")->currentData().toString(), id);
    QCOMPARE(m_window->sign().receipt, Verdict::Passed);
    m_window->workspace()->session().refresh();
    QTRY_COMPARE_WITH_TIMEOUT(statusOf(id), QStringLiteral("Active"), kSoon);
}

void TestComposeLive::recoverySharesOpenTheService()
{
    LiveSandbox waiting(sandbox::Fault::None, true);
    open(waiting);
    showPage("members");
    for (const std::size_t member : {0U, 1U}) {
        QTRY_VERIFY_WITH_TIMEOUT(m_window->child<QAbstractButton>("recoveryShare")->isVisible(), kSoon);
        m_window->child<QAbstractButton>("recoveryShare")->click();
        auto* dialog = m_window->desk().window().findChild<RecoveryShareDialog*>();
        QVERIFY(dialog);
        auto* whose = m_window->child<QComboBox>("shareMember");
        whose->setCurrentIndex(whose->findData(QString::fromStdString(waiting.memberId(member))));
        auto* keyFile = dialog->findChild<QLineEdit*>(QStringLiteral("keyFile"));
        // The other member's key first: nothing is handed in with it.
        keyFile->setText(QString::fromStdString(waiting.places().members[1 - member].encryptionKey.string()));
        m_window->child<QAbstractButton>("fetchShare")->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->text("shareState").contains(QStringLiteral("not for this key")), kSoon);
        QVERIFY(!m_window->sheet());
        keyFile->setText(QString::fromStdString(waiting.places().members[member].encryptionKey.string()));
        m_window->child<QAbstractButton>("fetchShare")->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->sheet(), kSoon);
        auto* signKey = m_window->sheet()->findChild<QLineEdit*>(QStringLiteral("keyFile"));
        signKey->setText(QString::fromStdString(waiting.places().members[member].key.string()));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->isReady(), kSoon);
        QCOMPARE(m_window->sign().end, ActEnd::Taken);
        m_window->child<QAbstractButton>("actClose")->click();
        QTRY_VERIFY(!m_window->sheet());
        dialog->close();
        QTRY_VERIFY(!m_window->desk().window().findChild<RecoveryShareDialog*>());
    }
    QTRY_COMPARE_WITH_TIMEOUT(waiting.getJson(std::string("/gov/service/info") + kVersion).value("status", std::string()), std::string("Open"), kSoon);
    m_window->workspace()->session().refresh();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->child<QAbstractButton>("recoveryShare")->isVisible(), kSoon);
}

QTEST_MAIN(TestComposeLive)
#include "tst_compose_live.moc"
