#include "core/base/result.h"
#include "tests/support/ledger_script.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <iostream>

using namespace countersign;
using namespace countersign::support;

namespace {

/// "200" or "100..4000".
bool parseRange(const std::string& text, std::size_t& from, std::size_t& to)
{
    const std::size_t dots = text.find("..");
    try {
        from = std::stoul(text.substr(0, dots));
        to = dots == std::string::npos ? from : std::stoul(text.substr(dots + 2));
    } catch (const std::exception&) {
        return false;
    }
    return from <= to;
}

/// Spreads `count` events evenly over the history.
void spread(LedgerScript& script, std::uint64_t count, void (*event)(SyntheticService&))
{
    for (std::uint64_t i = 1; i <= count; ++i) script.events.emplace(script.transactions * i / (count + 1), event);
}

struct Settings {
    std::string out;
    std::string valueSize = "200";
    std::string cose = "on";
    std::string end = "committed";
    std::uint64_t recoveries = 0, snapshots = 0, renewals = 0, memberChanges = 0, nodeChanges = 0;
    unsigned legacyUntil = 0;
    bool coseOnly = false;
    bool p256 = false;
};

void describe(CLI::App& app, Settings& settings, LedgerScript& script)
{
    app.add_option("OUT", settings.out, "Folder to write")->required();
    app.add_option("--transactions", script.transactions, "Application transactions")->capture_default_str();
    app.add_option("--value-size", settings.valueSize, "Bytes of each value: A or A..B")->capture_default_str();
    app.add_option("--chunk-size", script.service.chunkBytes, "Bytes after which a chunk ends")->capture_default_str();
    app.add_option("--signature-every", script.signatureEvery, "Transactions between signatures")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--cose", settings.cose, "Service signatures")->check(CLI::IsMember({"on", "off", "flip"}));
    app.add_flag("--cose-only", settings.coseOnly, "No node signatures");
    app.add_flag("--p256", settings.p256, "P-256 keys for nodes and service instead of P-384");
    app.add_option("--private-share", script.privateShare, "Share of private transactions")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--nodes", script.nodes, "Nodes at opening")->check(CLI::PositiveNumber);
    app.add_option("--recoveries", settings.recoveries, "Disaster recoveries on the way");
    app.add_option("--snapshots", settings.snapshots, "CCF snapshots on the way");
    app.add_option("--renewals", settings.renewals, "Service certificate renewals on the way");
    app.add_option("--member-changes", settings.memberChanges, "Members added and removed on the way");
    app.add_option("--node-changes", settings.nodeChanges, "Primaries replaced on the way");
    app.add_option("--legacy-until", settings.legacyUntil, "1.x entries up to this seqno (use with --recoveries)");
    app.add_option("--end", settings.end, "Last chunk")->check(CLI::IsMember({"open", "complete", "committed"}));
    app.add_option("--unsigned-tail", script.unsignedTail, "Transactions after the last signature (with --end open)");
    app.add_option("--seed", script.service.seed, "Same seed, same bytes")->capture_default_str();
}

void arrange(const Settings& settings, LedgerScript& script)
{
    script.service.cose = settings.cose == "on"    ? CoseMode::On
                          : settings.cose == "off" ? CoseMode::Off
                                                   : CoseMode::FlipFlop;
    script.service.nodeSignatures = !settings.coseOnly;
    if (settings.p256) script.service.serviceCurve = script.service.nodeCurve = crypto::KeyKind::P256;
    if (settings.legacyUntil > 0) script.service.entryTypes = {{1, 0}, {settings.legacyUntil + 1, 4}};
    script.end = settings.end == "open"       ? ChunkEnd::Open
                 : settings.end == "complete" ? ChunkEnd::Complete
                                              : ChunkEnd::Committed;
    spread(script, settings.recoveries, recoverNow);
    spread(script, settings.snapshots, snapshotNow);
    spread(script, settings.renewals, renewNow);
    spread(script, settings.memberChanges, changeMembersNow);
    spread(script, settings.nodeChanges, changeNodesNow);
    script.service.mirrorApplication = settings.snapshots > 0;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Writes a valid CCF ledger of a made-up service, with its keys");
    Settings settings;
    LedgerScript script;
    describe(app, settings, script);
    CLI11_PARSE(app, argc, argv);
    if (!parseRange(settings.valueSize, script.valueMin, script.valueMax)) {
        std::cerr << "--value-size wants A or A..B\n";
        return 2;
    }
    if (std::filesystem::exists(std::filesystem::path(settings.out) / "ledger")) {
        std::cerr << settings.out << " holds a ledger already\n";
        return 2;
    }
    arrange(settings, script);

    const auto begin = std::chrono::steady_clock::now();
    const auto made = script.run(settings.out);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!made) {
        std::cerr << made.error().where << ": " << made.error().detail << '\n';
        return 1;
    }
    if (const auto written = writeKeys(*made, settings.out); !written) {
        std::cerr << written.error().where << ": " << written.error().detail << '\n';
        return 1;
    }
    std::cout << made->last.seqno << " transactions to " << made->last.toString() << ", " << made->bytes << " bytes, "
              << seconds << " s, " << static_cast<std::uint64_t>(static_cast<double>(made->last.seqno) / seconds)
              << " transactions/s\n";
    return 0;
}
