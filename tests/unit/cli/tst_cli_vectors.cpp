#include "tests/support/vectors.h"
#include "tests/unit/cli/cli_process.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign::test;

namespace {

constexpr const char* kSealed = "ccf-ledgers/double_sealed_service/certs/service_cert.pem";
constexpr const char* kFirst = "ccf-network/receipts/service-1-first.pem";
constexpr const char* kRenewed = "ccf-network/receipts/service-1-renewed.pem";
constexpr const char* kSecond = "ccf-network/receipts/service-2-after-recovery.pem";

struct Outlook {
    const char* name;
    std::vector<const char*> paths;
    const char* certificate; ///< Null for none.
    int status;
    const char* signedTo;
    const char* reason;
    std::size_t identities;
};

const std::vector<Outlook>& outlooks()
{
    static const std::vector<Outlook> all{
        {"flipflop",
         {"ccf-ledgers/cose_flipflop_service/ledger"},
         "ccf-ledgers/cose_flipflop_service/certs/service_cert.pem",
         0,
         ".46",
         "",
         1},
        {"sealed twice", {"ccf-ledgers/double_sealed_service/ledger"}, kSealed, 0, "", "", 2},
        {"expired",
         {"ccf-ledgers/expired_service/ledger"},
         "ccf-ledgers/expired_service/certs/service_cert.pem",
         0,
         "",
         "",
         2},
        {"expired, with snapshots",
         {"ccf-ledgers/expired_service/ledger", "ccf-ledgers/expired_service/snapshots"},
         "ccf-ledgers/expired_service/certs/service_cert.pem",
         0,
         "",
         "",
         2},
        {"sgx", {"ccf-ledgers/sgx_service/ledger"}, "ccf-ledgers/sgx_service/certs/service_cert.pem", 0, "", "", 4},
        {"live node0", {"ccf-network/ledger/1-live/node0/ledger"}, kFirst, 0, "2.194", "", 1},
        {"live node2", {"ccf-network/ledger/1-live/node2/ledger"}, kRenewed, 0, "2.194", "", 1},
        {"live node3", {"ccf-network/ledger/1-live/node3/ledger"}, kFirst, 0, "2.194", "", 1},
        {"live, all copies",
         {"ccf-network/ledger/1-live/node0/ledger", "ccf-network/ledger/1-live/node2/ledger",
          "ccf-network/ledger/1-live/node3/ledger"},
         kFirst,
         0,
         "2.194",
         "",
         1},
        {"stopped, all copies",
         {"ccf-network/ledger/2-after-stop/node0/ledger", "ccf-network/ledger/2-after-stop/node1/ledger",
          "ccf-network/ledger/2-after-stop/node3/ledger"},
         kFirst,
         0,
         "3.211",
         "",
         1},
        {"recovered node4", {"ccf-network/ledger/3-after-recovery-1/node4/ledger"}, kSecond, 0, "5.254", "", 2},
        {"recovered node4, first identity",
         {"ccf-network/ledger/3-after-recovery-1/node4/ledger"},
         kFirst,
         0,
         "5.254",
         "",
         2},
        {"recovered node5 with its snapshots",
         {"ccf-network/ledger/3-after-recovery-1/node5/ledger",
          "ccf-network/ledger/3-after-recovery-1/node5/snapshots"},
         kSecond,
         0,
         "",
         "",
         0},
        {"snapshot alone",
         {"ccf-network/ledger/1-live/node0/snapshots/snapshot_15_16.committed"},
         kFirst,
         2,
         "",
         "NOT_COVERED",
         0},
        {"a node's folder with its snapshots", {"ccf-network/ledger/1-live/node0"}, kRenewed, 0, "2.194", "", 1},
        {"recovering", {"ccf-network/ledger/2b-in-recovery/node4/ledger"}, kFirst, 0, "3.211", "", 1},
        {"chunk alone", {"ccf-network/ledger/1-live/node0/ledger/ledger_1-15.committed"}, kFirst, 0, "2.15", "", 1},
        {"recovered node5 alone",
         {"ccf-network/ledger/3-after-recovery-1/node5/ledger"},
         kSecond,
         2,
         "",
         "NO_GENESIS",
         0},
    };
    return all;
}

QStringList arguments(const Outlook& outlook, const char* certificate)
{
    QStringList list{QStringLiteral("verify"), QStringLiteral("--json"), QStringLiteral("--quiet")};
    for (const char* path : outlook.paths) list << vectorPath(path);
    if (certificate) list << QStringLiteral("--service-cert") << vectorPath(certificate);
    return list;
}

void addRows()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < outlooks().size(); ++i) QTest::newRow(outlooks()[i].name) << int(i);
}

} // namespace

class TestCliVectors final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void areJudgedAsTheirReadmesSay_data() { addRows(); }
    void areJudgedAsTheirReadmesSay();
    void neverPassWithoutAnAnchor_data() { addRows(); }
    void neverPassWithoutAnAnchor();
    void neverPassUnderAStranger_data() { addRows(); }
    void neverPassUnderAStranger();
    void judgesSeveralKindsTogether();
    void judgesAzureReceiptsAsTheirIndexSays_data();
    void judgesAzureReceiptsAsTheirIndexSays();
};

void TestCliVectors::initTestCase()
{
    COUNTERSIGN_NEED_VECTORS("ccf-ledgers");
    COUNTERSIGN_NEED_VECTORS("ccf-network");
}

void TestCliVectors::areJudgedAsTheirReadmesSay()
{
    QFETCH(int, index);
    const Outlook& outlook = outlooks()[std::size_t(index)];
    const ProcessOutcome outcome = runCli(arguments(outlook, outlook.certificate));
    QCOMPARE(outcome.err, QByteArray());
    QVERIFY2(outcome.status == outlook.status, outcome.out.left(3000).constData());
    const auto document = outcome.json();
    QCOMPARE(documentProblem(document), std::string());
    QCOMPARE(document["reason"].get<std::string>(), std::string(outlook.reason));
    if (*outlook.signedTo) QVERIFY(document["signedTo"].get<std::string>().ends_with(outlook.signedTo));
    if (outlook.identities > 0) QCOMPARE(document["identities"].size(), outlook.identities);
    for (const auto& epoch : document["identities"])
        QVERIFY2(outlook.status != 0 || !epoch["link"].get<std::string>().empty(), epoch.dump().c_str());
}

void TestCliVectors::neverPassWithoutAnAnchor()
{
    QFETCH(int, index);
    const ProcessOutcome outcome = runCli(arguments(outlooks()[std::size_t(index)], nullptr));
    QCOMPARE(outcome.status, 2);
    const auto document = outcome.json();
    QCOMPARE(documentProblem(document), std::string());
    QVERIFY(document["anchor"].is_null());
    for (const auto& range : document["ranges"]) QVERIFY(range["verdict"].get<std::string>() != "passed");
    if (outlooks()[std::size_t(index)].status == 0)
        QCOMPARE(document["reason"].get<std::string>(), std::string("NO_TRUST_ANCHOR"));
}

void TestCliVectors::neverPassUnderAStranger()
{
    QFETCH(int, index);
    const Outlook& outlook = outlooks()[std::size_t(index)];
    const bool sealed = outlook.certificate == kSealed;
    const ProcessOutcome outcome = runCli(arguments(outlook, sealed ? kFirst : kSealed));
    QVERIFY(outcome.status == 1 || outcome.status == 2);
    const auto document = outcome.json();
    QVERIFY(document.at("verdict").get<std::string>() != "passed");
    for (const auto& range : document.at("ranges")) QVERIFY(range["verdict"].get<std::string>() != "passed");
}

void TestCliVectors::judgesSeveralKindsTogether()
{
    if (!QFileInfo::exists(vectorPath("acl")) || !QFileInfo::exists(vectorPath("attestation"))) QSKIP("skipped: no vectors");
    const QTemporaryDir folder;
    const auto copy = [&](const char* from, const char* to) {
        QDir().mkpath(QFileInfo(folder.filePath(QString::fromUtf8(to))).absolutePath());
        QVERIFY(QFile::copy(vectorPath(from), folder.filePath(QString::fromUtf8(to))));
    };
    copy("acl/syn-empty-proof.receipt.json", "a.json");
    copy("ccf-network/receipts/1-first-service/ack-member0.2.7.receipt.json", "b.json");
    copy("attestation/snp/snp-milan-v3-vcek-ccf-e75e8d/report.bin", "node/report.bin");
    copy("attestation/snp/snp-milan-v3-vcek-ccf-e75e8d/chain.pem", "node/chain.pem");
    const ProcessOutcome outcome =
        runCli({QStringLiteral("verify"), folder.path(), QStringLiteral("--service-cert"), vectorPath(kFirst),
                QStringLiteral("--at"), QStringLiteral("2025-06-01"), QStringLiteral("--json"), QStringLiteral("--quiet")});
    const auto json = outcome.json();
    QCOMPARE(documentProblem(json), std::string());
    QCOMPARE(outcome.status, 2); // The Azure receipt is of another service; nothing contradicts.
    QCOMPARE(json["receipts"].size(), std::size_t(2));
    QCOMPARE(json["receipts"][0]["verdict"].get<std::string>(), std::string("passed"));
    QCOMPARE(json["receipts"][1]["reason"].get<std::string>(), std::string("ANCHOR_NOT_IN_CHAIN"));
    QCOMPARE(json["evidence"].size(), std::size_t(1));
    QCOMPARE(json["evidence"][0]["verdict"].get<std::string>(), std::string("passed"));
    QCOMPARE(json["answers"].size(), std::size_t(3));
    QVERIFY(json["anchor"].is_null());
}

void TestCliVectors::judgesAzureReceiptsAsTheirIndexSays_data()
{
    QTest::addColumn<QString>("receipt");
    QTest::addColumn<QString>("service");
    QTest::addColumn<int>("status");
    if (!QFileInfo::exists(vectorPath("acl/index.json"))) return;
    const auto content = contentOf(vectorPath("acl/index.json").toStdString());
    const auto index = nlohmann::json::parse(content.begin(), content.end());
    for (const auto& one : index["vectors"]) {
        const auto expected = one["expect"].get<std::string>();
        const QString service = one["service"].is_string() ? QString::fromStdString(one["service"].get<std::string>()) : QString();
        QTest::newRow(one["name"].get<std::string>().c_str())
            << QString::fromStdString(one["receipt"].get<std::string>()) << service
            << (expected == "valid" ? 0 : expected == "invalid" ? 1 : 2);
    }
}

void TestCliVectors::judgesAzureReceiptsAsTheirIndexSays()
{
    QFETCH(QString, receipt);
    QFETCH(QString, service);
    QFETCH(int, status);
    const QString folder = vectorPath("acl/");
    QStringList arguments{QStringLiteral("verify"), folder + receipt, QStringLiteral("--json"), QStringLiteral("--quiet")};
    if (!service.isEmpty()) arguments += {QStringLiteral("--service-cert"), folder + service};
    const ProcessOutcome outcome = runCli(arguments);
    QCOMPARE(documentProblem(outcome.json()), std::string());
    QCOMPARE(outcome.status, status);
}

QTEST_GUILESS_MAIN(TestCliVectors)
#include "tst_cli_vectors.moc"
