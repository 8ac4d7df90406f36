// Runs a fuzz target as a test: over every file of its corpus, over each cut short, over each with some bits flipped.

#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace countersign::fuzz {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostCuts = 400;
constexpr int kFlips = 300;
constexpr std::chrono::milliseconds kMostTime{1500};

std::string s_source;
ByteVector s_input; ///< Of exactly the input's size, so that a sanitizer sees every read past it.

void run(Bytes bytes)
{
    ByteVector(bytes.begin(), bytes.end()).swap(s_input);
    runTarget(s_input);
}

void runCuts(const ByteVector& seed)
{
    const std::size_t step = std::max<std::size_t>(1, seed.size() / kMostCuts);
    for (std::size_t length = 0; length < seed.size(); length += step) run(Bytes(seed).first(length));
}

void runFlips(const ByteVector& seed, std::mt19937& random)
{
    if (seed.empty()) return;
    ByteVector bytes = seed;
    const std::size_t count = 1 + random() % 3;
    for (std::size_t i = 0; i < count; ++i)
        bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(1u << random() % 8);
    if (random() % 8 == 0) bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(random() % bytes.size()), 0);
    run(bytes);
}

int runCorpus(const std::filesystem::path& corpus)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) files.push_back(entry.path());
    std::ranges::sort(files);
    if (files.empty()) {
        std::fprintf(stderr, "%s: no seeds in %s\n", targetName(), corpus.c_str());
        return 1;
    }
    std::vector<ByteVector> seeds;
    for (const auto& file : files) {
        s_source = file.filename().string();
        seeds.push_back(readSmallFile(file).value());
        run(seeds.back());
    }
    const auto begin = Clock::now();
    std::mt19937 random(20260101);
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        s_source = files[i].filename().string();
        runCuts(seeds[i]);
    }
    int flips = 0;
    for (; flips < kFlips && Clock::now() - begin < kMostTime; ++flips)
        for (std::size_t i = 0; i < seeds.size(); ++i) {
            s_source = files[i].filename().string();
            runFlips(seeds[i], random);
        }
    std::printf("%s: %zu seeds, %d rounds of flips\n", targetName(), seeds.size(), flips);
    return 0;
}

} // namespace

void fail(const char* condition, const char* file, int line) noexcept
{
    std::fprintf(stderr, "%s:%d: %s: does not hold: %s\n  seed %s, input %s\n", file, line, targetName(), condition,
                 s_source.c_str(), toHex(s_input).c_str());
    std::abort();
}

} // namespace countersign::fuzz

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fprintf(stderr, "usage: %s CORPUS\n", arguments[0]);
        return 2;
    }
    return countersign::fuzz::runCorpus(arguments[1]);
}
