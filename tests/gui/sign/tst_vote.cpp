// A member acts through the window, against a live consortium: what is signed, sent, committed and proved.
#include "core/base/file_io.h"
#include "core/ccf/governance/signing_request.h"
#include "tests/gui/sign/acting_window.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::ui;

class TestVote final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_live.reset(); }
    void init();
    void cleanup() { m_window.reset(); }
    void carefulYesIsAccepted();
    void sheetShowsAllOfItFirst();
    void noButtonThatBindsIsTheDefault();
    void rejects();
    void anotherBallotIsRefused();
    void ownScript();
    void withdrawsAsTheProposer();
    void proposes();
    void acknowledgesWhatIsShown();
    void signedElsewhere();
    void theWholeMessageComesBack();

private:
    QString member(std::size_t index) const { return QString::fromStdString(m_live->memberId(index)); }

    std::unique_ptr<LiveSandbox> m_live;
    std::unique_ptr<ActingWindow> m_window;
};

void TestVote::initTestCase()
{
    m_live = std::make_unique<LiveSandbox>();
}

void TestVote::init()
{
    m_window = std::make_unique<ActingWindow>(*m_live);
    QVERIFY(QTest::qWaitForWindowActive(&m_window->desk().window()));
    m_window->connect();
    QVERIFY(m_window->workspace()->isDemo()); // told by its identity
}

void TestVote::carefulYesIsAccepted()
{
    const std::string id = proposeSmall(*m_live);
    QCOMPARE(m_live->vote(1, id, true).status, 200);
    QVERIFY(m_window->showProposal(id));
    QVERIFY(m_window->openSheet("approveProposal"));
    m_window->choose(0, m_window->keyOf(0));
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.end, ActEnd::Taken);
    QCOMPARE(outcome.proposalState, QStringLiteral("Accepted"));
    QVERIFY(outcome.isCommitted());
    QCOMPARE(outcome.receipt, Verdict::Passed);
    QVERIFY2(m_window->headline().contains(QStringLiteral("its receipt passed under your pin")), qPrintable(m_window->headline()));
    QVERIFY(m_window->said().contains(QStringLiteral("now Accepted")));
    QVERIFY(m_window->child<QPlainTextEdit>("actOriginal")->toPlainText().contains(QStringLiteral("\"proposalState\"")));
    QCOMPARE(stateOf(*m_live, id), std::string("Accepted"));
    // What is kept holds by itself.
    QVERIFY(outcome.receiptFile.startsWith(m_window->home()));
    const auto judged = m_live->run({"verify", outcome.receiptFile.toStdString(), "--service-cert",
                                     m_live->places().serviceCertificate.string(), "--transaction-id", outcome.transaction->toString()});
    QCOMPARE(judged.status, 0);
    QVERIFY(readSmallFile(outcome.messageFile.toStdString()).has_value());
    // The page says it too.
    QTRY_VERIFY_WITH_TIMEOUT(m_window->text("proposalHeadline").startsWith(QStringLiteral("Accepted")), 30'000);
    QVERIFY(!m_window->child<QAbstractButton>("approveProposal")->isEnabled());
}

void TestVote::sheetShowsAllOfItFirst()
{
    const std::string id = m_live->openProposal("set_member");
    QVERIFY(!id.empty());
    QVERIFY(m_window->showProposal(id));
    QVERIFY(m_window->openSheet("approveProposal"));
    m_window->choose(0, m_window->keyOf(0));
    QVERIFY(m_window->child<QAbstractButton>("ballotCareful")->isChecked());
    QVERIFY(m_window->text("actSentence").startsWith(QStringLiteral("Votes yes on exactly the proposal below")));
    QVERIFY(m_window->text("actService").contains(QStringLiteral("DEMO")));
    QVERIFY(m_window->child<QPlainTextEdit>("actPayload")->toPlainText().contains(QStringLiteral("export function vote")));
    const QString careful = m_window->text("actDigest");
    QCOMPARE(QString(careful).remove(QLatin1Char(' ')).size(), 96); // SHA-384 of what is signed, whole
    m_window->child<QAbstractButton>("ballotYes")->click();
    QTRY_VERIFY(m_window->isReady() && m_window->text("actDigest") != careful);
    QVERIFY(m_window->text("actSentence").startsWith(QStringLiteral("Votes yes whatever")));
    QCOMPARE(m_window->transport().posts(), 0);
    m_window->child<QAbstractButton>("actClose")->click();
    QTRY_VERIFY(!m_window->sheet());
    QCOMPARE(m_window->transport().posts(), 0);
}

void TestVote::noButtonThatBindsIsTheDefault()
{
    QVERIFY(m_window->showProposal(m_live->openProposal("set_member")));
    QVERIFY(m_window->openSheet("approveProposal"));
    m_window->choose(0, m_window->keyOf(0));
    for (const QPushButton* button : m_window->sheet()->findChildren<QPushButton*>())
        QVERIFY2(!button->isDefault() && !button->autoDefault(), qPrintable(button->text()));
    QVERIFY(!m_window->child<QAbstractButton>("actSign")->hasFocus());
    m_window->child<QWidget>("keyPassphrase")->setFocus();
    QTest::keyClick(m_window->child<QWidget>("keyPassphrase"), Qt::Key_Return);
    QCOMPARE(m_window->transport().posts(), 0);
    QVERIFY(m_window->sheet() && m_window->sheet()->isVisible());
}

void TestVote::rejects()
{
    const std::string id = proposeSmall(*m_live);
    QCOMPARE(m_live->vote(1, id, false).status, 200);
    QVERIFY(m_window->showProposal(id));
    QVERIFY(m_window->openSheet("rejectProposal"));
    QVERIFY(m_window->child<QAbstractButton>("ballotNo")->isChecked());
    QVERIFY(m_window->text("actTitle").startsWith(QStringLiteral("Reject")));
    m_window->choose(0, m_window->keyOf(0));
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.proposalState, QStringLiteral("Rejected"));
    QCOMPARE(outcome.receipt, Verdict::Passed);
}

void TestVote::anotherBallotIsRefused()
{
    const std::string id = proposeSmall(*m_live);
    QCOMPARE(m_live->vote(0, id, false).status, 200);
    QVERIFY(m_window->showProposal(id));
    QVERIFY(m_window->openSheet("approveProposal"));
    m_window->choose(0, m_window->keyOf(0));
    const auto notes = m_window->sheet()->findChildren<QLabel*>(QStringLiteral("actNote"));
    QVERIFY(std::ranges::any_of(notes, [](const QLabel* note) { return note->text().contains(QStringLiteral("Have voted")); }));
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.end, ActEnd::Refused);
    QCOMPARE(outcome.code, QStringLiteral("VoteAlreadyExists"));
    QCOMPARE(m_window->headline(), QStringLiteral("The service refused it."));
    QVERIFY(m_window->said().contains(QStringLiteral("A ballot can't be changed")));
    QVERIFY(m_window->child<QPlainTextEdit>("actOriginal")->toPlainText().startsWith(QStringLiteral("400 VoteAlreadyExists")));
    QVERIFY(outcome.receiptFile.isEmpty());
}

void TestVote::ownScript()
{
    const std::string id = proposeSmall(*m_live);
    QVERIFY(m_window->showProposal(id));
    QVERIFY(m_window->openSheet("approveProposal"));
    m_window->choose(0, m_window->keyOf(0));
    m_window->child<QAbstractButton>("ballotOwn")->click();
    m_window->child<QPlainTextEdit>("ownBallot")->setPlainText(QStringLiteral("export function vote (p, who) { return who.length === 64; }"));
    QTRY_VERIFY(m_window->isReady() && m_window->child<QPlainTextEdit>("actPayload")->toPlainText().contains(QStringLiteral("who.length")));
    QVERIFY(m_window->text("actSentence").startsWith(QStringLiteral("Votes as this script decides")));
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.end, ActEnd::Taken);
    const auto ballot = m_live->get("/gov/members/proposals/" + id + "/ballots/" + m_live->memberId(0) + "?api-version=2024-07-01");
    QVERIFY(textOf(ballot.body).find("who.length") != std::string_view::npos);
}

void TestVote::withdrawsAsTheProposer()
{
    const std::string id = proposeSmall(*m_live, 1);
    QVERIFY(m_window->showProposal(id));
    QVERIFY(m_window->openSheet("withdrawProposal"));
    auto* box = m_window->child<QComboBox>("actMember");
    QCOMPARE(box->currentData().toString(), member(1));
    QVERIFY(!box->isEnabled()); // nobody else can
    m_window->child<QLineEdit>("keyFile")->setText(m_window->keyOf(1));
    QTRY_VERIFY(m_window->isReady());
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.proposalState, QStringLiteral("Withdrawn"));
    QCOMPARE(stateOf(*m_live, id), std::string("Withdrawn"));
}

void TestVote::proposes()
{
    const std::string text = nlohmann::json{{"actions", smallAction()}}.dump();
    Act act{.kind = ActKind::Propose, .payload = copyOf(bytesOf(text))};
    std::optional<ActOutcome> told;
    m_window->workspace()->signing().sign(act, &m_window->desk().window(), [&](const ActOutcome& outcome) { told = outcome; });
    m_window->choose(0, m_window->keyOf(0));
    QVERIFY(m_window->text("actSentence").startsWith(QStringLiteral("Proposes")));
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.receipt, Verdict::Passed);
    QVERIFY(told && told->proposalId == outcome.proposalId);
    QCOMPARE(stateOf(*m_live, outcome.proposalId.toStdString()), std::string("Open"));
}

void TestVote::acknowledgesWhatIsShown()
{
    m_window->child<QAbstractButton>("acknowledgeState")->click();
    QTRY_VERIFY(m_window->sheet());
    m_window->choose(0, m_window->keyOf(0));
    QVERIFY(m_window->text("actSentence").startsWith(QStringLiteral("Asks the service for the digest")));
    const ActOutcome first = m_window->sign();
    QCOMPARE(first.end, ActEnd::Taken);
    QCOMPARE(first.stateDigest.size(), 64);
    // The same sheet goes on with exactly that digest, and nothing of it is signed yet.
    QTRY_VERIFY(m_window->isReady() && m_window->text("actSentence").contains(first.stateDigest));
    QCOMPARE(m_window->child<QComboBox>("actMember")->currentData().toString(), member(0));
    const int before = m_window->transport().posts();
    const ActOutcome second = m_window->sign();
    QCOMPARE(second.end, ActEnd::Taken);
    QCOMPARE(second.receipt, Verdict::Passed);
    QCOMPARE(m_window->transport().posts(), before + 1);
}

void TestVote::signedElsewhere()
{
    const std::string id = proposeSmall(*m_live);
    QVERIFY(m_window->showProposal(id));
    QVERIFY(m_window->openSheet("approveProposal"));
    m_window->choose(0, m_window->keyOf(0));
    m_window->child<QComboBox>("keyPlace")->setCurrentIndex(2);
    QVERIFY(m_window->child<QAbstractButton>("actSign")->isHidden());
    m_window->prompts().saveFile = m_window->file("request.json");
    m_window->child<QAbstractButton>("requestSave")->click();
    QTRY_VERIFY(m_window->text("requestState").startsWith(QStringLiteral("Saved as")));
    // On the other computer:
    const auto request = ccf::signingRequestFromJson(readSmallFile(m_window->file("request.json").toStdString()).value());
    QVERIFY(request.has_value());
    const auto pem = readSmallFile(m_window->keyOf(0).toStdString()).value();
    const auto key = crypto::PrivateKey::fromPem(textOf(pem)).value();
    const auto signature = key.signDigestRaw(request->message.digest()).value();
    QVERIFY(writeFileAtomically(m_window->file("answer.bin").toStdString(), signature).has_value());
    m_window->prompts().file = m_window->file("answer.bin");
    const ActOutcome outcome = m_window->waitForEnd([this] { m_window->child<QAbstractButton>("requestAnswer")->click(); });
    QCOMPARE(outcome.end, ActEnd::Taken);
    QCOMPARE(outcome.receipt, Verdict::Passed);
}

void TestVote::theWholeMessageComesBack()
{
    const std::string id = proposeSmall(*m_live);
    QVERIFY(m_window->showProposal(id));
    QVERIFY(m_window->openSheet("approveProposal"));
    m_window->choose(0, m_window->keyOf(0));
    m_window->child<QComboBox>("keyPlace")->setCurrentIndex(2);
    m_window->prompts().saveFile = m_window->file("request.json");
    m_window->child<QAbstractButton>("requestSave")->click();
    QTRY_VERIFY(m_window->text("requestState").startsWith(QStringLiteral("Saved as")));
    const auto request = ccf::signingRequestFromJson(readSmallFile(m_window->file("request.json").toStdString()).value()).value();
    const auto pem = readSmallFile(m_window->keyOf(0).toStdString()).value();
    const auto whole = request.message.sign(crypto::PrivateKey::fromPem(textOf(pem)).value()).value();
    // A message of the same member about something else is no answer to this.
    const auto other = m_live->signedBy(0, ccf::MessageType::Withdrawal, {}, id);
    QVERIFY(writeFileAtomically(m_window->file("answer.cose").toStdString(), other).has_value());
    m_window->prompts().file = m_window->file("answer.cose");
    const auto import = [this] { m_window->child<QAbstractButton>("requestAnswer")->click(); };
    QCOMPARE(m_window->waitForEnd(import).block, ActBlock::NotTheMembers);
    QCOMPARE(m_window->transport().posts(), 0);
    QVERIFY(writeFileAtomically(m_window->file("answer.cose").toStdString(), whole).has_value());
    QCOMPARE(m_window->waitForEnd(import).receipt, Verdict::Passed);
}

QTEST_MAIN(TestVote)
#include "tst_vote.moc"
