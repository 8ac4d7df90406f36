#pragma once

#include "app/sandbox/ledger/cose_writer.h"
#include "app/sandbox/ledger/ec_key.h"
#include "app/sandbox/ledger/ledger_writer.h"
#include "core/base/utc_time.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace countersign::sandbox {

struct Member {
    EcKey key;
    std::string certificate; ///< PEM.
    std::string id;
    bool holdsShare = true;
    nlohmann::json data;
    std::string encryptionKey; ///< PEM of the public half; rows hold it when `holdsShare`.
};

/// What a member of the first hour brings besides its key.
struct MemberProfile {
    nlohmann::json data;
    std::string encryptionKey; ///< PEM of the public half; empty: the member holds no share.
};

struct Node {
    EcKey key;
    std::string certificate; ///< Endorsed by the service it belongs to; self-signed on 1.x.
    std::string id;
};

struct ServiceIdentity {
    EcKey key;
    std::string certificate;
    TransactionId created;
};

enum class CoseMode : std::uint8_t {
    Off,
    On,
    FlipFlop, ///< On for four signatures, off for four, and so on: a network of mixed versions.
};

struct ServiceOptions {
    std::string seed = "countersign"; ///< Keys, tags and contents; the same seed gives the same bytes.
    crypto::KeyKind serviceCurve = crypto::KeyKind::P384;
    crypto::KeyKind nodeCurve = crypto::KeyKind::P384;
    std::vector<crypto::KeyKind> memberCurves = {crypto::KeyKind::P384, crypto::KeyKind::P384, crypto::KeyKind::P256};
    CoseMode cose = CoseMode::On;
    bool nodeSignatures = true; ///< False makes a COSE-only ledger.
    /// Entry type from a seqno on. 0 makes 1.x history: self-signed nodes, HTTP-signed governance, no COSE. Leave it by
    /// a recovery.
    std::map<SeqNo, std::uint8_t> entryTypes = {{1, 4}};
    std::uint64_t chunkBytes = 5'000'000; ///< A chunk ends at the first signature past it.
    std::uint64_t treeWindow = 0;         ///< Leaves kept at least; those since the signature before are always kept.
    bool mirrorApplication = true;        ///< Keep application rows for snapshots; off for endless ledgers.
    std::uint64_t recordKeys = 100'000;   ///< Different keys in writeRecord().
    UtcTime start{1'767'225'600}; ///< 2026-01-01T00:00:00Z. Each signature and member message is a second later.
    std::string issuer = "service.example";
    std::string subject = "ledger";
    std::string subjectName = "CCF Service"; ///< Common name of service certificates.
    std::string constitution;
    nlohmann::json serviceData = {{"purpose", "synthetic"}};
    std::optional<nlohmann::json> recoveredServiceData; ///< What the service started by a recovery says of itself.
    std::vector<MemberProfile> memberProfiles;          ///< Of the first members; those without one get a made-up one.
    std::function<UtcTime()> clock;                     ///< Instead of a second more each time.
    std::function<std::uint16_t(std::size_t)> portOf;   ///< Of a node; empty: 9100, 9110, ….
    std::function<nlohmann::json(std::size_t)> interfacesAt; ///< rpc_interfaces of the node with this first port.
};

/// One signature about to be made; a test may change what it likes.
struct SignaturePlan {
    TransactionId transaction;
    Digest root{}; ///< Stated, and signed by both.
    bool node = true;
    bool cose = true;
    const EcKey* nodeKey = nullptr; ///< Signs; `nodeId` and `nodeCertificate` are what is stated.
    std::string nodeId;
    std::string nodeCertificate; ///< Left out when empty.
    const EcKey* serviceKey = nullptr;
    ServiceSignature coseContent;
    std::string tree; ///< The serialised tree.
};

struct MemberMessagePlan {
    SeqNo seqno = 0;
    const EcKey* key = nullptr;
    GovernanceMessage content;
};

struct ServiceHooks {
    EntryHooks entries;
    std::function<void(SignaturePlan&)> signature;
    std::function<void(MemberMessagePlan&)> memberMessage;
};

/// What a script left behind.
struct GeneratedLedger {
    std::filesystem::path folder;            ///< Holds "ledger" and, when there are any, "snapshots".
    std::vector<ServiceIdentity> identities; ///< Oldest first; several of one key after a renewal.
    std::vector<Member> members;
    std::vector<Node> nodes;
    TransactionId last;
    TransactionId lastSignature;
    Digest lastSignedRoot{};
    std::uint64_t bytes = 0; ///< Of ledger files.

    std::filesystem::path ledger() const { return folder / "ledger"; }
    std::filesystem::path snapshots() const { return folder / "snapshots"; }
    const std::string& serviceCertificate() const { return identities.back().certificate; }
};

} // namespace countersign::sandbox
