#include "app/sandbox/service/consortium.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/crypto/cose_sign1.h"

namespace countersign::sandbox {

using nlohmann::json;

namespace {

const std::string kNodeSignature = "public:ccf.internal.signatures";
const std::string kCoseSignature = "public:ccf.internal.cose_signatures";
const std::string kTree = "public:ccf.internal.tree";

} // namespace

void Consortium::signAnew(Transaction& transaction, const Signature& old)
{
    const Digest root = m_writer.tree().root();
    json nodeRow = old.row;
    for (const Node& node : m_made.nodes) {
        if (node.id != nodeRow.at("node")) continue;
        nodeRow["root"] = toHex(root);
        nodeRow["sig"] = toBase64(node.key.signDigestDer(root));
    }
    transaction.write(kNodeSignature, kSingle, nodeRow.dump());
    transaction.write(kTree, kSingle, std::string(textOf(m_writer.tree().serialise())));
    const auto cose = crypto::CoseSign1::parse(old.cose);
    if (cose) {
        const EcKey& key = m_made.identities.at(old.identity).key;
        const ByteVector made = CoseWriter::sign1(key, cose->protectedBytes, root, false);
        transaction.write(kCoseSignature, kSingle, json(toBase64(made)).dump());
    }
    m_made.lastSignedRoot = root;
}

void Consortium::rewrite(const std::filesystem::path& keptAs, const std::string& key, const std::string& value)
{
    m_writer.finishChunk(ChunkEnd::Open);
    std::error_code error;
    std::filesystem::rename(m_made.ledger(), keptAs, error);
    m_writer = LedgerWriter(m_made.ledger(), m_options.seed);
    const auto signatures = std::move(m_signatureRows);
    m_signatureRows.clear();
    m_tree = LedgerTree();
    m_leaves.resize(1);
    m_tables = TableState();
    SeqNo lastSignature = 0;
    const std::vector<Transaction> history = std::move(m_history);
    m_history.clear();
    for (Transaction transaction : history) {
        const auto signature = signatures.find(transaction.seqno);
        if (!transaction.written("public:demo.journal", key).empty())
            transaction.write("public:demo.journal", key, value);
        if (signature != signatures.end()) {
            m_writer.tree().flushTo(lastSignature);
            signAnew(transaction, signature->second);
        }
        const Digest writeSet = m_writer.append(transaction);
        appended(transaction, writeSet);
        m_tables.apply(transaction);
        if (signature == signatures.end()) continue;
        m_signatureRows[transaction.seqno].identity = signature->second.identity;
        lastSignature = transaction.seqno;
        if ((transaction.flags & 1) != 0 || m_writer.chunkSize() >= m_options.chunkBytes)
            m_writer.finishChunk(ChunkEnd::Committed);
    }
    flush();
}

} // namespace countersign::sandbox
