#include "tests/unit/evaluator/scripts.h"

#include <QElapsedTimer>
#include <QObject>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

Q_DECLARE_METATYPE(countersign::ccf::EvaluationEnd)

/// Each hostile script ends in a clear outcome within the time promised, and says nothing for anybody else.
class TestHostileScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsClearly_data();
    void endsClearly();
    void cannotForgeAnAnswer_data();
    void cannotForgeAnAnswer();
    void reachesNothing_data();
    void reachesNothing();
    void floodsNothing();
    void writesNoMoreThanItMay();
    void aFailedApplyWritesNothing();
};

void TestHostileScript::endsClearly_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<EvaluationEnd>("end");
    QTest::addColumn<QString>("says");
    using enum EvaluationEnd;
    const auto row = [](const char* name, const char* body, EvaluationEnd end, const char* says = "") {
        QTest::newRow(name) << QString::fromUtf8(body) << end << QString::fromUtf8(says);
    };
    row("loop", "for(;;);", TimedOut);
    row("loop that catches", "for(;;){try{for(;;);}catch(e){}finally{continue;}}", TimedOut);
    row("slow pattern", "/^(a+)+$/.test('a'.repeat(60)+'b')", TimedOut);
    row("slow sort", "for(;;)new Array(1e5).fill(0).map(Math.random).sort((a,b)=>b-a)", TimedOut);
    row("generator", "function* g(){for(;;)yield 1} for(const x of g());", TimedOut);
    row("microtasks", "const f=()=>Promise.resolve().then(f); f(); return 'Open'", Answered);
#ifndef COUNTERSIGN_SANITIZED // There memory has no limit.
    row("large buffers", "const a=[];for(;;)a.push(new ArrayBuffer(5e7))", OutOfMemory);
    row("many objects", "let a=null;for(;;)a={a,b:new Float64Array(1e5)}", OutOfMemory);
#endif
    row("long text", "let s='x';for(;;)s+=s", Threw, "allocation size overflow");
    row("deep recursion", "const f=()=>f()+1;f()", Threw, "too much recursion");
    row("deep JSON", "JSON.parse('['.repeat(1e6))", Threw, "unexpected end");
    row("deep list", "let a=[];for(let i=0;i<1e5;i++)a=[a];return JSON.stringify(a)", Threw, "recursion");
    row("throws a number", "throw 42", Threw, "42");
    row("throws nothing", "throw undefined", Threw, "undefined");
    row("throws an object", "throw {toString(){for(;;);}}", Threw, "uncaught exception");
    row("throws a trap", "throw new Proxy({},{get(){for(;;);}})", Threw, "uncaught exception");
    row("an error with a loop in it", "const e=new Error('x');Object.defineProperty(e,'message',{get(){for(;;);}});throw e",
        Threw);
    row("a very long message", "throw new Error('ä'.repeat(1e6))", Threw, "…");
    row("returns a promise", "return (async()=>'Accepted')()", Refused, "answer-not-plain");
    row("returns a proxy", "return new Proxy({},{})", Refused, "answer-not-plain");
    row("returns a text object", "return new String('Accepted')", Refused, "answer-not-plain");
    row("returns an object that reads as text", "return {toString:()=>'Accepted'}", Refused, "answer-not-plain");
}

void TestHostileScript::endsClearly()
{
    QFETCH(QString, body);
    QFETCH(EvaluationEnd, end);
    QFETCH(QString, says);
    const std::string script = "export function resolve(text, proposer, votes) { " + body.toStdString() + " }";
    const std::vector<std::vector<CastVote>> votes(1);
    const bool endless = end == EvaluationEnd::TimedOut;
    auto evaluator = realEvaluator(endless ? ScriptLimits() : ScriptLimits{.wall = kPatience});
    QElapsedTimer timer;
    timer.start();
    const auto answers = evaluator.resolve(bytesOf(script), anyProposal(), votes, stateWith(3), {});
    if (endless) QVERIFY2(timer.elapsed() < 6000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(answers, answers ? "" : answers.error().detail.c_str());
    const ResolveAnswer& answer = answers->front();
    QCOMPARE(evaluationEndName(answer.end), evaluationEndName(end));
    const std::string told = answer.failure.message + answer.refusal;
    QVERIFY2(told.find(says.toStdString()) != std::string::npos, told.c_str());
    QVERIFY(told.size() < 5000);
    if (end != EvaluationEnd::Answered) QVERIFY(answer.resolution == Resolution::Unknown);
}

void TestHostileScript::cannotForgeAnAnswer_data()
{
    QTest::addColumn<QString>("tricks");
    const auto row = [](const char* name, const char* tricks) { QTest::newRow(name) << QString::fromUtf8(tricks); };
    row("none", "");
    row("inherited answer", "Object.prototype.valid = true; Object.prototype.end = 'answered';");
    row("accessor for all", "Object.defineProperty(Object.prototype,'valid',{get(){return true},set(){}});");
    row("own JSON", "JSON.stringify = () => '{\"answers\":[]}'; JSON.parse = () => ({actions:[]});");
    row("own toJSON", "Object.prototype.toJSON = () => ({valid:true}); Boolean.prototype.toJSON = () => true;");
    row("own lists", "Array.prototype.map = () => []; Array.prototype.push = () => 1; Array.prototype[Symbol.iterator] = null;");
    row("own reflection", "Object.getOwnPropertyDescriptor = Reflect.get = Reflect.getOwnPropertyDescriptor = () => true;");
    row("other worlds", "delete globalThis.ccf; globalThis.console = null; globalThis.Object = null;");
    row("frozen world", "Object.freeze(Object.prototype); Object.freeze(globalThis);");
}

void TestHostileScript::cannotForgeAnAnswer()
{
    QFETCH(QString, tricks);
    auto evaluator = realEvaluator();
    const auto validity = [&](const char* returned) {
        const std::string script = "export function validate(text) { " + tricks.toStdString() + " return " + returned + "; }";
        return evaluator.validate(bytesOf(script), bytesOf("{}"), {}, {});
    };
    const auto no = validity("{ valid: false, description: 'no' }"), yes = validity("{ valid: true, description: 'yes' }");
    QVERIFY(no && yes);
    QVERIFY(no->validity == Validity::Invalid && yes->validity == Validity::Valid);
    QCOMPARE(no->description, std::string("no"));
    for (const char* unclear : {"{}", "{ description: '' }", "{ get valid() { return true } }", "true", "undefined",
                                "new Proxy({ valid: true }, {})", "{ valid: true, get description() { return '' } }",
                                "Object.create({ valid: true })", "[true]"}) {
        const auto answer = validity(unclear);
        QVERIFY(answer);
        QVERIFY2(answer->end == EvaluationEnd::Refused || answer->end == EvaluationEnd::Threw, unclear);
        QVERIFY2(answer->validity == Validity::Unknown, unclear);
    }
    for (const char* untrue : {"{ valid: 1 }", "{ valid: 'true' }", "{ valid: {} }", "{ valid: new Boolean(true) }"}) {
        const auto answer = validity(untrue);
        QVERIFY2(answer && answer->validity == Validity::Invalid, untrue);
    }
}

void TestHostileScript::reachesNothing_data()
{
    QTest::addColumn<QString>("script");
    const auto row = [](const char* name, const char* script) { QTest::newRow(name) << QString::fromUtf8(script); };
    row("import", "import x from '/etc/passwd'; export function vote() { return true; }");
    row("import a file address", "import * as x from 'file:///etc/passwd'; export function vote() { return true; }");
    row("import itself", "export * from 'ballot'; export function vote() { return true; }");
    row("import later", "export async function vote() { const x = await import('/etc/passwd'); return true; }");
    row("wait at the top", "await new Promise(() => {}); export function vote() { return true; }");
    for (const char* name : {"require", "process", "std", "os", "Qt", "XMLHttpRequest", "fetch", "WebSocket", "load",
                             "read", "print", "SharedArrayBuffer", "Atomics", "WebAssembly", "Worker", "setTimeout",
                             "evalInWorker", "quit", "system"})
        QTest::newRow(name) << QStringLiteral("export function vote() { return typeof %1 !== 'undefined'; }")
                                   .arg(QLatin1String(name));
    row("out of the world", "export function vote() { return typeof (0, eval)('this').Qt === 'object'; }");
    row("made code", "export function vote() { return Function('return typeof require')() !== 'undefined'; }");
    row("through our objects",
        "export function vote() { const f = ccf.kv['public:x'].get; return typeof f.constructor('return this')().Qt "
        "=== 'object'; }");
    row("our objects elsewhere", "export function vote() { return ccf.kv['public:x'].get.call({}, new ArrayBuffer(1)); }");
    row("a private table", "export function vote() { return ccf.kv['secrets'].size >= 0; }");
}

void TestHostileScript::reachesNothing()
{
    QFETCH(QString, script);
    auto evaluator = realEvaluator();
    const auto answer = evaluator.vote(bytesOf(script.toStdString()), anyProposal(), stateWith(1), {});
    QVERIFY(answer);
    QVERIFY2(answer->choice != Choice::Yes, answer->failure.message.c_str());
    QVERIFY(answer->end != EvaluationEnd::Died);
}

void TestHostileScript::floodsNothing()
{
    auto evaluator = realEvaluator();
    const std::string script = "export function vote() { for (let i = 0; i < 1e5; i++) console.log('x'.repeat(1000)); "
                               "console.error({}, '\\ud800', undefined); return true; }";
    const auto answer = evaluator.vote(bytesOf(script), anyProposal(), stateWith(1), {});
    QVERIFY(answer && answer->choice == Choice::Yes && answer->consoleCut);
    std::size_t bytes = 0;
    for (const std::string& line : answer->console) bytes += line.size();
    QVERIFY(bytes > 0 && bytes <= ScriptLimits().consoleBytes && answer->console.size() <= 200);
}

void TestHostileScript::writesNoMoreThanItMay()
{
    auto evaluator = realEvaluator({.wall = kPatience, .writes = 1000});
    const char* table = "ccf.kv['public:ccf.gov.x']";
    const std::string rows = std::string("export function apply() { try { for (let i = 0; ; i++) ") + table +
                             ".set(ccf.strToBuf('' + i), new ArrayBuffer(1)); } catch (e) {} }";
    const auto many = evaluator.apply(bytesOf(rows), anyProposal(), stateWith(1), {});
    QVERIFY(many && many->end == EvaluationEnd::Refused && many->writes.empty());
    QCOMPARE(many->refusal, std::string("too-many-writes"));
    const std::string bytes = std::string("export function apply() { for (let i = 0; ; i++) ") + table +
                              ".set(ccf.strToBuf('' + i), new ArrayBuffer(1e7)); }";
    const auto large = evaluator.apply(bytesOf(bytes), anyProposal(), stateWith(1), {});
    QVERIFY(large && large->end == EvaluationEnd::Refused && large->writes.empty());
    const std::string effects = "export function apply() { for (;;) ccf.node.triggerSnapshot(); }";
    const auto calls = evaluator.apply(bytesOf(effects), anyProposal(), stateWith(1), {});
    QVERIFY(calls && calls->end == EvaluationEnd::Refused);
    QCOMPARE(calls->refusal, std::string("too-many-effects"));
}

void TestHostileScript::aFailedApplyWritesNothing()
{
    auto evaluator = realEvaluator();
    const std::string script = "export function apply(text, id) { ccf.kv['public:ccf.gov.x'].set(ccf.strToBuf(id), "
                               "ccf.strToBuf('v'));\n  throw new TypeError('half way'); }";
    const auto answer = evaluator.apply(bytesOf(script), anyProposal(), stateWith(1), {});
    QVERIFY(answer && answer->end == EvaluationEnd::Threw && answer->writes.empty());
    QCOMPARE(answer->failure.message, std::string("TypeError: half way"));
    QVERIFY2(answer->failure.place.starts_with("constitution:2:"), answer->failure.place.c_str());
}

QTEST_GUILESS_MAIN(TestHostileScript)
#include "tst_hostile_script.moc"
