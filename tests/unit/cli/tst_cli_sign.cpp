#include "core/base/hex.h"
#include "core/ccf/governance/payloads.h"
#include "core/ccf/governance/signing_request.h"
#include "core/ccf/ledger/member_message.h"
#include "tests/support/make_certificate.h"
#include "tests/support/vectors.h"
#include "tests/unit/cli/run_program.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/prctl.h>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* kProposal = R"({"actions": [{"name": "set_recovery_threshold", "args": {"recovery_threshold": 2}}]})";

/// Answers as told, and counts.
class ScriptedAsking final : public Asking
{
public:
    bool there = true;
    bool yes = true;
    int asked = 0;

    bool somebodyThere() const override { return there; }
    bool agrees(std::string_view) override
    {
        ++asked;
        return yes;
    }
    Result<crypto::SecretBytes> passphrase(std::string_view) override { return Error{ErrorCode::Cancelled, {}, {}}; }
};

} // namespace

class TestCliSign final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signsAfterAReview();
    void writesNothingWithoutAYes();
    void goesOutAndComesBack();
    void refusesAKeyOfSomebodyElse();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void signsTheRecordedShare();

private:
    std::string file(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)).toStdString(); }
    void write(const char* name, std::string_view text) const { QVERIFY(writeFileAtomically(file(name), bytesOf(text))); }
    std::vector<std::string> with(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "sign");
        for (const char* option : {"--cert", "--service-cert"})
            arguments.insert(arguments.end(), {option, file("member.pem")});
        return arguments;
    }
    std::vector<std::string> careful() const
    {
        return with({"ballot", "--proposal-id", std::string(64, 'c'), "--proposal", file("proposal.json"), "--key",
                     file("key.pem"), "--out", file("out.cose")});
    }
    bool exists(const char* name) const { return std::filesystem::exists(file(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
    crypto::PrivateKey m_key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    crypto::Certificate m_member = makeCertificate({}, m_key.publicKey(), m_key);
    ScriptedAsking m_asking;
};

void TestCliSign::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_asking = {};
    write("member.pem", m_member.pem());
    write("key.pem", privatePem(m_key));
    write("proposal.json", kProposal);
}

void TestCliSign::signsAfterAReview()
{
    const Outcome outcome = runProgram(careful(), nullptr, {}, false, &m_asking);
    QCOMPARE(outcome.err, "countersign-cli: written: " + file("out.cose") + '\n');
    QCOMPARE(outcome.status, 0);
    QCOMPARE(m_asking.asked, 1);
    QCOMPARE(::prctl(PR_GET_DUMPABLE), 0);
    const auto message = ccf::parseMemberMessage(contentOf(file("out.cose"))).value();
    QVERIFY(message.cose.holds(m_key.publicKey()).value());
    QCOMPARE(message.type, std::string("ballot"));
    QCOMPARE(message.createdAt.value(), parseIso8601("2026-11-22").value().seconds);
    QCOMPARE(ccf::ballotScript(*message.cose.payload).value(), ccf::carefulBallot(bytesOf(kProposal)).value());
    const auto digest = crypto::coseDigest(crypto::coseSchemeFor(m_key.publicKey()).value(), message.cose.protectedBytes,
                                           *message.cose.payload);
    for (const std::string& word : {std::string("set_recovery_threshold"), std::string("recovery_threshold: 2"),
                                    toHex(m_member.fingerprint()), toHex(digest), std::string(64, 'c'),
                                    std::string("2026-11-22T00:00:00Z"), std::string("exactly the proposal")})
        QVERIFY2(outcome.out.find(word) != std::string::npos, word.c_str());
}

void TestCliSign::writesNothingWithoutAYes()
{
    m_asking.yes = false;
    QCOMPARE(runProgram(careful(), nullptr, {}, false, &m_asking).status, 2);
    QVERIFY(!exists("out.cose"));
    m_asking.there = false;
    QCOMPARE(runProgram(careful(), nullptr, {}, false, &m_asking).status, 3);
    QCOMPARE(runProgram(careful(), nullptr).status, 3);
    QVERIFY(!exists("out.cose"));
    auto agreed = careful();
    agreed.push_back("--yes");
    QCOMPARE(runProgram(agreed, nullptr).status, 0);
    QVERIFY(exists("out.cose"));
}

void TestCliSign::goesOutAndComesBack()
{
    const auto out = runProgram(with({"proposal", "--proposal", file("proposal.json"), "--request", file("request.json"),
                                      "--digest", file("digest.json")}), nullptr);
    QCOMPARE(out.status, 0);
    const auto request = ccf::signingRequestFromJson(contentOf(file("request.json"))).value();
    QVERIFY(exists("digest.json"));
    write("answer", textOf(m_key.signDigestDer(request.message.digest()).value()));
    const std::vector<std::string> finish{"sign", "--finish", file("request.json"), "--signature", file("answer"),
                                          "--out", file("out.cose")};
    QCOMPARE(runProgram(finish, nullptr).status, 0);
    QVERIFY(ccf::parseMemberMessage(contentOf(file("out.cose")))->cose.holds(m_key.publicKey()).value());
    std::filesystem::remove(file("out.cose"));
    const auto stranger = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    write("answer", textOf(stranger.signDigestRaw(request.message.digest()).value()));
    QCOMPARE(runProgram(finish, nullptr).status, 1);
    QVERIFY(!exists("out.cose"));
}

void TestCliSign::refusesAKeyOfSomebodyElse()
{
    write("key.pem", privatePem(crypto::PrivateKey::generate(crypto::KeyKind::P384).value()));
    const Outcome outcome = runProgram(careful(), nullptr, {}, false, &m_asking);
    QCOMPARE(outcome.status, 1);
    QVERIFY(!exists("out.cose"));
}

void TestCliSign::refusesWrongUsage_data()
{
    QTest::addColumn<QString>("line");
    for (const char* line : {"", "vote", "proposal", "ballot --proposal-id a", "ballot --vote yes", "ack", "withdrawal",
                             "state_digest --proposal-id a", "ack --state-digest a --vote yes", "recovery_share --share x",
                             "--finish x", "--finish x --signature y", "ballot --vote perhaps",
                             "recovery_share --share x --decryption-key y --request z"})
        QTest::newRow(line) << QString::fromUtf8(line);
}

void TestCliSign::refusesWrongUsage()
{
    QFETCH(QString, line);
    std::vector<std::string> arguments{"sign", "--yes"};
    if (!line.contains(QStringLiteral("finish"))) arguments = with({"--yes"});
    for (const QString& word : line.split(QLatin1Char(' '), Qt::SkipEmptyParts)) arguments.push_back(word.toStdString());
    QCOMPARE(runProgram(arguments, nullptr).status, 3);
}

void TestCliSign::signsTheRecordedShare()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto folder = vectorsFolder() / "ccf-network";
    const auto key = [&](const char* name) { return (folder / "keys" / name).string(); };
    const std::vector<std::string> arguments{
        "sign", "recovery_share", "--share", (folder / "rest/08-recovery-1/encrypted-share-member0.response.json").string(),
        "--decryption-key", key("member0_enc_privk.pem"), "--cert", key("member0_cert.pem"), "--key",
        key("member0_privk.pem"), "--service-cert", (folder / "receipts/service-2-after-recovery.pem").string(), "--out",
        file("share.cose"), "--yes"};
    const Outcome outcome = runProgram(arguments, nullptr);
    QCOMPARE(outcome.status, 0);
    const auto ours = ccf::parseMemberMessage(contentOf(file("share.cose"))).value();
    const auto recorded =
        ccf::parseMemberMessage(contentOf(folder / "rest/08-recovery-1/submit-share-member0.request.cose")).value();
    QCOMPARE(toHex(*ours.cose.payload), toHex(*recorded.cose.payload));
    QCOMPARE(static_cast<int>(std::filesystem::status(file("share.cose")).permissions()), 0600);
    const std::string share(textOf(*recorded.cose.payload).substr(11, 60));
    QVERIFY((outcome.out + outcome.err).find(share) == std::string::npos);
    QVERIFY(outcome.out.find("one share of several") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestCliSign)
#include "tst_cli_sign.moc"
