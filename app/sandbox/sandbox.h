#pragma once

#include "app/sandbox/service/network.h"
#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>

namespace countersign::sandbox {

struct SandboxOptions {
    std::filesystem::path folder; ///< New or empty; everything is written below it.
    std::string address = "127.0.0.1"; ///< Nothing else is taken.
    std::uint16_t port = 0;       ///< Of the first node; the others take the next two. 0: any that are free.
    Fault fault = Fault::None;
    bool waitsForShares = false; ///< The past ends in the middle of a recovery, with one node.
    std::function<UtcTime()> clock = systemTime; ///< Called from several threads.
    /// The constitution's own process; empty: "countersign-evaluator" beside this program.
    std::filesystem::path evaluator;
    std::chrono::milliseconds signatureDelay{250}; ///< From a write to the signature that commits it.
    std::chrono::milliseconds heartbeat{0};        ///< Between two writes that the demo makes by itself; 0: none.
};

/// A member whose keys the user holds.
struct DemoMember {
    std::string name;
    std::string id;
    std::filesystem::path certificate, key, encryptionKey;
};

struct SandboxPlaces {
    std::filesystem::path folder, ledger, receipts;
    std::filesystem::path serviceCertificate;         ///< What the user pins.
    std::filesystem::path previousServiceCertificate; ///< Of the service before the recovery.
    std::vector<std::string> urls;                    ///< Of the nodes; the first is the primary.
    std::vector<DemoMember> members;
    std::filesystem::path keptLedger; ///< With Fault::Rewrite: the files as they were before.
};

const char* faultName(Fault fault) noexcept; ///< "none", "lie", "rewrite", "identity".
Result<Fault> faultFrom(std::string_view name);

/// The demo consortium: three nodes on loopback with a past of forty days, for learning and for tests. Marked DEMO in its
/// service data, names and files. Nothing of the product depends on it.
class Sandbox
{
public:
    /// Makes keys, plays the story and lets everybody in; takes seconds. Errors: Unsupported for an address that is not
    /// 127.0.0.1; Io for a folder with something in it, files that cannot be written or ports that are taken; NotFound
    /// without the evaluator; Cancelled.
    static Result<std::unique_ptr<Sandbox>> start(const SandboxOptions& options, std::stop_token stop = {});
    ~Sandbox(); ///< As stop().

    const SandboxPlaces& places() const noexcept;
    /// Closes all connections, then the ledger's last chunk. The files stay.
    void stop();

private:
    class Parts;
    explicit Sandbox(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace countersign::sandbox
