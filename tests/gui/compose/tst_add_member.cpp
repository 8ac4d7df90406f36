#include "core/base/hex.h"
#include "tests/gui/compose/compose_world.h"
#include "tests/support/make_certificate.h"
#include "tests/support/vectors.h"
#include "ui/common/format.h"
#include "ui/compose/add_member_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace countersign;
using namespace countersign::ui;
using namespace countersign::tests;
using nlohmann::json;

/// A new member, from her certificate to the proposal.
class TestAddMember final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void showsWhoItIs();
    void saysWhatItMeansForRecovery();
    void proposesHer();
    void refusesOtherFiles();
    void warns();

private:
    template <class T> T* child(const char* name) { return m_dialog->findChild<T*>(QString::fromLatin1(name)); }
    QString text(const char* name) { return child<QLabel>(name)->text(); }
    QString newcomer(const test::CertificateWish& wish = {})
    {
        m_certificate = test::makeCertificate(wish, m_key.publicKey(), m_key);
        return m_world->file("newcomer.pem", QByteArray::fromStdString(m_certificate->pem()));
    }
    QString encryptionKey()
    {
        for (const auto& one : test::filesBelow(test::vectorsFolder() / "ccf-network/keys", "_enc_pubk.pem"))
            return QString::fromStdString(one.string());
        return {};
    }

    crypto::PrivateKey m_key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    std::optional<crypto::Certificate> m_certificate;
    std::unique_ptr<ComposeWorld> m_world;
    std::unique_ptr<AddMemberDialog> m_dialog;
};

void TestAddMember::init()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    m_world = std::make_unique<ComposeWorld>();
    QTRY_VERIFY_WITH_TIMEOUT(m_world->isRead(), 20'000);
    m_dialog = std::make_unique<AddMemberDialog>(m_world->context, m_world->session->snapshot(), nullptr);
    m_dialog->show();
}

void TestAddMember::cleanup()
{
    m_dialog.reset();
    m_world.reset();
}

void TestAddMember::showsWhoItIs()
{
    QVERIFY(!child<QPushButton>("createProposal")->isEnabled());
    m_world->prompts.file = newcomer({.subject = "Vale Mutual", .notAfter = UtcTime{2'500'000'000}});
    child<QPushButton>("chooseMemberCertificate")->click();
    const QString id = QString::fromStdString(toHex(m_certificate->fingerprint()));
    QTRY_VERIFY(text("memberFacts").contains(groupsOfFour(id)));
    QVERIFY(text("memberFacts").contains(QStringLiteral("Vale Mutual")));
    QVERIFY(text("memberFacts").contains(QStringLiteral("P-384")));
    QCOMPARE(text("memberWords").section(u'\n', 1).split(u' ').size(), 32);
    QVERIFY(text("memberWarnings").isEmpty());
}

void TestAddMember::saysWhatItMeansForRecovery()
{
    m_dialog->useCertificate(newcomer());
    QTRY_VERIFY(m_dialog->member().facts.has_value());
    QVERIFY(text("recoveryEffect").contains(QStringLiteral("takes no part")));
    m_world->prompts.file = encryptionKey();
    child<QPushButton>("chooseEncryptionKey")->click();
    QTRY_VERIFY(text("encryptionKeyKind").startsWith(QStringLiteral("RSA, ")));
    QVERIFY2(text("recoveryEffect").contains(QStringLiteral("→")), qPrintable(text("recoveryEffect")));
    const quint64 threshold = *m_world->session->snapshot()->service()->recoveryThreshold;
    QVERIFY(text("recoveryEffect").contains(QStringLiteral("stays %1").arg(threshold)));
}

void TestAddMember::proposesHer()
{
    m_dialog->useCertificate(newcomer());
    QTRY_VERIFY(m_dialog->member().facts.has_value());
    child<QLineEdit>("memberName")->setText(QStringLiteral("Vale Mutual"));
    QVERIFY(!child<QPushButton>("createProposal")->isEnabled()); // what is signed is what was checked
    auto* create = child<QPushButton>("createProposal");
    QTRY_VERIFY2_WITH_TIMEOUT(create->isEnabled(), qPrintable(text("memberState")), 20'000);
    QVERIFY2(text("memberState").contains(QStringLiteral("takes this proposal")), qPrintable(text("memberState")));
    m_world->desk.outcome = {.end = ActEnd::Taken, .proposalId = QString(64, u'b')};
    create->click();
    QCOMPARE(m_world->desk.acts.size(), std::size_t{1});
    const json action = json::parse(textOf(m_world->desk.acts[0].payload)).at("actions").at(0);
    QVERIFY(action.at("name") == "set_member");
    QVERIFY(action.at("args").at("cert") == m_certificate->pem());
    QVERIFY(action.at("args").at("member_data").at("name") == "Vale Mutual");
    QVERIFY(!action.at("args").contains("encryption_pub_key"));
    QVERIFY(text("memberState").contains(QString(64, u'b')));
    QVERIFY(!create->isEnabled());
}

void TestAddMember::refusesOtherFiles()
{
    m_dialog->useCertificate(m_world->file("no.pem", "hello"));
    QTRY_VERIFY(child<QWidget>("addMemberProblem"));
    QVERIFY(!m_dialog->member().facts);
    m_world->prompts.file = newcomer();
    child<QPushButton>("chooseEncryptionKey")->click();
    QTRY_VERIFY(child<QWidget>("addMemberProblem"));
    QVERIFY(m_dialog->member().encryptionKey.isEmpty());
}

void TestAddMember::warns()
{
    m_dialog->useCertificate(newcomer({.notBefore = UtcTime{1'000'000'000}, .notAfter = UtcTime{1'100'000'000}}));
    QTRY_VERIFY(text("memberWarnings").contains(QStringLiteral("expired")));
    const LiveMember& known = m_world->session->snapshot()->service()->members.front();
    m_dialog->useCertificate(m_world->file("known.pem", known.certificate.pem.toUtf8()));
    QTRY_VERIFY(text("memberWarnings").contains(QStringLiteral("member already")));
}

QTEST_MAIN(TestAddMember)
#include "tst_add_member.moc"
