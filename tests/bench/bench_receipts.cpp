// Receipts a second, JSON and COSE, on one thread and on all, beside OpenSSL's own ECDSA over P-384 in the same run.

#include "core/ccf/ccf_family.h"
#include "core/crypto/sha2.h"
#include "tests/support/receipt_writer.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <openssl/evp.h>

using namespace countersign;
using namespace countersign::support;

namespace fs = std::filesystem;

namespace {

/// Work a second by the clock on the wall, and by the time that the processors worked for us: the second does not fall
/// when others use the machine.
struct Rate {
    double wall = 0;
    double processor = 0;
};

class Stopwatch
{
public:
    Rate rateOf(double count) const
    {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - m_begin;
        return {count / seconds.count(), count / (processorSeconds() - m_processorBegin)};
    }

private:
    static double processorSeconds()
    {
        std::timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    }

    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    double m_processorBegin = processorSeconds();
};

struct Signed {
    Digest digest;
    ByteVector signature;
};

/// As many different signatures as there are receipts: one and the same over and over is faster than any real work.
std::vector<Signed> signedDigests(const EcKey& key, int count)
{
    std::vector<Signed> all;
    for (int i = 0; i < count; ++i) {
        const Digest digest = crypto::sha256(bytesOf("digest " + std::to_string(i)));
        all.push_back({digest, key.signDigestDer(digest)});
    }
    return all;
}

/// Verifications a second of ready digests, each thread with one context of its own: nothing but OpenSSL.
Rate opensslRate(const EcKey& key, const std::vector<Signed>& all, unsigned threads)
{
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        const crypto::KeyContextPtr context(EVP_PKEY_CTX_new(key.handle(), nullptr));
        if (EVP_PKEY_verify_init(context.get()) != 1) std::abort();
        for (std::size_t i = next++; i < all.size(); i = next++) {
            const auto& [digest, signature] = all[i];
            if (EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(), digest.size()) != 1)
                std::abort();
        }
    };
    const Stopwatch watch;
    {
        std::vector<std::jthread> workers;
        for (unsigned i = 0; i < threads; ++i) workers.emplace_back(work);
    }
    return watch.rateOf(static_cast<double>(all.size()));
}

Rate ourRate(const fs::path& path, const ReceiptWriter& service, unsigned threads, int count)
{
    VerifyOptions options;
    options.jobs = threads;
    options.anchors.push_back({copyOf(bytesOf(service.serviceCertificate())), "anchor"});
    const Stopwatch watch;
    const auto report = ccf::makeCcfFamily()->open({path}).value()->verify(options, {}, {}).value();
    const Rate rate = watch.rateOf(count);
    if (report.verdict != Verdict::Passed || report.receipts.size() != static_cast<std::size_t>(count)) {
        std::fprintf(stderr, "not all receipts passed: %s\n", report.reason.c_str());
        std::exit(1);
    }
    return rate;
}

} // namespace

int main(int argc, char** argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 4000;
    if (count < 2) {
        std::fprintf(stderr, "usage: countersign-bench-receipts [COUNT]\n");
        return 2;
    }
    const unsigned all = std::max(1u, std::thread::hardware_concurrency());
    const ReceiptWriter service("bench");
    const fs::path folder = fs::temp_directory_path() / ("receipts-" + std::to_string(count));
    fs::create_directories(folder / "cose");
    {
        std::ofstream lines(folder / "many.jsonl", std::ios::binary);
        for (int i = 1; i <= count; ++i) {
            const ReceiptLeaf leaf = service.leaf({2, static_cast<SeqNo>(i)}, "document " + std::to_string(i));
            lines << service.json(leaf).dump() << '\n';
            const auto later = [&](auto& header) { header.signedAt = {2, leaf.id.seqno + 1}; };
            const ByteVector cose = service.cose({leaf}, later);
            std::ofstream(folder / "cose" / (std::to_string(i) + ".receipt.cose"), std::ios::binary) << textOf(cose);
        }
    }
    const std::vector<Signed> digests = signedDigests(service.nodeKey(), count);
    std::printf("%d receipts, each with a signature of its own over P-384\n", count);
    for (const unsigned threads : {1u, all}) {
        const Rate openssl = opensslRate(service.nodeKey(), digests, threads);
        std::printf("%u threads: OpenSSL %.0f/s\n", threads, openssl.wall);
        for (const char* kind : {"many.jsonl", "cose"}) {
            const Rate ours = ourRate(folder / kind, service, threads, count);
            std::printf("  %-10s %.0f/s, %.1f %% of it by the clock, %.1f %% by processor time\n", kind, ours.wall,
                        100 * ours.wall / openssl.wall, 100 * ours.processor / openssl.processor);
        }
    }
    fs::remove_all(folder);
    return 0;
}
