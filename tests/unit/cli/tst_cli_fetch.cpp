// verify --fetch: real evidence without what belongs to it, and a cache that gives it out.

#include "app/cli/program.h"
#include "app/common/families.h"
#include "core/base/file_io.h"
#include "core/crypto/pem.h"
#include "tests/support/scripted_transport.h"
#include "tests/support/vectors.h"

#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;

namespace {

constexpr const char* kCache = "https://cache.example:8443";

struct Run {
    int status = -1;
    std::string out, err;
};

} // namespace

class TestCliFetch final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void nothingIsFetchedUnasked();
    void fetchesWhatIsMissing();
    void whatIsNotGotStaysMissing();
    void isForEvidenceAlone();

private:
    Run run(const std::vector<std::string>& more);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedTransport> m_transport;
    std::vector<crypto::PemBlock> m_chain;
    bool m_givesLeaf = true;
};

void TestCliFetch::init()
{
    COUNTERSIGN_NEED_VECTORS("attestation");
    m_folder = std::make_unique<QTemporaryDir>();
    const fs::path vector = vectorsFolder() / "attestation/snp/snp-milan-v3-vcek-ccf-e75e8d";
    fs::copy_file(vector / "report.bin", m_folder->path().toStdString() + "/report.bin");
    m_chain = crypto::parsePem(textOf(readSmallFile(vector / "chain.pem").value()), crypto::PemSurroundings::AnyText, 5).value();
    m_givesLeaf = true;
    qputenv("XDG_CACHE_HOME", m_folder->path().toUtf8());
    m_transport = std::make_unique<ScriptedTransport>([this](const net::HttpRequest& asked) -> Result<net::HttpReply> {
        net::HttpReply reply;
        reply.status = 404;
        reply.url = asked.url;
        if (asked.url.target == "/vcek/v1/Milan/cert_chain") {
            reply.status = 200;
            for (std::size_t i = 1; i < m_chain.size(); ++i)
                for (const char c : crypto::toPem("CERTIFICATE", m_chain[i].der)) reply.body.push_back(std::uint8_t(c));
        } else if (m_givesLeaf && asked.url.target.starts_with("/vcek/v1/Milan/") && asked.url.target.find("?blSPL=4&teeSPL=0&snpSPL=24&ucodeSPL=219") != std::string::npos) {
            reply.status = 200;
            reply.body = m_chain.front().der;
        }
        return reply;
    });
}

Run TestCliFetch::run(const std::vector<std::string>& more)
{
    std::ostringstream out, err;
    Console console(out, err, {}, {});
    const FamilyList families = allFamilies();
    Environment environment{families, console, {}, *parseIso8601("2026-11-22"), m_transport.get()};
    Program program;
    std::vector<std::string> arguments{"verify", m_folder->path().toStdString() + "/report.bin", "--at", "2025-05-28T16:22:58Z"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const int status = program.run(arguments, environment);
    return {status, out.str(), err.str()};
}

void TestCliFetch::nothingIsFetchedUnasked()
{
    const Run without = run({});
    QCOMPARE(without.status, int(kExitIndeterminate));
    QVERIFY(m_transport->asked().empty());
    QVERIFY2(without.out.find("https://kdsintf.amd.com/vcek/v1/Milan/") != std::string::npos, without.out.c_str());
}

void TestCliFetch::fetchesWhatIsMissing()
{
    const Run fetched = run({"--fetch", "--fetch-from", kCache});
    QVERIFY2(fetched.status == kExitPassed, (fetched.out + fetched.err).c_str());
    const auto asked = m_transport->asked();
    QCOMPARE(asked.size(), std::size_t(3));
    for (const net::HttpRequest& request : asked) {
        QCOMPARE(request.url.origin(), std::string(kCache));
        QVERIFY(request.trust && request.trust->systemStore);
        QVERIFY2(fetched.err.find("asking " + std::string(kCache) + request.url.target) != std::string::npos, fetched.err.c_str());
    }
    run({"--fetch", "--fetch-from", kCache});
    QCOMPARE(m_transport->asked().size(), std::size_t(4)); // What lasts is kept; the list, which was not got, is asked for again.
    QCOMPARE(run({"--collateral", m_folder->path().toStdString() + "/countersign/vendors"}).status, int(kExitPassed));
}

void TestCliFetch::whatIsNotGotStaysMissing()
{
    m_givesLeaf = false;
    const Run fetched = run({"--fetch", "--fetch-from", kCache});
    QCOMPARE(fetched.status, int(kExitIndeterminate));
    QVERIFY2(fetched.err.find("not got: " + std::string(kCache) + "/vcek/v1/Milan/") != std::string::npos, fetched.err.c_str());
    QVERIFY(fetched.err.find("answered 404") != std::string::npos);
}

void TestCliFetch::isForEvidenceAlone()
{
    const std::string file = m_folder->path().toStdString() + "/x.receipt.json";
    QVERIFY(writeFileAtomically(file, bytesOf("{}")));
    std::ostringstream out, err;
    Console console(out, err, {}, {});
    const FamilyList families = allFamilies();
    Environment environment{families, console, {}, *parseIso8601("2026-11-22"), m_transport.get()};
    Program program;
    QVERIFY(program.run({"verify", file, "--fetch"}, environment) != kExitPassed);
    QVERIFY2(err.str().find("--fetch") != std::string::npos, err.str().c_str());
    QVERIFY(m_transport->asked().empty());
}

QTEST_APPLESS_MAIN(TestCliFetch)
#include "tst_cli_fetch.moc"
