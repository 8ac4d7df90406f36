#include "core/attestation/check_ids.h"
#include "core/crypto/did_x509.h"
#include "core/attestation/oe_evidence.h"
#include "core/attestation/quote_verifier.h"
#include "core/attestation/reasons.h"
#include "core/attestation/snp_certificate.h"
#include "core/attestation/tcb_status.h"
#include "core/base/hex.h"
#include "tests/support/vectors.h"
#include "tests/unit/attestation/attestation_cases.h"

#include <QTest>

#include <cstdio>
#include <set>

using namespace countersign;
using namespace countersign::attestation;
using namespace countersign::test;
using nlohmann::json;

namespace {

Verdict verdictFor(const std::string& word)
{
    if (word == "pass") return Verdict::Passed;
    return word == "fail" ? Verdict::Failed : Verdict::Indeterminate;
}

/// The reasons an Indeterminate answer may have, by the index's word.
std::set<std::string> reasonsFor(const std::string& word)
{
    if (word == "warn") return {kReasonTcbNotCurrent};
    if (word == "no-guarantee") return {kReasonNoAssurance};
    return {kReasonEndorsementsMissing, kReasonCollateralMissing};
}

/// Checks of the index that have another name here, and the two that are not judged here.
std::string idOf(const std::string& name)
{
    if (name.starts_with("did.")) return kCheckDidResolved;
    if (name == "virtual.flagged") return kCheckVirtualAssurance;
    const std::string plain = name.starts_with("uvm:") ? name.substr(4) : name;
    return "attestation." + plain;
}

/// An empty text, or what differs. A check that the index lets pass may fail here when the case as a whole must fail:
/// this program is then the stricter one.
QString compareChecks(const AttestationCase& one, const AttestationReport& report)
{
    for (const auto& [name, answer] : one.expected().at("checks").items()) {
        const std::string id = idOf(name);
        const Verdict got = report.judgement.verdictOf(id.c_str());
        const bool passes = answer == "pass" && name != "virtual.flagged";
        if (passes && got != Verdict::Passed && one.verdict() != "fail")
            return QStringLiteral("%1 is %2").arg(QString::fromStdString(id), QString::fromLatin1(verdictName(got)));
        if (!passes && got == Verdict::Passed) return QStringLiteral("%1 passed").arg(QString::fromStdString(id));
        if (!passes && got == Verdict::NotChecked && one.verdict() != "fail")
            return QStringLiteral("%1 was not asked").arg(QString::fromStdString(id));
    }
    return {};
}

AttestationReport judged(AttestationCase one)
{
    // The index gives the endorsement of this bundle an answer of its own, apart from the bundle's.
    if (one.expected().contains("uvm") && one.expected().at("uvm").contains("verdict"))
        one.input.parts.erase(Role::Uvm);
    return judgeAttestation(one.input, one.context);
}

std::string textOfJson(const json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

QString compareParts(const json& expected, const StructureNode* node, const std::string& name)
{
    for (const auto& [part, value] : expected.items()) {
        const StructureNode* found = node ? findNode(*node, part) : nullptr;
        if (value.is_null() && !found) continue;
        if (!found || found->value != textOfJson(value))
            return QString::fromStdString(name + '.' + part + ": " + (found ? found->value : "missing") + ", not " +
                                          value.dump());
    }
    return {};
}

QString compareFields(const json& fields, const StructureNode& root)
{
    for (const auto& [name, value] : fields.items()) {
        QString problem;
        if (name.ends_with("_tcb_parts"))
            problem = compareParts(value, findNode(root, name.substr(0, name.size() - 6)), name);
        else if (name == "policy_bits" || name == "platform_bits" || name == "key_bits")
            problem = compareParts(value,
                                   findNode(root, name == "policy_bits"     ? "policy"
                                                  : name == "platform_bits" ? "platform_info"
                                                                            : "key_info"),
                                   name);
        else
            problem = compareParts({{name, value}}, &root, "fields");
        if (!problem.isEmpty()) return problem;
    }
    return {};
}

QString compareJson(const json& expected, const json& got)
{
    for (const auto& [name, value] : got.items())
        if (expected.contains(name) && expected.at(name) != value)
            return QString::fromStdString(name + ": " + value.dump() + ", not " + expected.at(name).dump());
    return {};
}

QString compareLeaf(const json& expected, const crypto::Certificate& certificate)
{
    const SnpLeaf leaf = readSnpLeaf(certificate);
    json got{{"product_name", leaf.productName},
             {"not_before", toIso8601(certificate.notBefore())},
             {"not_after", toIso8601(certificate.notAfter())},
             {"hwid", toHex(leaf.hardwareId)},
             {"csp_id", leaf.provider}};
    if (leaf.kind != SnpSigningKey::Unknown) got["kind"] = leaf.kind == SnpSigningKey::Vcek ? "VCEK" : "VLEK";
    if (leaf.tcb) {
        got["tcb"] = {{"boot_loader", leaf.tcb->bootLoader},
                      {"tee", leaf.tcb->tee},
                      {"snp", leaf.tcb->snp},
                      {"microcode", leaf.tcb->microcode}};
        if (leaf.product == "Turin") got["tcb"]["fmc"] = leaf.tcb->fmc;
    }
    return leaf.product.empty() ? QString() : compareJson(expected, got);
}

QString comparePck(const json& expected, const PckExtension& pck, const crypto::Certificate& certificate)
{
    return compareJson(expected, {{"fmspc", toHex(pck.fmspc)},
                                  {"pceid", toHex(pck.pceId)},
                                  {"tcb_components", pck.components},
                                  {"pcesvn", pck.pceSvn},
                                  {"cpusvn", toHex(pck.cpuSvn)},
                                  {"ppid", toHex(pck.ppid)},
                                  {"sgx_type", pck.sgxType},
                                  {"not_before", toIso8601(certificate.notBefore())},
                                  {"not_after", toIso8601(certificate.notAfter())}});
}

QString compareState(const json& expected, const TcbAnswer& answer, const TcbInfo& info)
{
    json got{{"status", answer.status},
             {"platform_status", answer.platform.empty() ? "NotFound" : answer.platform},
             {"qe_status", answer.qe.empty() ? "NotFound" : answer.qe},
             {"advisory_ids", answer.advisories},
             {"eval_data_number", info.evaluation},
             {"tcb_info_version", info.version},
             {"issue_date", toIso8601(info.issued)},
             {"next_update", toIso8601(info.nextUpdate)}};
    if (!answer.date.empty()) got["tcb_date"] = answer.date;
    if (answer.module && !answer.module->empty()) got["tdx_module_status"] = *answer.module;
    return compareJson(expected, got);
}

} // namespace

class TestAttestationVectors final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void givesTheVerdictOfTheIndex_data();
    void givesTheVerdictOfTheIndex();
    void resolvesNames_data();
    void resolvesNames();
    void readsTheFields_data();
    void readsTheFields();
    void readsCertificatesAndStates_data();
    void readsCertificatesAndStates();
    void refusesTheOldEndorsementOfABundle();
    void cleanupTestCase();

private:
    void addRows(bool dids);
    std::vector<AttestationCase> m_cases;
    int m_asked = 0;
    int m_agree = 0;
};

void TestAttestationVectors::initTestCase()
{
    COUNTERSIGN_NEED_VECTORS("attestation");
    m_cases = attestationCases();
    QCOMPARE(m_cases.size(), std::size_t{223});
}

void TestAttestationVectors::addRows(bool dids)
{
    QTest::addColumn<int>("at");
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        if (m_cases[i].isDid() == dids) QTest::newRow(m_cases[i].id.c_str()) << static_cast<int>(i);
}

void TestAttestationVectors::givesTheVerdictOfTheIndex_data()
{
    addRows(false);
}

void TestAttestationVectors::givesTheVerdictOfTheIndex()
{
    QFETCH(int, at);
    const AttestationCase& one = m_cases[static_cast<std::size_t>(at)];
    const AttestationReport report = judged(one);
    const Verdict wanted = verdictFor(one.verdict());
    ++m_asked;
    std::string others;
    for (const Check& check : report.judgement.checks)
        if (check.verdict != Verdict::Passed) others += ' ' + check.id.substr(12) + '=' + check.reason;
    std::printf("%-62s %-12s %-13s%s\n", one.id.c_str(), one.verdict().c_str(), verdictName(report.overall()),
                others.c_str());
    QVERIFY2(report.overall() == wanted, (others + " | " + verdictName(report.overall())).c_str());
    if (wanted == Verdict::Indeterminate)
        for (const Check& check : report.judgement.checks)
            QVERIFY2(check.verdict == Verdict::Passed || reasonsFor(one.verdict()).contains(check.reason),
                     check.id.c_str());
    const QString problem = compareChecks(one, report);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    if (one.verdict() == "pass") QVERIFY(one.data.at("family") == "uvm" || report.judgement.anchor);
    ++m_agree;
}

void TestAttestationVectors::resolvesNames_data()
{
    addRows(true);
}

void TestAttestationVectors::resolvesNames()
{
    QFETCH(int, at);
    const AttestationCase& one = m_cases[static_cast<std::size_t>(at)];
    const auto file = vectorsFolder() / "attestation" / one.data.at("files").at("chain").get<std::string>();
    const auto chain = crypto::Certificate::manyFromPem(textOf(contentOf(file)));
    ++m_asked;
    QVERIFY2(chain, chain ? "" : chain.error().detail.c_str());
    const crypto::DidAnswer answer = crypto::resolveDidX509(one.data.at("did").get<std::string>(), *chain);
    std::printf("%-62s %-12s %-13s %s\n", one.id.c_str(), one.verdict().c_str(),
                answer.resolved() ? "resolved" : "refused", answer.problem.c_str());
    QVERIFY2(answer.resolved() == (one.verdict() == "pass"), answer.problem.c_str());
    if (!answer.resolved()) {
        const auto reason = one.expected().at("failed_checks").at(0).get<std::string>();
        QVERIFY2(answer.problem.starts_with(reason), answer.problem.c_str());
    }
    ++m_agree;
}

void TestAttestationVectors::readsTheFields_data()
{
    addRows(false);
}

void TestAttestationVectors::readsTheFields()
{
    QFETCH(int, at);
    const AttestationCase& one = m_cases[static_cast<std::size_t>(at)];
    const json& expected = one.expected();
    const AttestationReport report = judged(one);
    for (const char* member : {"fields", "hcl", "header"}) {
        if (!expected.contains(member)) continue;
        json fields = expected.at(member);
        if (!fields.is_object()) continue;
        for (const char* list : {"chain", "runtime_keys", "vm_configuration"}) fields.erase(list);
        const StructureNode* snp = findNode(report.structure, "snp_report");
        const bool inner = std::string_view(member) == "fields" && snp;
        const QString problem = compareFields(fields, inner ? *snp : report.structure);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    if (expected.contains("qe")) {
        const StructureNode* qe = findNode(report.structure, "qe_report");
        QVERIFY(qe);
        const QString problem = compareParts(expected.at("qe"), qe, "qe");
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    if (expected.contains("launch_measurement")) {
        const QString problem =
            compareParts({{"launch_measurement", expected.at("launch_measurement")}, {"svn", expected.at("svn")}},
                         &report.structure, "uvm");
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
}

void TestAttestationVectors::readsCertificatesAndStates_data()
{
    addRows(false);
}

void TestAttestationVectors::readsCertificatesAndStates()
{
    QFETCH(int, at);
    const AttestationCase& one = m_cases[static_cast<std::size_t>(at)];
    const json& expected = one.expected();
    if (expected.contains("leaf")) {
        const auto chain = crypto::Certificate::manyFromPem(textOf(one.input.part(Role::Endorsements)->content));
        QVERIFY(chain);
        const QString problem = compareLeaf(expected.at("leaf"), chain->front());
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    if (!expected.contains("pck")) return;
    const Bytes evidence = one.input.evidence.content;
    const auto quote = parseQuote(evidence.subspan(oeQuoteOffset(evidence)));
    QVERIFY(quote);
    const auto chain = crypto::Certificate::manyFromPem(textOf(quote->certificationData));
    QVERIFY(chain);
    const auto pck = readPckExtension(chain->front());
    QVERIFY(pck || one.verdict() == "fail");
    if (!pck) return;
    QString problem = comparePck(expected.at("pck"), *pck, chain->front());
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    if (!expected.contains("tcb")) return;
    const Collateral collateral = readCollateralJson(one.input.part(Role::Collateral)->content, {});
    const auto info = parseTcbInfo(collateral.tcbInfo->text);
    const auto identity = parseQeIdentity(collateral.qeIdentity->text);
    QVERIFY(info && identity);
    if (info->id != teeName(quote->tee)) return;
    problem = compareState(expected.at("tcb"), tcbAnswer(*quote, *pck, *info, *identity), *info);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestAttestationVectors::refusesTheOldEndorsementOfABundle()
{
    COUNTERSIGN_NEED_VECTORS("attestation");
    const auto found = std::ranges::find(m_cases, "snp-aci-thim-security-policy", &AttestationCase::id);
    QVERIFY(found != m_cases.end());
    const AttestationReport report = judgeAttestation(found->input, found->context);
    QCOMPARE(report.overall(), Verdict::Failed);
    for (const Check& check : report.judgement.checks)
        QVERIFY2((check.verdict == Verdict::Failed) == (check.id == kCheckUvmRootOfTrust), check.id.c_str());
    QCOMPARE(report.answer(Question::Authentic), Verdict::Passed);
    QCOMPARE(report.answer(Question::Wanted), Verdict::Failed);
}

void TestAttestationVectors::cleanupTestCase()
{
    std::printf("attestation vectors: %d of %d agree\n", m_agree, m_asked);
}

QTEST_APPLESS_MAIN(TestAttestationVectors)
#include "tst_attestation_vectors.moc"
