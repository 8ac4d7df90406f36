#include "tests/gui/compose/compose_world.h"
#include "tests/support/vectors.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <nlohmann/json.hpp>

using namespace countersign;
using namespace countersign::ui;
using namespace countersign::tests;
using nlohmann::json;

/// Proposals by their forms, against a recorded service and its own constitution.
class TestComposePage final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void saysWhatIsMissing();
    void isCheckedAndSigned();
    void tellsWhatTheConstitutionRefuses();
    void offersWhatTheConstitutionNames();
    void writesSeveralActionsInOrder();
    void opensAndSavesFiles();
    void refusesWhatIsNoProposal();
    void decodesCertificates();
    void knowsTheServicesMembers();
    void keepsTheDraftWhenSigningFails();
    void saysWhenTheServiceIsGone();

private:
    template <class T> T* child(const char* name) { return m_page->findChild<T*>(QString::fromLatin1(name)); }
    QString line() { return child<QLabel>("checkLine")->text(); }
    void add(const char* action) { child<QToolButton>("addAction")->menu()->findChild<QAction*>(QString::fromLatin1(action))->trigger(); }
    void fill(const char* field, const char* text) { m_page->editor()->field(QString::fromLatin1(field))->setText(QString::fromUtf8(text)); }
    QPushButton* sign() { return child<QPushButton>("signProposal"); }

    std::unique_ptr<ComposeWorld> m_world;
    std::unique_ptr<ComposePage> m_page;
};

void TestComposePage::init()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    m_world = std::make_unique<ComposeWorld>();
    m_page = std::make_unique<ComposePage>(m_world->context, *m_world->session);
    m_page->resize(1100, 760);
    m_page->show();
    QTRY_VERIFY_WITH_TIMEOUT(m_world->isRead(), 20'000);
}

void TestComposePage::cleanup()
{
    m_page.reset();
    m_world.reset();
}

void TestComposePage::saysWhatIsMissing()
{
    QVERIFY(!sign()->isEnabled());
    add("set_recovery_threshold");
    QTRY_VERIFY(line().contains(QStringLiteral("is missing")));
    fill("recovery_threshold", "two");
    QTRY_VERIFY(line().contains(QStringLiteral("no whole number")));
    QVERIFY(!sign()->isEnabled());
}

void TestComposePage::isCheckedAndSigned()
{
    add("set_recovery_threshold");
    fill("recovery_threshold", "2");
    QTRY_VERIFY2_WITH_TIMEOUT(sign()->isEnabled(), qPrintable(line()), 20'000);
    QVERIFY(line().contains(QStringLiteral("takes this proposal")));
    m_world->desk.outcome = {.end = ActEnd::Taken, .proposalId = QString(64, u'a')};
    sign()->click();
    QCOMPARE(m_world->desk.acts.size(), std::size_t{1});
    const Act& act = m_world->desk.acts.front();
    QCOMPARE(act.kind, ActKind::Propose);
    QVERIFY(json::parse(textOf(act.payload)) == json::parse(R"({"actions":[{"name":"set_recovery_threshold","args":{"recovery_threshold":2}}]})"));
    QCOMPARE(child<QListWidget>("actionList")->count(), 0);
    QCOMPARE(m_world->desk.refreshed, 1);
    QVERIFY(line().contains(QString(64, u'a')));
}

void TestComposePage::tellsWhatTheConstitutionRefuses()
{
    add("jsonAction");
    child<QLineEdit>("jsonName")->setText(QStringLiteral("no_such_action"));
    QTRY_VERIFY2_WITH_TIMEOUT(line().contains(QStringLiteral("does not take")), qPrintable(line()), 20'000);
    QVERIFY(line().contains(QStringLiteral("no_such_action")));
    QVERIFY(!sign()->isEnabled());
    child<QPlainTextEdit>("jsonArguments")->setPlainText(QStringLiteral("{\"a\": 1, \"a\": 2}"));
    QTRY_VERIFY(line().contains(QStringLiteral("no JSON")));
}

void TestComposePage::offersWhatTheConstitutionNames()
{
    const auto* menu = child<QToolButton>("addAction")->menu();
    const QString script = m_world->session->snapshot()->service()->constitution.text;
    int known = 0, unknown = 0;
    for (const ActionForm& form : m_world->context.port->forms()) {
        const auto* action = menu->findChild<QAction*>(form.name);
        QVERIFY2(action, qPrintable(form.name));
        QVERIFY(!form.title.isEmpty() && !form.group.isEmpty());
        if (!script.contains(form.name)) QVERIFY2(!action->isEnabled(), qPrintable(form.name));
        (action->isEnabled() ? known : unknown) += 1;
    }
    QVERIFY(known > 10);
    QVERIFY(known + unknown > 40);
}

void TestComposePage::writesSeveralActionsInOrder()
{
    add("trigger_snapshot");
    add("set_recovery_threshold");
    fill("recovery_threshold", "1");
    child<QPushButton>("moveUp")->click();
    const ProposalDraft draft = m_page->draft();
    QCOMPARE(draft.actions.size(), 2);
    QCOMPARE(draft.actions[0].name, QStringLiteral("set_recovery_threshold"));
    QVERIFY(draft.actions[1].arguments.empty());
    child<QPushButton>("removeAction")->click();
    QCOMPARE(m_page->draft().actions.size(), 1);
    QCOMPARE(m_page->draft().actions[0].name, QStringLiteral("trigger_snapshot"));
}

void TestComposePage::opensAndSavesFiles()
{
    const QByteArray text = R"({"actions": [{"name": "set_recovery_threshold", "args": {"recovery_threshold": 2}},
                               {"name": "own_action", "args": {"big": 12345678901234567890, "list": [1, 2.5, "x"]}}]})";
    m_world->prompts.file = m_world->file("proposal.json", text);
    child<QPushButton>("importProposal")->click();
    QTRY_COMPARE(child<QListWidget>("actionList")->count(), 2);
    QVERIFY(m_page->editor()->isForm());
    QCOMPARE(m_page->editor()->field(QStringLiteral("recovery_threshold"))->text(), QStringLiteral("2"));
    child<QListWidget>("actionList")->setCurrentRow(1);
    QVERIFY(!m_page->editor()->isForm());
    m_world->prompts.saveFile = m_world->folder.filePath(QStringLiteral("saved.json"));
    child<QPushButton>("exportProposal")->click();
    QTRY_VERIFY(QFile::exists(*m_world->prompts.saveFile));
    const auto saved = test::contentOf(m_world->prompts.saveFile->toStdString());
    QVERIFY(json::parse(textOf(saved)) == json::parse(text.toStdString()));
}

void TestComposePage::refusesWhatIsNoProposal()
{
    for (const char* text : {"", "[]", R"({"actions": []})", R"({"actions": [{"args": 1}]})", R"({"actions": [], "more": 1})",
                             R"({"actions": [{"name": "a", "name": "b"}]})"}) {
        m_world->prompts.file = m_world->file("bad.json", text);
        child<QPushButton>("importProposal")->click();
        QTRY_VERIFY2(child<QWidget>("composeProblem"), text);
        QCOMPARE(child<QListWidget>("actionList")->count(), 0);
        delete child<QWidget>("composeProblem");
    }
}

void TestComposePage::decodesCertificates()
{
    add("set_user");
    m_world->prompts.file = m_world->file("user.pem", QByteArray::fromStdString(RecordedService::servicePem()));
    child<QPushButton>("file-cert")->click();
    const QString id = m_world->session->snapshot()->service()->identity.fingerprint;
    QTRY_VERIFY(child<QLabel>("facts-cert")->text().remove(u' ').contains(id));
    fill("cert", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    QTRY_VERIFY(child<QLabel>("facts-cert")->text().contains(QStringLiteral("no certificate")));
}

void TestComposePage::knowsTheServicesMembers()
{
    add("remove_member");
    auto* box = qobject_cast<QComboBox*>(child<QWidget>("input-member_id"));
    QVERIFY(box);
    QCOMPARE(box->count(), int(m_world->session->snapshot()->service()->members.size()));
    box->setCurrentIndex(0);
    QCOMPARE(json::parse(m_page->draft().actions[0].arguments).at("member_id").get<std::string>(),
             m_world->session->snapshot()->service()->members[0].id.toStdString());
    box->setEditText(QStringLiteral("somebody"));
    QTRY_VERIFY(line().contains(QStringLiteral("must be an id")));
}

void TestComposePage::keepsTheDraftWhenSigningFails()
{
    add("trigger_snapshot");
    QTRY_VERIFY_WITH_TIMEOUT(sign()->isEnabled(), 20'000);
    m_world->desk.outcome = {.end = ActEnd::Refused};
    sign()->click();
    QCOMPARE(child<QListWidget>("actionList")->count(), 1);
    QCOMPARE(m_world->desk.refreshed, 0);
}

void TestComposePage::saysWhenTheServiceIsGone()
{
    m_world->transport->setDown(ComposeWorld::kNode, true);
    add("trigger_snapshot");
    QTRY_VERIFY2_WITH_TIMEOUT(line().contains(QStringLiteral("is not known here")), qPrintable(line()), 20'000);
    QVERIFY(sign()->isEnabled());
    sign()->click();
    QVERIFY(!m_world->desk.acts.front().notes.isEmpty());
}

QTEST_MAIN(TestComposePage)
#include "tst_compose_page.moc"
