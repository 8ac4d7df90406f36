// What vendors give out, asked of a server on loopback: its address is an argument.

#include "core/attestation/attestation_source.h"
#include "core/attestation/check_ids.h"
#include "core/attestation/reasons.h"
#include "core/attestation/vendor_fetch.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "tests/unit/attestation/test_sgx.h"
#include "tests/unit/attestation/test_snp.h"
#include "tests/unit/net/loopback.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace countersign;
using namespace countersign::attestation;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;

namespace {

/// Gives out what a test puts under a path and query, everything else is 404.
class VendorServer
{
public:
    struct Answer {
        std::string body, headers;
        int status = 200;
    };

    VendorServer() : m_service("vendor"), m_server(m_service.server(), [this](TlsPeer& peer) { serve(peer); }) {}

    std::map<std::string, Answer> answers; ///< Not changed while somebody asks.
    VendorPlaces places() const { return {m_server.url(""), m_server.url(""), m_server.url("")}; }
    std::shared_ptr<const net::PeerTrust> trust() const { return m_service.pin(); }
    int asked() const { return m_server.requests(); }

private:
    void serve(TlsPeer& peer)
    {
        const std::string request = peer.request();
        if (!request.starts_with("GET ")) return;
        const std::string target = request.substr(4, request.find(' ', 4) - 4);
        const auto found = answers.find(target);
        const Answer none{"", "", 404};
        const Answer& answer = found == answers.end() ? none : found->second;
        peer.send(httpReply(answer.status, answer.body, answer.headers));
    }

    LoopbackService m_service;
    TlsServer m_server;
};

constexpr UtcTime kToday{1'790'000'000};

std::string leafPath()
{
    std::string chip;
    for (int i = 0; i < 64; ++i) chip += "5a";
    return "/vcek/v1/Milan/" + chip + "?blSPL=4&teeSPL=0&snpSPL=24&ucodeSPL=219";
}

std::string text(const ByteVector& bytes)
{
    return std::string(textOf(bytes));
}

} // namespace

class TestVendorFetch final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void namesWhatToBring();
    void amdFetchedIsJudged();
    void secondTimeIsKept();
    void otherChipIsNotTaken();
    void refusedAndBrokenAnswers_data();
    void refusedAndBrokenAnswers();
    void intelFetchedIsJudged();
    void outOfDateIsAskedAgain();
    void nobodyElseIsTrusted();

private:
    AttestationInput bare() const;
    std::vector<FetchedItem> fetch(const std::vector<VendorItem>& items, UtcTime now = kToday);
    Verdict judged(const AttestationInput& input, const std::vector<FetchedItem>& fetched, const char* check = nullptr);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<VendorServer> m_vendor;
    TestSnp m_snp;
};

void TestVendorFetch::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_vendor = std::make_unique<VendorServer>();
    m_snp = TestSnp();
    m_snp.crl.reset();
    const TestKey ark = TestKey::rsa("ark");
    m_vendor->answers = {
        {leafPath(), {text(m_snp.leaf.der()), "", 200}},
        {"/vcek/v1/Milan/cert_chain", {m_snp.intermediate.pem() + m_snp.root.pem(), "", 200}},
        {"/vcek/v1/Milan/crl", {text(testCrl("ARK-Milan", ark, TestSignature::Pss384, {})), "", 200}}};
}

/// A report without anything beside it.
AttestationInput TestVendorFetch::bare() const
{
    AttestationInput input = m_snp.input();
    input.parts.clear();
    return input;
}

std::vector<FetchedItem> TestVendorFetch::fetch(const std::vector<VendorItem>& items, UtcTime now)
{
    net::QtTransport transport([] { return kNow; });
    return fetchItems(items, {transport, m_vendor->trust(), m_folder->path().toStdString() + "/vendors", now}, {});
}

Verdict TestVendorFetch::judged(const AttestationInput& input, const std::vector<FetchedItem>& fetched, const char* check)
{
    AttestationContext context = m_snp.context();
    for (const FetchedItem& item : fetched)
        for (const NamedFile& file : item.files) context.collateral.push_back({file.content, file.source});
    const AttestationReport report = judgeAttestation(input, context);
    return check ? report.judgement.verdictOf(check) : report.overall();
}

void TestVendorFetch::namesWhatToBring()
{
    const AttestationReport report = judgeAttestation(bare(), m_snp.context());
    QCOMPARE(report.overall(), Verdict::Indeterminate);
    const auto check = std::ranges::find(report.judgement.checks, kCheckChainLeaf, &Check::id);
    QVERIFY(check != report.judgement.checks.end());
    QCOMPARE(check->reason, std::string(kReasonEndorsementsMissing));
    QVERIFY2(check->evidence.find("https://kdsintf.amd.com" + leafPath() + " as vcek_Milan_") != std::string::npos,
             check->evidence.c_str());
    const auto items = neededItems(bare(), m_snp.context());
    QCOMPARE(items.size(), std::size_t(3));
    QCOMPARE(items[1].url, std::string("https://kdsintf.amd.com/vcek/v1/Milan/cert_chain"));
    QCOMPARE(items[2].url, std::string("https://kdsintf.amd.com/vcek/v1/Milan/crl"));
    const auto listAlone = neededItems(m_snp.input(), m_snp.context()); // Its certificates travel with it.
    QCOMPARE(listAlone.size(), std::size_t(1));
}

void TestVendorFetch::amdFetchedIsJudged()
{
    const auto items = neededItems(bare(), m_snp.context(), m_vendor->places());
    const auto fetched = fetch(items);
    for (const FetchedItem& item : fetched)
        QVERIFY2(!item.problem && item.fetched, item.problem ? (item.problem->where + item.problem->detail).c_str() : "");
    QCOMPARE(judged(bare(), fetched), Verdict::Passed);
    QCOMPARE(judged(bare(), fetched, kCheckChainRevocation), Verdict::Passed);
    QCOMPARE(m_vendor->asked(), 3);
}

void TestVendorFetch::secondTimeIsKept()
{
    const auto items = neededItems(bare(), m_snp.context(), m_vendor->places());
    const auto first = fetch(items);
    const auto later = fetch(items, {kToday.seconds + 3600});
    QCOMPARE(m_vendor->asked(), 3);
    for (const FetchedItem& item : later) QVERIFY(item.fromCache && item.fetched == kToday);
    QCOMPARE(judged(bare(), later), Verdict::Passed);
    const auto nextDay = fetch(items, {kToday.seconds + 100'000});
    QCOMPARE(m_vendor->asked(), 4); // The list alone changes.
    QVERIFY(!nextDay[2].fromCache);
    AttestationContext offline = m_snp.context(); // And the folder can be handed in as it is.
    for (const auto& entry : fs::directory_iterator(m_folder->path().toStdString() + "/vendors"))
        offline.collateral.push_back({readSmallFile(entry.path()).value(), entry.path().filename().string()});
    QCOMPARE(judgeAttestation(bare(), offline).overall(), Verdict::Passed);
}

void TestVendorFetch::otherChipIsNotTaken()
{
    TestCertificate other = m_snp.leaf;
    for (auto& [oid, value] : other.extensions)
        if (oid.ends_with(".4")) value = ByteVector(64, 0x11);
    m_vendor->answers[leafPath()].body = text(other.der());
    const auto fetched = fetch(neededItems(bare(), m_snp.context(), m_vendor->places()));
    QCOMPARE(judged(bare(), fetched), Verdict::Indeterminate); // As if there were none.
}

void TestVendorFetch::refusedAndBrokenAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("not found") << 404 << QByteArray();
    QTest::newRow("too many questions") << 429 << QByteArray();
    QTest::newRow("broken server") << 500 << QByteArray();
    QTest::newRow("elsewhere") << 302 << QByteArray();
    QTest::newRow("a page") << 200 << QByteArray("<html>");
    QTest::newRow("nothing") << 200 << QByteArray();
}

void TestVendorFetch::refusedAndBrokenAnswers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    m_vendor->answers[leafPath()] = {body.toStdString(), "", status};
    const auto fetched = fetch(neededItems(bare(), m_snp.context(), m_vendor->places()));
    QVERIFY(fetched[0].problem && fetched[0].files.empty());
    QVERIFY(fetched[0].problem->where.find(leafPath()) != std::string::npos);
    QVERIFY(!fetched[1].problem); // The others are got all the same.
    QCOMPARE(judged(bare(), fetched), Verdict::Indeterminate);
    QVERIFY(!fs::exists(m_folder->path().toStdString() + "/vendors/" + fetched[0].item.file));
}

void TestVendorFetch::intelFetchedIsJudged()
{
    TestSgx sgx;
    const AttestationInput whole = sgx.input();
    const auto collateral = nlohmann::json::parse(text(whole.part(Role::Collateral)->content));
    AttestationInput input = whole;
    input.parts.erase(Role::Collateral);
    const AttestationReport before = judgeAttestation(input, sgx.context());
    QCOMPARE(before.overall(), Verdict::Indeterminate);
    const auto check = std::ranges::find(before.judgement.checks, kCheckCollateralPresent, &Check::id);
    QVERIFY2(check->evidence.find("https://api.trustedservices.intel.com/sgx/certification/v4/tcb?fmspc=00aa11bb22cc as ")
                 != std::string::npos,
             check->evidence.c_str());
    const auto reply = [&](const char* name, const char* member, const char* header) {
        const std::string signedText = "{\"" + std::string(member) + "\":" + collateral.at(name).get<std::string>() + ",\"signature\":\""
                                       + collateral.at(std::string(name) + "_signature").get<std::string>() + "\"}";
        const std::string chain = collateral.at(std::string(name) + "_issuer_chain").get<std::string>();
        return VendorServer::Answer{signedText, std::string(header) + ": " + net::percentEncoded(chain) + "\r\n", 200};
    };
    const auto list = [&](const char* name) {
        return VendorServer::Answer{text(fromHex(collateral.at(name).get<std::string>()).value()), "", 200};
    };
    m_vendor->answers = {
        {"/sgx/certification/v4/tcb?fmspc=00aa11bb22cc", reply("tcb_info", "tcbInfo", "TCB-Info-Issuer-Chain")},
        {"/sgx/certification/v4/qe/identity", reply("qe_identity", "enclaveIdentity", "SGX-Enclave-Identity-Issuer-Chain")},
        {"/sgx/certification/v4/pckcrl?ca=platform&encoding=der", list("pck_crl")},
        {"/IntelSGXRootCA.der", list("root_ca_crl")}};
    const auto fetched = fetch(neededItems(input, sgx.context(), m_vendor->places()), *sgx.context().at);
    AttestationContext context = sgx.context();
    for (const FetchedItem& item : fetched) {
        QVERIFY2(!item.problem, item.problem ? (item.problem->where + item.problem->detail).c_str() : "");
        for (const NamedFile& file : item.files) context.collateral.push_back({file.content, file.source});
    }
    QCOMPARE(fetched.size(), std::size_t(4));
    QCOMPARE(judgeAttestation(input, context).overall(), Verdict::Passed);
    QVERIFY(neededItems(input, context).empty());
    m_vendor->answers["/sgx/certification/v4/tcb?fmspc=00aa11bb22cc"].headers.clear();
    fs::remove_all(m_folder->path().toStdString() + "/vendors");
    QVERIFY(fetch(neededItems(input, sgx.context(), m_vendor->places()), *sgx.context().at)[0].problem); // No signer's chain.
}

void TestVendorFetch::outOfDateIsAskedAgain()
{
    const TestKey ark = TestKey::rsa("ark");
    const ByteVector old = testCrl("ARK-Milan", ark, TestSignature::Pss384, {}, {1'700'000'000}, {kToday.seconds + 60});
    m_vendor->answers["/vcek/v1/Milan/crl"].body = text(old);
    const auto items = neededItems(bare(), m_snp.context(), m_vendor->places());
    fetch(items);
    const int before = m_vendor->asked();
    fetch(items, {kToday.seconds + 120});
    QCOMPARE(m_vendor->asked(), before + 1);
}

void TestVendorFetch::nobodyElseIsTrusted()
{
    net::QtTransport transport([] { return kNow; });
    const auto items = neededItems(bare(), m_snp.context(), m_vendor->places());
    const auto fetched = fetchItems(items, {transport, vendorTrust(), {}, kToday}, {}); // The system's store.
    for (const FetchedItem& item : fetched) QVERIFY(item.problem && item.files.empty());
    QCOMPARE(m_vendor->asked(), 0);
}

QTEST_GUILESS_MAIN(TestVendorFetch)
#include "tst_vendor_fetch.moc"
