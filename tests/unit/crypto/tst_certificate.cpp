#include "core/crypto/certificate.h"

#include "tests/support/make_certificate.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace countersign;
using namespace countersign::crypto;

class TestCertificate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatItSays();
    void issuedByNeedsNameAndKey();
    void brokenHashesCannotBeAsked();
    void datesIncludeBothEnds();
    void refusesOtherText_data();
    void refusesOtherText();
    void refusesOtherBytes();
    void readsBundles();
    void realCertificatesAreSelfSigned();
    void aFlippedByteIsRefused();
    void serviceCertificatesKeepTheirKeyWhenRenewed();

private:
    PrivateKey m_root = PrivateKey::generate(KeyKind::P384).value();
    PrivateKey m_node = PrivateKey::generate(KeyKind::P256).value();
    PrivateKey m_other = PrivateKey::generate(KeyKind::P384).value();
    Certificate m_rootCertificate =
        test::makeCertificate({.subject = "root", .issuer = "root", .ca = true}, m_root.publicKey(), m_root);
    Certificate m_nodeCertificate =
        test::makeCertificate({.subject = "node, \"one\"\n", .issuer = "root"}, m_node.publicKey(), m_root);
};

void TestCertificate::showsWhatItSays()
{
    QCOMPARE(m_nodeCertificate.subject(), std::string("CN=node\\, \\\"one\\\"\\0A"));
    QCOMPARE(m_nodeCertificate.issuer(), std::string("CN=root"));
    QCOMPARE(m_nodeCertificate.serialHex(), std::string("1234"));
    QVERIFY(m_nodeCertificate.publicKey() == m_node.publicKey());
    QVERIFY(m_nodeCertificate.fingerprint() == sha256(m_nodeCertificate.der()));
    QVERIFY(m_rootCertificate.isCa());
    QVERIFY(!m_nodeCertificate.isCa());
    QVERIFY(!(m_nodeCertificate == m_rootCertificate));
    QVERIFY(Certificate::fromPem(m_nodeCertificate.pem()).value() == m_nodeCertificate);
    QVERIFY(Certificate::fromDer(m_nodeCertificate.der()).value() == m_nodeCertificate);
}

void TestCertificate::issuedByNeedsNameAndKey()
{
    QVERIFY(m_nodeCertificate.issuedBy(m_rootCertificate).value());
    QVERIFY(m_nodeCertificate.signedWith(m_root.publicKey()).value());
    QVERIFY(m_rootCertificate.issuedBy(m_rootCertificate).value());
    QVERIFY(!m_rootCertificate.issuedBy(m_nodeCertificate).value());
    QVERIFY(!m_nodeCertificate.signedWith(m_other.publicKey()).value());
    QVERIFY(!m_nodeCertificate.signedWith(m_node.publicKey()).value());

    const auto sameName = test::makeCertificate({.subject = "root", .issuer = "root"}, m_other.publicKey(), m_other);
    QVERIFY(!m_nodeCertificate.issuedBy(sameName).value());
    const auto sameKey = test::makeCertificate({.subject = "Root", .issuer = "Root"}, m_root.publicKey(), m_root);
    QVERIFY(!m_nodeCertificate.issuedBy(sameKey).value());
    QVERIFY(m_nodeCertificate.signedWith(sameKey.publicKey()).value());
}

void TestCertificate::brokenHashesCannotBeAsked()
{
    const auto weak =
        test::makeCertificate({.subject = "a", .issuer = "root", .digest = "SHA1"}, m_node.publicKey(), m_root);
    QCOMPARE(weak.issuedBy(m_rootCertificate).error().code, ErrorCode::Unsupported);
    QCOMPARE(weak.signedWith(m_root.publicKey()).error().code, ErrorCode::Unsupported);
}

void TestCertificate::datesIncludeBothEnds()
{
    const UtcTime first{4'102'444'799};
    const UtcTime last{253'402'300'799};
    const auto certificate = test::makeCertificate({.notBefore = first, .notAfter = last}, m_node.publicKey(), m_root);
    QVERIFY(certificate.notBefore() == first);
    QVERIFY(certificate.notAfter() == last);
    QVERIFY(certificate.validAt(first));
    QVERIFY(certificate.validAt(last));
    QVERIFY(!certificate.validAt({first.seconds - 1}));
    QVERIFY(!certificate.validAt({last.seconds + 1}));
    const auto old = test::makeCertificate({.notBefore = {-1}, .notAfter = {0}}, m_node.publicKey(), m_root);
    QCOMPARE(qint64{old.notBefore().seconds}, qint64{-1});
    QCOMPARE(qint64{old.notAfter().seconds}, qint64{0});
}

void TestCertificate::refusesOtherText_data()
{
    const QByteArray pem = QByteArray::fromStdString(m_nodeCertificate.pem());
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("as it is") << pem << true;
    QTest::newRow("NULs after it") << pem + QByteArray(2, '\0') << true;
    QTest::newRow("white space around it") << "\n " + pem + "\r\n" << true;
    QTest::newRow("two") << pem + pem << false;
    QTest::newRow("three") << pem + pem + pem << false;
    QTest::newRow("text before") << "node:\n" + pem << false;
    QTest::newRow("text after") << pem + "." << false;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("another label") << QByteArray(pem).replace("CERTIFICATE", "X509 CRL") << false;
    QTest::newRow("trusted form") << QByteArray(pem).replace("CERTIFICATE", "TRUSTED CERTIFICATE") << false;
    QTest::newRow("without its end") << pem.left(pem.size() - 10) << false;
}

void TestCertificate::refusesOtherText()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);
    QCOMPARE(Certificate::fromPem(text.toStdString()).has_value(), accepted);
}

void TestCertificate::refusesOtherBytes()
{
    ByteVector der = copyOf(m_nodeCertificate.der());
    for (std::size_t length = 0; length < der.size(); ++length)
        QVERIFY(!Certificate::fromDer(Bytes(der).first(length)));
    ByteVector trailing = der;
    trailing.push_back(0);
    QCOMPARE(Certificate::fromDer(trailing).error().code, ErrorCode::Malformed);
    ByteVector longLength = der;
    QCOMPARE(int(longLength.at(1)), 0x82);
    longLength[1] = 0x83;
    longLength.insert(longLength.begin() + 2, 0);
    QCOMPARE(Certificate::fromDer(longLength).error().where, std::string("certificate: not in DER"));
}

void TestCertificate::readsBundles()
{
    const std::string bundle = "the node\n" + m_nodeCertificate.pem() + "its root\n" + m_rootCertificate.pem();
    const auto both = Certificate::manyFromPem(bundle);
    QVERIFY(both);
    QCOMPARE(both->size(), std::size_t{2});
    QVERIFY(both->at(0) == m_nodeCertificate);
    QVERIFY(both->at(1) == m_rootCertificate);
    QCOMPARE(Certificate::manyFromPem(bundle, 1).error().code, ErrorCode::LimitExceeded);
    QCOMPARE(Certificate::manyFromPem("no certificate").error().code, ErrorCode::Malformed);
}

void TestCertificate::realCertificatesAreSelfSigned()
{
    COUNTERSIGN_NEED_VECTORS("ccf-ledgers");
    const auto files = test::filesBelow(test::vectorsFolder() / "ccf-ledgers", "_cert.pem");
    QVERIFY(!files.empty());
    for (const auto& file : files) {
        const auto certificate = Certificate::fromPem(textOf(test::contentOf(file)));
        QVERIFY2(certificate, file.c_str());
        QVERIFY2(certificate->issuedBy(*certificate).value(), file.c_str());
        QVERIFY2(certificate->notBefore() < certificate->notAfter(), file.c_str());
    }
}

void TestCertificate::aFlippedByteIsRefused()
{
    COUNTERSIGN_NEED_VECTORS("ccf-ledgers");
    const auto file = test::vectorsFolder() / "ccf-ledgers" / "sgx_service" / "certs" / "service_cert.pem";
    const auto good = Certificate::fromPem(textOf(test::contentOf(file))).value();
    for (std::size_t i = 0; i < good.der().size(); ++i) {
        ByteVector der = copyOf(good.der());
        der[i] = static_cast<std::uint8_t>(der[i] ^ (1u << (i % 8)));
        const auto bad = Certificate::fromDer(der);
        const bool held = bad && bad->issuedBy(good).value_or(false);
        QVERIFY2(!held, std::to_string(i).c_str());
    }
}

void TestCertificate::serviceCertificatesKeepTheirKeyWhenRenewed()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto folder = test::vectorsFolder() / "ccf-network" / "receipts";
    const auto read = [&](const char* name) {
        return Certificate::fromPem(textOf(test::contentOf(folder / name))).value();
    };
    const auto first = read("service-1-first.pem");
    const auto renewed = read("service-1-renewed.pem");
    const auto recovered = read("service-2-after-recovery.pem");
    QVERIFY(first.publicKey() == renewed.publicKey());
    QVERIFY(!(first == renewed));
    QVERIFY(!(first.publicKey() == recovered.publicKey()));
    QVERIFY(first.isCa());
}

QTEST_APPLESS_MAIN(TestCertificate)
#include "tst_certificate.moc"
