#include "tests/support/vectors.h"
#include "tests/unit/attestation/attestation_cases.h"

#include <QTest>

#include <cstdio>

using namespace countersign;
using namespace countersign::attestation;
using namespace countersign::test;

namespace {

/// Bytes whose bits may be flipped without the answer changing, and why nothing is lost by that.
struct Free {
    const char* family;
    const char* region; ///< A node of the decoded structure, "" for all that is outside of it.
    const char* why;
};

#include "tests/unit/attestation/free_bits.inc"

/// The name of the region that a byte lies in: the deepest of those listed for the family, else "elsewhere".
std::string regionOf(const AttestationCase& one, const AttestationReport& report, std::size_t byte)
{
    const auto family = one.data.at("family").get<std::string>();
    for (const Free& free : kFreeBits) {
        if (family != free.family) continue;
        if (std::string_view(free.region).empty()) {
            if (byte >= report.structure.range->end()) return "";
            continue;
        }
        const StructureNode* node = findNode(report.structure, free.region);
        if (node && node->range && byte >= node->range->offset && byte < node->range->end()) return free.region;
    }
    return "elsewhere";
}

/// 1 to try every bit.
std::size_t strideFor(std::size_t bits, std::size_t wanted)
{
    if (qEnvironmentVariableIntValue("COUNTERSIGN_EVERY_BIT") != 0 || bits <= wanted) return 1;
    std::size_t stride = bits / wanted;
    return stride % 2 == 0 ? stride + 1 : stride; // Odd, so that every bit of a byte has its turn.
}

} // namespace

class TestAttestationMutation final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFlipCounts_data();
    void everyFlipCounts();

private:
    std::vector<AttestationCase> m_cases;
};

void TestAttestationMutation::initTestCase()
{
    COUNTERSIGN_NEED_VECTORS("attestation");
    for (AttestationCase& one : attestationCases()) {
        if (one.isDid() || one.verdict() != "pass") continue;
        if (one.expected().contains("uvm") && one.expected().at("uvm").contains("verdict"))
            one.input.parts.erase(Role::Uvm);
        m_cases.push_back(std::move(one));
    }
    QVERIFY(m_cases.size() > 30);
}

void TestAttestationMutation::everyFlipCounts_data()
{
    QTest::addColumn<int>("at");
    for (std::size_t i = 0; i < m_cases.size(); ++i) QTest::newRow(m_cases[i].id.c_str()) << static_cast<int>(i);
}

void TestAttestationMutation::everyFlipCounts()
{
    QFETCH(int, at);
    const AttestationCase& one = m_cases[static_cast<std::size_t>(at)];
    const AttestationReport plain = judgeAttestation(one.input, one.context);
    QCOMPARE(plain.overall(), Verdict::Passed);
    const std::size_t bits = one.input.evidence.content.size() * 8;
    const std::size_t stride = strideFor(bits, 150);
    AttestationInput input = one.input;
    std::map<std::string, std::size_t> kept;
    std::size_t tried = 0;
    for (std::size_t bit = 0; bit < bits; bit += stride, ++tried) {
        const auto mask = static_cast<std::uint8_t>(1u << (bit % 8));
        input.evidence.content[bit / 8] ^= mask;
        if (judgeAttestation(input, one.context).overall() == Verdict::Passed) ++kept[regionOf(one, plain, bit / 8)];
        input.evidence.content[bit / 8] ^= mask;
    }
    std::printf("%-50s %7zu of %7zu bits tried", one.id.c_str(), tried, bits);
    for (const auto& [region, count] : kept)
        std::printf("; %zu stay Passed in %s", count, region.empty() ? "what follows" : region.c_str());
    std::printf("\n");
    QVERIFY2(!kept.contains("elsewhere"), "a flipped bit that no row of the table explains stays Passed");
}

int main(int argc, char** argv)
{
    // Every bit takes longer than Qt gives a test function.
    if (qEnvironmentVariableIntValue("COUNTERSIGN_EVERY_BIT") != 0) qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");
    TestAttestationMutation test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_attestation_mutation.moc"
