#include "core/acl/acl_family.h"
#include "core/acl/acl_judge.h"
#include "core/ccf/receipt/ccf_receipts.h"
#include "tests/support/receipt_writer.h"
#include "tests/support/vectors.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;

namespace {

/// A single-bit flip after which a receipt still passes, and why that is right.
struct HarmlessFlip {
    std::string_view receipt;
    std::size_t byte;
    int bit;
    const char* why;
};

// None is known. JSON is read strictly: no member is ignored, hex and base64 have one spelling, and no blank turns into
// another by one bit. Certificates and signatures are DER to the byte. In COSE all that is not signed is either hashed into
// the root or of one spelling (shortest lengths, no unknown label).
constexpr std::array<HarmlessFlip, 0> kHarmless{};

/// Of the bits, one in so many in the normal run; odd, so that every bit of a byte has its turn.
constexpr std::size_t kStride = 7;

/// COUNTERSIGN_EVERY_BIT=1: all of them, which takes minutes.
bool everyBitIsTried()
{
    return qEnvironmentVariableIntValue("COUNTERSIGN_EVERY_BIT") != 0;
}

struct Subject {
    const char* name;
    ByteVector content;
    ByteVector anchor;
    bool azure = false;
};

class Judge
{
public:
    explicit Judge(const Subject& subject)
        : m_family(subject.azure ? acl::aclReceiptFamily() : ccf::ccfReceiptFamily()),
          m_identities(m_family.readAnchor({subject.anchor, "anchor"}).value(), {}),
          m_judge(m_family.makeJudge(m_identities, m_options, m_cache).value()),
          m_format(ccf::receiptFormat(subject.content))
    {
    }

    /// The format stays the one of the receipt as it was: a flip must not pass by being taken for another kind, either.
    bool passes(Bytes content)
    {
        const ccf::ReceiptFormat now = ccf::receiptFormat(content);
        return m_judge(content, m_format).verdict() == Verdict::Passed
               || (now != m_format && m_judge(content, now).verdict() == Verdict::Passed);
    }

private:
    const ccf::ReceiptFamily& m_family;
    VerifyOptions m_options;
    ccf::ReceiptCertificates m_cache;
    ccf::IdentityGraph m_identities;
    ccf::ReceiptJudge m_judge;
    ccf::ReceiptFormat m_format;
};

std::vector<Subject> recorded()
{
    const fs::path network = vectorsFolder() / "ccf-network/receipts";
    const fs::path azure = vectorsFolder() / "acl";
    const ByteVector first = contentOf(network / "service-1-first.pem");
    const ByteVector second = contentOf(network / "service-2-after-recovery.pem");
    return {
        {"JSON", contentOf(network / "1-first-service/ack-member0.2.7.receipt.json"), first},
        {"JSON, signature", contentOf(network / "1-first-service/signature-0.2.182.receipt.json"), first},
        {"JSON, endorsed", contentOf(network / "2-second-service-about-first/before-js-claimed-1.2.34.receipt.json"), second},
        {"COSE", contentOf(network / "1-first-service/before-js-claimed-1.2.34.receipt.cose"), first},
        {"Azure", contentOf(azure / "syn-two-claims.receipt.json"), contentOf(azure / "syn-two-claims.service.pem"), true},
    };
}

std::vector<Subject> subjects()
{
    const StatementWriter issuer("flips");
    const ReceiptWriter service("flips");
    const ByteVector registered = issuer.statement("hello", {});
    const ByteVector receipt = service.cose({service.leaf({2, 46}, std::string(textOf(registered)))});
    std::vector<Subject> all{
        {"statement", issuer.statement("hello", {receipt}), copyOf(bytesOf(service.serviceCertificate()))}};
    if (fs::exists(vectorsFolder() / "ccf-network") && fs::exists(vectorsFolder() / "acl"))
        std::ranges::move(recorded(), std::back_inserter(all));
    else
        qWarning("skipped: recorded receipts are not beside the checkout");
    return all;
}

} // namespace

class TestReceiptFlips final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBit_data();
    void everyBit();
};

void TestReceiptFlips::everyBit_data()
{
    QTest::addColumn<int>("index");
    const std::vector<Subject> all = subjects();
    for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].name) << int(i);
}

void TestReceiptFlips::everyBit()
{
    QFETCH(int, index);
    const Subject subject = subjects()[std::size_t(index)];
    Judge judge(subject);
    QVERIFY(judge.passes(subject.content));
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::vector<std::pair<std::size_t, int>> left;
    std::atomic<std::size_t> tried{0};
    const auto work = [&] {
        for (std::size_t byte = next++; byte < subject.content.size(); byte = next++)
            for (int bit = 0; bit < 8; ++bit) {
                if (!everyBitIsTried() && (byte * 8 + std::size_t(bit)) % kStride != 0) continue;
                ++tried;
                ByteVector content = subject.content;
                content[byte] ^= static_cast<std::uint8_t>(1 << bit);
                if (!judge.passes(content)) continue;
                const std::lock_guard lock(mutex);
                left.emplace_back(byte, bit);
            }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 2; ++i) threads.emplace_back(work);
    }
    std::printf("%-18s %6zu of %6zu bits flipped, %zu left it passed\n", subject.name, tried.load(),
                subject.content.size() * 8, left.size());
    for (const auto& [byte, bit] : left) {
        const bool known = std::ranges::any_of(kHarmless, [&, at = byte, which = bit](const HarmlessFlip& flip) {
            return std::string_view(subject.name) == flip.receipt && at == flip.byte && which == flip.bit;
        });
        QVERIFY2(known, (std::to_string(byte) + " bit " + std::to_string(bit)).c_str());
    }
    const auto listed = std::ranges::count(kHarmless, std::string_view(subject.name), &HarmlessFlip::receipt);
    if (everyBitIsTried()) QCOMPARE(left.size(), std::size_t(listed));
}

int main(int argc, char** argv)
{
    // Every bit takes longer than Qt gives a test function.
    if (qEnvironmentVariableIntValue("COUNTERSIGN_EVERY_BIT") != 0) qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");
    TestReceiptFlips test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_receipt_flips.moc"
