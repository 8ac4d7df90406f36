#include "core/base/hex.h"
#include "tests/support/make_certificate.h"
#include "tests/unit/evaluator/scripts.h"

#include <QObject>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

/// What a script finds under "ccf" behaves as in the service.
class TestScriptHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holds_data();
    void holds();
    void offersWhatTheServiceOffers();
    void notesWhatOnlyANodeCanDo();
    void readsModernScripts();
};

void TestScriptHost::holds_data()
{
    QTest::addColumn<QString>("condition");
    const auto row = [](const char* condition) { QTest::newRow(condition) << QString::fromUtf8(condition); };
    row("ccf.bufToStr(ccf.strToBuf('aä€😀')) === 'aä€😀'");
    row("new Uint8Array(ccf.strToBuf('ä')).join() === '195,164'");
    row("ccf.bufToStr(new Uint8Array([97, 255, 98]).buffer) === 'a\\ufffdb'");
    row("ccf.bufToStr(ccf.strToBuf('a\\u0000b')).length === 3");
    row("ccf.bufToStr(ccf.jsonCompatibleToBuf({b:[1,null,'x'],a:true})) === '{\"b\":[1,null,\"x\"],\"a\":true}'");
    row("ccf.bufToJsonCompatible(ccf.strToBuf('{\"a\":[1.5]}')).a[0] === 1.5");
    row("fails(() => ccf.jsonCompatibleToBuf(undefined)) && fails(() => ccf.jsonCompatibleToBuf(() => 1))");
    row("fails(() => ccf.bufToJsonCompatible(ccf.strToBuf('{')))");
    row("fails(() => ccf.strToBuf(1)) && fails(() => ccf.strToBuf()) && fails(() => ccf.bufToStr('x'))");
    row("fails(() => ccf.bufToStr(new Uint8Array(2)))");
    row("members.has(key) && !members.has(new ArrayBuffer(8)) && members.get(new ArrayBuffer(8)) === undefined");
    row("members.size === 2 && ccf.kv['public:none'].size === 0");
    row("JSON.parse(ccf.bufToStr(members.get(key))).status === 'Active'");
    row("(() => { let n = 0; members.forEach((v, k, m) => { n += m === members && members.has(k) && v.byteLength > 0 }); "
        "return n === 2; })()");
    row("fails(() => members.set(key, key)) && fails(() => members.delete(key)) && fails(() => members.clear())");
    row("fails(() => ccf.kv['private'].get(key)) && fails(() => members.get('x')) && fails(() => members.forEach(1))");
    row("fails(() => members.forEach(() => { throw new Error('x') }))");
    row("(() => { let kept = 'ab'; try { members.get('x') } catch (e) { kept = e.message } return "
        "kept === 'Argument must be an ArrayBuffer'; })()");
    row("ccf.crypto === undefined && ccf.node === undefined && ccf.network === undefined");
    row("Date.now() === 0 && new Date().getTime() === 0");
    row("proposer === 'b'.repeat(64) && text === '{\"actions\":[]}'");
    row("typeof console.log === 'function' && console.log('x') === undefined");
    row("ccf.enableUntrustedDateTime(true) === false");
}

void TestScriptHost::holds()
{
    QFETCH(QString, condition);
    const std::string script = "const fails = (f) => { try { f(); return false } catch (e) { return e instanceof Error } };\n"
                               "const members = ccf.kv['public:ccf.gov.members.info'];\n"
                               "const key = ccf.strToBuf('" + idOf(1) + "');\n"
                               "export function vote(text, proposer) { return (" + condition.toStdString() + ") === true; }";
    auto evaluator = realEvaluator();
    const auto answer = evaluator.vote(bytesOf(script), anyProposal(), stateWith(2), {});
    QVERIFY(answer);
    QVERIFY2(answer->choice == Choice::Yes, answer->failure.message.c_str());
}

void TestScriptHost::offersWhatTheServiceOffers()
{
    const auto key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    const crypto::Certificate certificate = makeCertificate({}, key.publicKey(), key);
    const std::string pem = certificate.pem(), id = toHex(certificate.fingerprint());
    std::string quoted = pem;
    for (std::size_t at = 0; (at = quoted.find('\n', at)) != std::string::npos; at += 2) quoted.replace(at, 1, "\\n");
    const std::string script =
        "const pem = '" + quoted + "'; const hex = (b) => [...new Uint8Array(b)].map((x) => x.toString(16).padStart(2, '0')).join('');\n"
        "export function validate() { const c = ccf.crypto, failed = [\n"
        "  c.isValidX509CertBundle(pem), c.isValidX509CertBundle(pem + pem), !c.isValidX509CertBundle('x'),\n"
        "  !c.isValidX509CertBundle(1), c.isValidX509CertChain(pem, pem), ccf.pemToId(pem) === '" + id + "',\n"
        "  hex(c.digest('SHA-256', ccf.strToBuf('abc'))).startsWith('ba7816bf'), ccf.digest === undefined || true,\n"
        "  c.digest('SHA-384', ccf.strToBuf('abc')).byteLength === 48,\n"
        "  ccf.gov.validateConstitution('export function validate(a){} export function resolve(a,b,c){} export function apply(a,b){}'),\n"
        "  JSON.stringify(ccf.tcbHexToPolicy('00a00f11', 'd315000000000004')) ===\n"
        "    '{\"hexstring\":\"d315000000000004\",\"microcode\":211,\"snp\":21,\"tee\":0,\"boot_loader\":4}',\n"
        "  ccf.tcbHexToPolicy('00b00f21', '5300000004010203').fmc === 3,\n"
        "  ...['', 'export function validate(', 'export function validate(a){}', 'throw 1', 'import \"x\"',\n"
        "    'export function validate(a){} export function resolve(a,b){} export function apply(a,b){}'].map((bad) => {\n"
        "    try { ccf.gov.validateConstitution(bad); return false } catch (e) { return true } }),\n"
        "].map((ok, i) => ok === true ? '' : i).join(''); return { valid: failed === '', description: failed }; }";
    auto evaluator = realEvaluator();
    const auto answer = evaluator.validate(bytesOf(script), bytesOf("{}"), stateWith(1), {});
    QVERIFY(answer);
    QVERIFY2(answer->validity == Validity::Valid, (answer->description + answer->failure.message).c_str());
}

void TestScriptHost::notesWhatOnlyANodeCanDo()
{
    const std::string script = "export function apply() { const c = ccf.network.generateNetworkCertificate('20260101', 3);\n"
                               "ccf.kv['public:ccf.gov.x'].set(new ArrayBuffer(8), ccf.strToBuf(c));\n"
                               "ccf.node.transitionServiceToOpen(undefined, ccf.strToBuf('PEM'));\n"
                               "ccf.setJwtPublicSigningKeys('i', {a: 1}, {keys: []}); }";
    auto evaluator = realEvaluator();
    const auto answer = evaluator.apply(bytesOf(script), anyProposal(), stateWith(1), {});
    QVERIFY(answer && answer->end == EvaluationEnd::Answered && !answer->onWholeState());
    const std::vector<NodeEffect> expected{{"network.generateNetworkCertificate", {"20260101", "3"}},
                                           {"node.transitionServiceToOpen", {"undefined", "PEM"}},
                                           {"setJwtPublicSigningKeys", {"i", R"({"a":1})", R"({"keys":[]})"}}};
    QCOMPARE(answer->effects, expected);
    QCOMPARE(answer->missingFunctions, std::vector<std::string>{"network.generateNetworkCertificate"});
    QCOMPARE(answer->writes.size(), std::size_t(1));
}

void TestScriptHost::readsModernScripts()
{
    const std::string script = "export function vote() { const { a, ...rest } = { a: 1, b: 2, c: null }; rest.c ?" "?= 3;\n"
                               "class K { #x = 1; static y = 1_000; get x() { return this.#x } }\n"
                               "try { throw 1 } catch { } \n"
                               "return Object.hasOwn({ ...rest }, 'b') && [1, [2]].flat().at(-1) === 2 && new K().x === 1 &&\n"
                               "  'aa'.replaceAll('a', 'b') === 'bb' && /(?<=x)y/.test('xy') && 2n ** 64n > 1n && rest?.c === 3; }";
    auto evaluator = realEvaluator();
    const auto answer = evaluator.vote(bytesOf(script), anyProposal(), stateWith(1), {});
    QVERIFY(answer);
    QVERIFY2(answer->choice == Choice::Yes, answer->failure.message.c_str());
}

QTEST_GUILESS_MAIN(TestScriptHost)
#include "tst_script_host.moc"
