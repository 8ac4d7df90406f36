#pragma once

#include "tests/support/synthetic_service.h"

#include <functional>
#include <map>

namespace countersign::support {

/// A whole history in one go. With a given seed and without hooks the files are the same to the byte each time.
struct LedgerScript {
    ServiceOptions service;
    std::uint64_t transactions = 1000; ///< Of the application; governance and signatures come on top.
    std::size_t valueMin = 200;
    std::size_t valueMax = 200; ///< Sizes are drawn evenly between the two.
    double privateShare = 0.25;
    std::uint64_t signatureEvery = 100; ///< Application transactions between two signatures.
    std::size_t nodes = 1;
    std::uint64_t unsignedTail = 0; ///< Application transactions after the last signature; needs `end` Open.
    ChunkEnd end = ChunkEnd::Committed;
    /// What happens once a seqno is reached: recovery, election, member and node changes, snapshots.
    std::multimap<SeqNo, std::function<void(SyntheticService&)>> events;
    /// Called now and then with the number of application transactions written so far.
    std::function<void(std::uint64_t)> progress;

    /// Writes `folder`/ledger and, with snapshots, `folder`/snapshots.
    Result<GeneratedLedger> run(const std::filesystem::path& folder, ServiceHooks hooks = {}) const;
};

/// Events for LedgerScript::events.
void recoverNow(SyntheticService& service);
void snapshotNow(SyntheticService& service);
void renewNow(SyntheticService& service);
void electNow(SyntheticService& service);         ///< The node after the primary takes over; view + 1.
void changeMembersNow(SyntheticService& service); ///< One joins, another leaves.
void changeNodesNow(SyntheticService& service);   ///< One joins and becomes primary, the primary before is retired.

/// service_cert.pem (the last), service_cert_N.pem (earlier ones, oldest first), memberN_cert.pem, memberN_privk.pem,
/// nodeN_privk.pem, service_privk.pem.
Result<void> writeKeys(const GeneratedLedger& made, const std::filesystem::path& folder);

} // namespace countersign::support
