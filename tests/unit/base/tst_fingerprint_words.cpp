#include "core/base/fingerprint_words.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <QTest>

using namespace countersign;

namespace {

std::vector<std::string> allWords()
{
    ByteVector bytes(256);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t(0));
    return fingerprintWords(bytes);
}

} // namespace

class TestFingerprintWords final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wordsDiffer();
    void wordsCanBeSaid();
    void everyByteCounts();
    void wordsNeverChange();
};

void TestFingerprintWords::wordsDiffer()
{
    const auto words = allWords();
    QCOMPARE(std::set<std::string>(words.begin(), words.end()).size(), std::size_t(256));
    QVERIFY(std::ranges::is_sorted(words));
}

void TestFingerprintWords::wordsCanBeSaid()
{
    for (const std::string& word : allWords()) {
        QVERIFY(word.size() >= 4 && word.size() <= 8);
        QVERIFY(std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; }));
    }
}

void TestFingerprintWords::everyByteCounts()
{
    ByteVector fingerprint(32, 7);
    const auto before = fingerprintWords(fingerprint);
    QCOMPARE(before.size(), std::size_t(32));
    for (std::size_t i = 0; i < fingerprint.size(); ++i) {
        ByteVector other = fingerprint;
        other[i] ^= 0x01;
        const auto after = fingerprintWords(other);
        for (std::size_t j = 0; j < before.size(); ++j) QCOMPARE(before[j] == after[j], i != j);
    }
}

// People at both ends of the line must see the same, whatever version they have.
void TestFingerprintWords::wordsNeverChange()
{
    const auto words = allWords();
    QCOMPARE(words[0x00], std::string("acorn"));
    QCOMPARE(words[0x5a], std::string("forest"));
    QCOMPARE(words[0xff], std::string("zipper"));
}

QTEST_APPLESS_MAIN(TestFingerprintWords)
#include "tst_fingerprint_words.moc"
