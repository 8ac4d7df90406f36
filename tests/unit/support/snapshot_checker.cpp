#include "tests/unit/support/ledger_checker.h"

#include "core/base/base64.h"
#include "core/base/byte_reader.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/crypto/certificate.h"
#include "core/crypto/merkle.h"

#include <regex>

namespace countersign::test {

using nlohmann::json;

namespace {

constexpr std::uint64_t kLargestSnapshot = 1u << 30;

std::string checkReceipt(const json& receipt, const Digest& claims, const RawEntry& evidence)
{
    const json& parts = receipt["leaf_components"];
    if (parts["claims_digest"] != toHex(claims)) return "claims";
    if (parts["write_set_digest"] != toHex(crypto::sha256(evidence.bytes))) return "write set";
    const Digest commit = crypto::sha256(bytesOf(parts["commit_evidence"].get<std::string>()));
    if (commit != evidence.evidence) return "commit evidence";
    std::vector<crypto::MerklePathStep> path;
    for (const json& step : receipt["proof"]) {
        const bool left = step.contains("left");
        path.push_back({left, *digestFromHex(step[left ? "left" : "right"].get<std::string>())});
    }
    const Digest root = crypto::rootFromPath(plainLeaf(evidence), path);
    const auto certificate = crypto::Certificate::fromPem(receipt["cert"].get<std::string>());
    const auto signature = fromBase64(receipt["signature"].get<std::string>());
    if (!certificate || toHex(certificate->publicKey().spkiDigest()) != receipt["node_id"]) return "node";
    return certificate->publicKey().ecdsaDerHolds(root, *signature).value_or(false) ? std::string{} : "signature";
}

/// Rows of the snapshot against what the ledger says up to its seqno.
std::string checkRows(ByteReader& in, const std::vector<RawEntry>& ledger, SeqNo at)
{
    std::map<std::string, std::map<std::string, std::string>> state;
    for (SeqNo i = 0; i < at; ++i) {
        for (const RawTable& table : ledger[i].tables) {
            for (const auto& [key, value] : table.writes) state[table.name][key] = value;
            for (const auto& key : table.removes) state[table.name].erase(key);
        }
    }
    while (!in.atEnd()) {
        const std::string name(textOf(*in.take(*in.u64le("n"), "name")));
        in.i64le("version").value_or(0);
        ByteReader rows(*in.take(*in.u64le("bytes"), "rows"));
        std::map<std::string, std::string> found;
        const auto padded = [&] {
            const auto bytes = rows.take(rows.u64le("length").value_or(0), "bytes").value_or(Bytes{});
            (void)rows.take((8 - bytes.size() % 8) % 8, "padding").has_value();
            return std::string(textOf(bytes));
        };
        while (!rows.atEnd()) {
            const std::string key = padded();
            found[key] = padded().substr(8);
        }
        if (found != state[name]) return "rows of " + name;
    }
    return {};
}

std::string checkSnapshot(const std::filesystem::path& path, const std::vector<RawEntry>& ledger, SeqNo at,
                          SeqNo evidence)
{
    const auto file = readSmallFile(path, kLargestSnapshot);
    if (!file) return "cannot be read";
    const std::uint64_t size = 8 + loadU48le(file->data() + 2);
    if (size >= file->size() || evidence > ledger.size()) return "size";
    const Bytes entry = Bytes(*file).first(size);
    const Digest digest = crypto::sha256(entry);
    const json row = json::parse(ledger[evidence - 1].written("public:ccf.internal.snapshot_evidence"));
    if (row != json{{"hash", toHex(digest)}, {"version", at}}) return "evidence";
    if (ledger[evidence - 1].claims != digest) return "claims of the evidence";
    if (loadU64le(&entry[24]) != at || loadU32le(&entry[32]) != 0x80000000) return "iv";

    ByteReader in(entry.subspan(44, loadU64le(&entry[36])));
    if (in.u8("type").value_or(0) != 1 || in.u64le("seqno").value_or(0) != at) return "head";
    in.u64le("placeholder").value_or(0);
    const Bytes leaf = *in.take(in.u64le("n").value_or(0), "leaf");
    if (copyOf(leaf) != copyOf(plainLeaf(ledger[at - 1]))) return "leaf";
    const Bytes views = *in.take(in.u64le("m").value_or(0), "views");
    for (SeqNo i = 1; i <= at; ++i) {
        if (i > 1 && ledger[i - 1].view == ledger[i - 2].view) continue;
        if (loadU64le(&views[8 * (ledger[i - 1].view - 1)]) != i) return "view history";
    }
    if (const std::string rows = checkRows(in, ledger, at); !rows.empty()) return rows;
    const json receipt = json::parse(file->begin() + static_cast<std::ptrdiff_t>(size), file->end(), nullptr, false);
    return receipt.is_object() ? checkReceipt(receipt, digest, ledger[evidence - 1]) : "receipt";
}

} // namespace

void checkSnapshots(const std::filesystem::path& folder, const std::vector<RawEntry>& ledger, LedgerCheck& result)
{
    static const std::regex kName("snapshot_([0-9]+)_([0-9]+)\\.committed");
    for (const auto& item : std::filesystem::directory_iterator(folder)) {
        std::smatch match;
        const std::string name = item.path().filename().string();
        if (!std::regex_match(name, match, kName)) continue;
        ++result.snapshots;
        const std::string problem = checkSnapshot(item.path(), ledger, std::stoull(match[1]), std::stoull(match[2]));
        if (!problem.empty()) result.problems.push_back(name + ": " + problem);
    }
}

} // namespace countersign::test
