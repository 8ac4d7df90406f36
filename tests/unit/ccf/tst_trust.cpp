#include "core/ccf/ledger/trust.h"
#include "tests/support/certificate_factory.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;

namespace {

crypto::Certificate certificateOf(const char* seed)
{
    const auto key = support::EcKey::derive(crypto::KeyKind::P256, seed);
    const support::Validity validity{UtcTime{1'767'225'600}, UtcTime{1'790'000'000}};
    return crypto::Certificate::fromPem(support::CertificateFactory::selfSignedNode(key, {seed, validity, "x"}))
        .value();
}

Epoch epochOf(const char* seed, SeqNo from)
{
    return {.from = from, .firstView = 2, .service = {certificateOf(seed), "Open", {}, {}}};
}

std::vector<CcfAnchor> anchoredAt(const char* seed)
{
    return parseAnchor({copyOf(bytesOf(support::pemOf("CERTIFICATE", certificateOf(seed).der()))), "anchor"}).value();
}

SignedRange good(SeqNo from, SeqNo to, std::size_t epoch, bool joined = true)
{
    return {.from = from, .to = to, .epoch = epoch, .bound = true, .joined = joined};
}

Verdict at(const TrustJudge& judge, std::size_t range)
{
    return judge.judge(range).first;
}

} // namespace

/// Which ranges an anchor reaches, over hand-made epochs and ranges.
class TestTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void onlyTheAnchorsOwn();
    void endorsementReachesItsEnd();
    void endorsementIsNotForward();
    void laterRootCoversWhatIsJoined();
    void failedStaysFailed();
    void unboundIsNotEndorsed();
    void emptyEpochIsNoAnchor();
    void anchors_data();
    void anchors();

private:
    std::vector<Epoch> m_epochs;
};

void TestTrust::init()
{
    m_epochs = {epochOf("first", 1), epochOf("second", 101)};
}

void TestTrust::onlyTheAnchorsOwn()
{
    RangeBook book;
    book.close(good(1, 50, 0));
    book.close(good(101, 120, 1, false));
    const auto anchors = anchoredAt("second");
    const TrustJudge judge(anchors, m_epochs, book);
    QCOMPARE(at(judge, 0), Verdict::Indeterminate);
    QCOMPARE(std::string(judge.judge(0).second), std::string("IDENTITY_UNEXPLAINED"));
    QCOMPARE(at(judge, 1), Verdict::Passed);
    const auto none = TrustJudge({}, m_epochs, book).judge(1);
    QCOMPARE(std::string(none.second), std::string("NO_TRUST_ANCHOR"));
    const auto strangers = anchoredAt("stranger");
    QCOMPARE(std::string(TrustJudge(strangers, m_epochs, book).judge(1).second), std::string("ANCHOR_NOT_IN_CHAIN"));
}

void TestTrust::endorsementReachesItsEnd()
{
    m_epochs[1].endorses = 0;
    m_epochs[1].endorsedTo = 80;
    RangeBook book;
    book.close(good(1, 50, 0));
    book.close(good(61, 80, 0, false));
    book.close(good(81, 95, 0, false));
    book.close(good(101, 120, 1, false));
    const auto anchors = anchoredAt("second");
    const TrustJudge judge(anchors, m_epochs, book);
    QCOMPARE(at(judge, 0), Verdict::Passed);
    QCOMPARE(at(judge, 1), Verdict::Passed);
    QCOMPARE(at(judge, 2), Verdict::Indeterminate);
    QCOMPARE(at(judge, 3), Verdict::Passed);
    QVERIFY(judge.restsOnEndorsedKey(0));
    QVERIFY(!judge.restsOnEndorsedKey(1) && !judge.restsOnEndorsedKey(2) && !judge.restsOnEndorsedKey(3));
}

/// A later key says who came before it; an earlier one says nothing of who came after.
void TestTrust::endorsementIsNotForward()
{
    m_epochs[1].endorses = 0;
    m_epochs[1].endorsedTo = 100;
    RangeBook book;
    book.close(good(1, 100, 0));
    book.close(good(101, 120, 1));
    const auto anchors = anchoredAt("first");
    const TrustJudge judge(anchors, m_epochs, book);
    QCOMPARE(at(judge, 0), Verdict::Passed);
    QCOMPARE(at(judge, 1), Verdict::Indeterminate);
}

void TestTrust::laterRootCoversWhatIsJoined()
{
    for (const bool joined : {true, false}) {
        RangeBook book;
        book.close(good(1, 100, 0));
        book.close(good(101, 120, 1, joined));
        const auto anchors = anchoredAt("second");
        const TrustJudge judge(anchors, m_epochs, book);
        QCOMPARE(at(judge, 0), joined ? Verdict::Passed : Verdict::Indeterminate);
    }
}

void TestTrust::failedStaysFailed()
{
    RangeBook book;
    SignedRange bad = good(1, 100, 0);
    bad.verdict = Verdict::Failed;
    bad.reason = "SIGNATURE_INVALID";
    book.close(bad);
    book.close(good(101, 120, 1));
    const auto anchors = anchoredAt("second");
    QCOMPARE(at(TrustJudge(anchors, m_epochs, book), 0), Verdict::Failed);
}

void TestTrust::unboundIsNotEndorsed()
{
    RangeBook book;
    SignedRange loose = good(1, 100, 0);
    loose.bound = false;
    book.close(loose);
    const auto anchors = anchoredAt("first");
    const auto answer = TrustJudge(anchors, m_epochs, book).judge(0);
    QCOMPARE(answer.first, Verdict::Indeterminate);
    QCOMPARE(std::string(answer.second), std::string("NOT_ENDORSED"));
}

/// An identity under which nothing is signed cannot carry an anchor.
void TestTrust::emptyEpochIsNoAnchor()
{
    RangeBook book;
    book.close(good(1, 100, 0));
    const auto anchors = anchoredAt("second");
    const TrustJudge judge(anchors, m_epochs, book);
    QVERIFY(!judge.matched());
    QCOMPARE(at(judge, 0), Verdict::Indeterminate);
}

void TestTrust::anchors_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("count"); ///< 0: refused.
    const auto pem = [](const char* seed) { return support::pemOf("CERTIFICATE", certificateOf(seed).der()); };
    const auto row = [](const char* name, const std::string& content, int count) {
        QTest::newRow(name) << QByteArray::fromStdString(content) << count;
    };
    row("certificate", pem("first"), 1);
    row("bundle", pem("first") + pem("second"), 2);
    row("key", support::EcKey::derive(crypto::KeyKind::P256, "first").publicPem(), 1);
    row("nothing", "", 0);
    row("text", "certificate", 0);
    row("cut short", pem("first").substr(0, 200), 0);
    row("private key", support::EcKey::derive(crypto::KeyKind::P256, "first").privatePem(), 0);
}

void TestTrust::anchors()
{
    QFETCH(QByteArray, content);
    QFETCH(int, count);
    const auto anchors = parseAnchor({ByteVector(content.begin(), content.end()), "anchor"});
    QCOMPARE(anchors ? static_cast<int>(anchors->size()) : 0, count);
}

QTEST_APPLESS_MAIN(TestTrust)
#include "tst_trust.moc"
