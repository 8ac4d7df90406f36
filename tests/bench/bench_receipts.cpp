// Receipts a second, JSON and COSE, on one thread and on all, beside OpenSSL's own ECDSA over P-384 in the same run.

#include "core/ccf/ccf_family.h"
#include "tests/support/receipt_writer.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <openssl/evp.h>

using namespace countersign;
using namespace countersign::support;

namespace fs = std::filesystem;

namespace {

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Verifications a second of ready digests, each thread with one context of its own: nothing but OpenSSL.
double opensslRate(const EcKey& key, unsigned threads, int count)
{
    const Digest digest = key.spkiDigest();
    const ByteVector signature = key.signDigestDer(digest);
    const auto work = [&] {
        const crypto::KeyContextPtr context(EVP_PKEY_CTX_new(key.handle(), nullptr));
        if (EVP_PKEY_verify_init(context.get()) != 1) std::abort();
        for (int i = 0; i < count; ++i)
            if (EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(), digest.size()) != 1)
                std::abort();
    };
    const auto begin = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> all;
        for (unsigned i = 0; i < threads; ++i) all.emplace_back(work);
    }
    return double(threads) * count / secondsSince(begin);
}

double ourRate(const fs::path& path, const ReceiptWriter& service, unsigned threads, int count)
{
    VerifyOptions options;
    options.jobs = threads;
    options.anchors.push_back({copyOf(bytesOf(service.serviceCertificate())), "anchor"});
    const auto begin = std::chrono::steady_clock::now();
    const auto report = ccf::makeCcfFamily()->open({path}).value()->verify(options, {}, {}).value();
    const double seconds = secondsSince(begin);
    if (report.verdict != Verdict::Passed || report.receipts.size() != static_cast<std::size_t>(count)) {
        std::fprintf(stderr, "not all receipts passed: %s\n", report.reason.c_str());
        std::exit(1);
    }
    return count / seconds;
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
    std::printf("%d receipts, each with a signature of its own over P-384\n", count);
    for (const unsigned threads : {1u, all}) {
        const double openssl = opensslRate(service.nodeKey(), threads, count / static_cast<int>(threads));
        const double json = ourRate(folder / "many.jsonl", service, threads, count);
        const double cose = ourRate(folder / "cose", service, threads, count);
        std::printf("%u threads: OpenSSL %.0f/s, JSON %.0f/s (%.0f %%), COSE %.0f/s (%.0f %%)\n", threads, openssl, json,
                    100 * json / openssl, cose, 100 * cose / openssl);
    }
    fs::remove_all(folder);
    return 0;
}
