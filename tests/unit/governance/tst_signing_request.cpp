#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/governance/payloads.h"
#include "core/ccf/governance/signing_request.h"
#include "core/crypto/cose_sign1.h"
#include "tests/support/make_certificate.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;

namespace {

constexpr const char* kProposal = R"({"actions": [{"name": "set_recovery_threshold", "args": {"recovery_threshold": 2}}]})";
const std::string kService(64, '5');

} // namespace

class TestSigningRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesOutAndComesBack_data();
    void goesOutAndComesBack();
    void statesWhatItDoes();
    void refusesAChangedFile_data();
    void refusesAChangedFile();
    void keepsRecoverySharesAtHome();
    void givesTheDigestAsVaultsTakeIt();
    void refusesWhatIsNoSignature();

private:
    SigningRequest proposal() const { return {prepared(MessageType::Proposal, {}, kProposal), kService}; }
    SigningRequest ballot() const
    {
        const auto payload = ballotPayload(carefulBallot(bytesOf(kProposal)).value()).value();
        return {prepared(MessageType::Ballot, std::string(64, 'b'), textOf(payload)), kService, copyOf(bytesOf(kProposal))};
    }
    PreparedMessage prepared(MessageType type, std::string id, std::string_view payload) const
    {
        return PreparedMessage::prepare({type, UtcTime{1'800'000'000}, std::move(id), crypto::secretCopy(bytesOf(payload))},
                                        m_member).value();
    }

    crypto::PrivateKey m_key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    crypto::Certificate m_member = test::makeCertificate({}, m_key.publicKey(), m_key);
};

void TestSigningRequest::goesOutAndComesBack_data()
{
    QTest::addColumn<QString>("form");
    for (const char* form : {"raw", "der", "base64", "base64 of DER", "base64url", "base64url, line end", "value"})
        QTest::newRow(form) << QString::fromUtf8(form);
}

void TestSigningRequest::goesOutAndComesBack()
{
    QFETCH(QString, form);
    const std::string file = toJson(proposal()).value();
    const auto back = signingRequestFromJson(bytesOf(file));
    QVERIFY(back);
    QCOMPARE(back->service, kService);
    const auto digest = digestFromHex(std::string(96, '0'));
    QVERIFY(!digest);
    const auto stated = fromHex(nlohmann::json::parse(file)["digest"].get<std::string>()).value();
    const ByteVector raw = m_key.signDigestRaw(stated).value();
    const ByteVector der = m_key.signDigestDer(stated).value();
    const std::map<QString, std::string> forms{
        {QStringLiteral("raw"), std::string(textOf(raw))},
        {QStringLiteral("der"), std::string(textOf(der))},
        {QStringLiteral("base64"), toBase64(raw)},
        {QStringLiteral("base64 of DER"), toBase64(der)},
        {QStringLiteral("base64url"), toBase64Url(raw)},
        {QStringLiteral("base64url, line end"), toBase64Url(raw) + "\r\n"},
        {QStringLiteral("value"), R"({"kid": "https://vault.example/k", "value": ")" + toBase64Url(raw) + "\"}\n"},
    };
    const auto signature = signatureFrom(bytesOf(forms.at(form)));
    QVERIFY(signature);
    const auto message = back->message.finish(*signature);
    QVERIFY(message);
    const auto read = crypto::CoseSign1::parse(*message).value();
    QVERIFY(read.holds(m_key.publicKey()).value());
    QCOMPARE(std::string(textOf(*read.payload)), std::string(kProposal));
}

void TestSigningRequest::statesWhatItDoes()
{
    const auto first = nlohmann::json::parse(toJson(proposal()).value());
    QCOMPARE(first["effect"]["actions"][0]["name"].get<std::string>(), std::string("set_recovery_threshold"));
    QCOMPARE(first["effect"]["actions"][0]["arguments"][0]["text"].get<std::string>(), std::string("2"));
    QCOMPARE(first["memberId"].get<std::string>(), toHex(m_member.fingerprint()));
    QCOMPARE(first["algorithm"].get<std::string>(), std::string("ES384"));
    const auto second = nlohmann::json::parse(toJson(ballot()).value());
    QCOMPARE(second["effect"]["vote"].get<std::string>(), std::string("careful"));
    QCOMPARE(second["effect"]["actions"].size(), std::size_t{1});
    QVERIFY(signingRequestFromJson(bytesOf(second.dump())));
    SigningRequest plain{prepared(MessageType::Ballot, std::string(64, 'b'),
                                  textOf(ballotPayload(plainBallot(false)).value())), kService};
    QCOMPARE(nlohmann::json::parse(toJson(plain).value())["effect"]["vote"].get<std::string>(), std::string("no"));
}

void TestSigningRequest::refusesAChangedFile_data()
{
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("value");
    const auto other = toBase64(bytesOf(R"({"actions":[{"name":"other"}]})"));
    QTest::newRow("schema") << QByteArray("/schema") << QByteArray("\"countersign.signing-request/2\"");
    QTest::newRow("payload") << QByteArray("/payload") << QByteArray::fromStdString('"' + other + '"');
    QTest::newRow("time") << QByteArray("/message/createdAt") << QByteArray("1800000001");
    QTest::newRow("type") << QByteArray("/message/type") << QByteArray("\"recovery_share\"");
    QTest::newRow("proposal id") << QByteArray("/message/proposalId") << QByteArray("\"b\"");
    QTest::newRow("digest") << QByteArray("/digest") << QByteArray::fromStdString('"' + std::string(96, '0') + '"');
    QTest::newRow("digest of vaults") << QByteArray("/digestBase64url") << QByteArray("\"AAAA\"");
    QTest::newRow("effect") << QByteArray("/effect/actions/0/arguments/0/text") << QByteArray("\"3\"");
    QTest::newRow("member") << QByteArray("/memberId") << QByteArray("\"0\"");
    QTest::newRow("service") << QByteArray("/service") << QByteArray("\"\"");
    QTest::newRow("algorithm") << QByteArray("/algorithm") << QByteArray("\"ES256\"");
    QTest::newRow("protected") << QByteArray("/protected") << QByteArray("\"oA==\"");
    QTest::newRow("more") << QByteArray("/note") << QByteArray("\"approved already\"");
}

void TestSigningRequest::refusesAChangedFile()
{
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, value);
    auto json = nlohmann::json::parse(toJson(proposal()).value());
    QVERIFY(signingRequestFromJson(bytesOf(json.dump())));
    json[nlohmann::json::json_pointer(pointer.toStdString())] = nlohmann::json::parse(value.toStdString());
    QVERIFY(!signingRequestFromJson(bytesOf(json.dump())));
}

void TestSigningRequest::keepsRecoverySharesAtHome()
{
    const auto payload = recoverySharePayload(ByteVector(44, 1));
    const auto json = toJson({prepared(MessageType::RecoveryShare, {}, textOf(payload)), kService});
    QVERIFY(!json);
    QCOMPARE(json.error().code, ErrorCode::Unsupported);
}

void TestSigningRequest::givesTheDigestAsVaultsTakeIt()
{
    const auto request = proposal();
    const auto json = nlohmann::json::parse(digestDocument(request.message));
    QCOMPARE(json["alg"].get<std::string>(), std::string("ES384"));
    QCOMPARE(fromBase64(json["value"].get<std::string>()).value(), copyOf(request.message.digest()));
}

void TestSigningRequest::refusesWhatIsNoSignature()
{
    for (const char* text : {"", "{}", "{\"value\": \"\"}", "{\"value\": \"%\"}", "{\"value\": 3}", "{"})
        QVERIFY2(!signatureFrom(bytesOf(text)), text);
    const auto message = proposal().message;
    for (const char* text : {"hello", "AAAA", "{\"value\": \"AAAA\"}"}) {
        const auto signature = signatureFrom(bytesOf(text));
        QVERIFY(signature);
        QVERIFY2(!message.finish(*signature), text);
    }
}

QTEST_APPLESS_MAIN(TestSigningRequest)
#include "tst_signing_request.moc"
