#include "core/acl/acl_family.h"
#include "core/acl/acl_judge.h"
#include "core/ccf/receipt/ccf_receipts.h"
#include "tests/support/receipt_writer.h"
#include "tests/support/vectors.h"

#include <QTest>

#include <array>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <set>
#include <thread>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;

namespace {

/// A single-bit flip after which a receipt still passes, and why that is right.
struct HarmlessFlip {
    const char* receipt;
    std::size_t byte;
    int bit;
    const char* why;
};

// None is known. JSON is read strictly: no member is ignored, hex and base64 have one spelling, and no blank turns into
// another by one bit. Certificates and signatures are DER to the byte. In COSE all that is not signed is either hashed into
// the root or of one spelling (shortest lengths, no unknown label).
constexpr std::array<HarmlessFlip, 0> kHarmless{};

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
        return m_judge(content, m_format).verdict() == Verdict::Passed
               || m_judge(content, ccf::receiptFormat(content)).verdict() == Verdict::Passed;
    }

private:
    const ccf::ReceiptFamily& m_family;
    VerifyOptions m_options;
    ccf::CertificateCache m_cache;
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

} // namespace

class TestReceiptFlips final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBit();

private:
    void tryAll(const Subject& subject);

    std::set<std::tuple<std::string, std::size_t, int>> m_found;
};

void TestReceiptFlips::tryAll(const Subject& subject)
{
    Judge judge(subject);
    QVERIFY2(judge.passes(subject.content), subject.name);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    const auto work = [&] {
        for (std::size_t byte = next++; byte < subject.content.size(); byte = next++) {
            ByteVector content = subject.content;
            for (int bit = 0; bit < 8; ++bit) {
                content[byte] ^= static_cast<std::uint8_t>(1 << bit);
                if (judge.passes(content)) {
                    const std::lock_guard lock(mutex);
                    m_found.emplace(subject.name, byte, bit);
                }
                content[byte] ^= static_cast<std::uint8_t>(1 << bit);
            }
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 2; ++i) threads.emplace_back(work);
    }
    const auto left = std::ranges::count_if(m_found, [&](const auto& one) { return std::get<0>(one) == subject.name; });
    std::printf("%-18s %6zu bits flipped, %d left it passed\n", subject.name, subject.content.size() * 8, int(left));
}

void TestReceiptFlips::everyBit()
{
    const StatementWriter issuer("flips");
    const ReceiptWriter service("flips");
    const ByteVector registered = issuer.statement("hello", {});
    const ByteVector receipt = service.cose({service.leaf({2, 46}, std::string(textOf(registered)))});
    const ByteVector own = copyOf(bytesOf(service.serviceCertificate()));
    std::vector<Subject> subjects{{"statement", issuer.statement("hello", {receipt}), own}};
    if (fs::exists(vectorsFolder() / "ccf-network") && fs::exists(vectorsFolder() / "acl"))
        std::ranges::move(recorded(), std::back_inserter(subjects));
    else
        qWarning("skipped: recorded receipts are not beside the checkout");
    for (const Subject& subject : subjects) tryAll(subject);
    for (const auto& [name, byte, bit] : m_found) {
        const bool known = std::ranges::any_of(kHarmless, [&](const HarmlessFlip& flip) {
            return name == flip.receipt && byte == flip.byte && bit == flip.bit;
        });
        QVERIFY2(known, (name + " byte " + std::to_string(byte) + " bit " + std::to_string(bit)).c_str());
    }
    QCOMPARE(m_found.size(), kHarmless.size());
}

QTEST_APPLESS_MAIN(TestReceiptFlips)
#include "tst_receipt_flips.moc"
