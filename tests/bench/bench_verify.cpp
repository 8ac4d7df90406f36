#include "core/base/file_io.h"
#include "core/ccf/ccf_family.h"
#include "core/crypto/openssl_ptr.h"
#include "core/family/evidence_source.h"
#include "tests/bench/measure.h"
#include "tests/support/ledger_script.h"

#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <iostream>
#include <thread>

using namespace countersign;
using namespace countersign::support;
using bench::Measurement;

namespace {

constexpr std::size_t kReadSize = 1u << 20;

struct Settings {
    std::vector<std::uint64_t> sizes = {100'000, 10'000'000};
    std::size_t valueSize = 410; ///< Makes entries of about 650 bytes, signatures included.
    std::uint64_t signatureEvery = 1000;
    double privateShare = 0.25;
    std::string cose = "on";
    std::string folder = (std::filesystem::temp_directory_path() / "countersign-bench").string();
    unsigned threads = std::max(1u, std::thread::hardware_concurrency());
};

std::vector<std::filesystem::path> chunksOf(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& item : std::filesystem::directory_iterator(folder, error)) files.push_back(item.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::uint64_t bytesOfFiles(const std::vector<std::filesystem::path>& files)
{
    std::uint64_t all = 0;
    for (const auto& file : files) all += std::filesystem::file_size(file);
    return all;
}

/// SHA-256 by OpenSSL over every byte of the files, read one mebibyte at a time: the least any verifier has to do.
void hashAll(const std::vector<std::filesystem::path>& files, Measurement& result)
{
    const crypto::DigestContextPtr context{EVP_MD_CTX_new()};
    ByteVector buffer(kReadSize);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    for (const auto& file : files) {
        const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) return void(result.note = "cannot open " + file.string());
        ssize_t size = 0;
        while ((size = read(descriptor, buffer.data(), buffer.size())) > 0) {
            EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(size));
            result.bytes += static_cast<std::uint64_t>(size);
        }
        close(descriptor);
        if (size < 0) return void(result.note = "cannot read " + file.string());
    }
    Digest digest{};
    EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
    result.ok = true;
    result.note = "hashed";
}

void verifyAll(const std::filesystem::path& folder, unsigned threads, Measurement& result)
{
    const auto certificate = readSmallFile(folder / "service_cert.pem");
    const auto source = ccf::makeCcfFamily()->open({folder / "ledger"});
    if (!source || !certificate) return void(result.note = "cannot open the ledger");
    VerifyOptions options;
    options.anchors.push_back({*certificate, "service_cert.pem"});
    options.jobs = threads;
    const auto report = (*source)->verify(options, {}, {});
    if (!report) return void(result.note = report.error().where + ": " + report.error().detail);
    result.transactions = report->stats.transactions;
    result.bytes = report->stats.bytes;
    result.note = std::string(verdictName(report->verdict)) + ' ' + report->reason;
    result.ok = report->verdict == Verdict::Passed && report->signedTo == report->lastRead;
}

void generate(const Settings& settings, std::uint64_t size, const std::filesystem::path& folder, Measurement& result)
{
    LedgerScript script;
    script.transactions = size;
    script.valueMin = script.valueMax = settings.valueSize;
    script.signatureEvery = settings.signatureEvery;
    script.privateShare = settings.privateShare;
    script.service.mirrorApplication = false;
    script.service.chunkBytes = 50'000'000;
    if (settings.cose == "off") script.service.cose = CoseMode::Off;
    if (settings.cose == "flip") script.service.cose = CoseMode::FlipFlop;
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    const auto made = script.run(folder);
    if (!made) return void(result.note = made.error().where + ": " + made.error().detail);
    // The certificate is written last, so its presence says that the ledger is whole.
    result.ok = writeKeys(*made, folder).has_value();
    result.transactions = made->last.seqno;
    result.bytes = made->bytes;
    result.note = "generated";
}

bool benchmark(const Settings& settings, std::uint64_t size)
{
    const std::filesystem::path folder =
        std::filesystem::path(settings.folder) /
        ("ledger-" + std::to_string(size) + '-' + std::to_string(settings.valueSize) + '-' +
         std::to_string(settings.signatureEvery) + '-' + std::to_string(settings.privateShare) + '-' + settings.cose);
    const Measurement none;
    std::cout << "\n" << size << " application transactions in " << folder.string() << '\n' << bench::tableHead();
    const auto print = [](const std::string& name, const Measurement& run, const Measurement& reference) {
        std::cout << bench::tableLine(name, run, reference) << std::flush;
        return run.ok;
    };
    if (!std::filesystem::exists(folder / "service_cert.pem")) {
        const auto made = bench::measure([&](Measurement& result) { generate(settings, size, folder, result); });
        if (!print("generate", made, none)) return false;
    }
    const auto files = chunksOf(folder / "ledger");
    const auto hash = [&](Measurement& result) { hashAll(files, result); };
    bench::measure(hash); // Brings the files into the page cache.
    Measurement reference = bench::measure(hash);
    const auto one = bench::measure([&](Measurement& result) { verifyAll(folder, 1, result); });
    reference.transactions = one.transactions;
    bool ok = print("hash once with OpenSSL", reference, reference);
    ok = print("verify, 1 thread", one, reference) && ok;
    if (settings.threads > 1) {
        const auto all = bench::measure([&](Measurement& result) { verifyAll(folder, settings.threads, result); });
        ok = print("verify, " + std::to_string(settings.threads) + " threads", all, reference) && ok;
    }
    std::cout << bytesOfFiles(files) << " bytes in " << files.size() << " chunks\n";
    return ok;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Measures verification of generated ledgers against one plain pass of SHA-256 over the same bytes");
    Settings settings;
    app.add_option("--transactions", settings.sizes, "Application transactions; may be given several times")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--value-size", settings.valueSize, "Bytes of each value")->capture_default_str();
    app.add_option("--signature-every", settings.signatureEvery, "Transactions between signatures")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--private-share", settings.privateShare, "Share of private transactions")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_option("--cose", settings.cose, "Service signatures")
        ->check(CLI::IsMember({"on", "off", "flip"}))
        ->capture_default_str();
    app.add_option("--folder", settings.folder, "Where ledgers are kept for the next time")->capture_default_str();
    app.add_option("--threads", settings.threads, "Threads of the parallel run")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    bool ok = true;
    for (const std::uint64_t size : settings.sizes) ok = benchmark(settings, size) && ok;
    return ok ? 0 : 1;
}
