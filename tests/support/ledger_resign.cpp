#include "core/base/base64.h"
#include "core/base/byte_reader.h"
#include "core/base/hex.h"
#include "core/crypto/cose_sign1.h"
#include "tests/support/byte_writer.h"
#include "tests/support/ledger_editor.h"

#include <stdexcept>

namespace countersign::support {

using nlohmann::json;

namespace {

const std::string kSignatures = "public:ccf.internal.signatures";
const std::string kCose = "public:ccf.internal.cose_signatures";
const std::string kTree = "public:ccf.internal.tree";
const std::string kLastRoot = "public:ccf.internal.previous_service_last_signed_root";
const std::string kEndorsement = "public:ccf.internal.previous_service_identity_endorsement";

void mustParse(bool ok)
{
    if (!ok) throw std::runtime_error("a COSE message of the ledger does not parse");
}

std::string coseAnew(const std::string& row, const EcKey& key, TransactionId id, const Digest& root)
{
    const ByteVector bytes = fromBase64(json::parse(row).get<std::string>()).value_or(ByteVector{}); // outlives its views
    const auto before = crypto::CoseSign1::parse(bytes);
    mustParse(before.has_value());
    const crypto::CborValue* claims = before->protectedHeader.find(15);
    mustParse(claims != nullptr && claims->find(6) != nullptr);
    ServiceSignature content;
    content.transaction = id;
    content.root = root;
    content.issuedAt.seconds = claims->find(6)->asInt().value_or(0);
    if (claims->find(1)) content.issuer = claims->find(1)->asText().value_or("");
    if (claims->find(2)) content.subject = claims->find(2)->asText().value_or("");
    return json(toBase64(CoseWriter::serviceSignature(key, content))).dump();
}

std::string endorsementAnew(const std::string& row, const EcKey& key, const Digest& endRoot)
{
    json value = json::parse(row);
    const ByteVector bytes = fromBase64(value.at("endorsement").get<std::string>()).value_or(ByteVector{});
    const auto before = crypto::CoseSign1::parse(bytes);
    mustParse(before && before->payload && before->protectedHeader.find(15) != nullptr);
    IdentityEndorsement content;
    content.endorsedKey = copyOf(*before->payload);
    content.issuedAt.seconds = before->protectedHeader.find(15)->find(6)->asInt().value_or(0);
    content.begin =
        parseTransactionId(value.at("endorsement_epoch_begin").get<std::string>()).value_or(TransactionId{});
    if (value.contains("endorsement_epoch_end")) {
        content.end =
            parseTransactionId(value.at("endorsement_epoch_end").get<std::string>()).value_or(TransactionId{});
        content.endRoot = endRoot;
    }
    value["endorsement"] = toBase64(CoseWriter::endorsement(key, content));
    value["endorsing_key"] = toBase64(key.spkiDer());
    return value.dump();
}

void signAnew(Transaction& transaction, const Forger& forger, LedgerTree& tree)
{
    const TransactionId id{transaction.view, transaction.seqno};
    const Digest root = tree.root();
    if (const std::string row = transaction.written(kSignatures); !row.empty() && forger.nodeKey != nullptr) {
        json value = json::parse(row);
        value["root"] = toHex(root);
        value["seqno"] = id.seqno;
        value["view"] = id.view;
        value["sig"] = toBase64(forger.nodeKey->signDigestDer(root));
        if (forger.statedNode != nullptr) {
            value["node"] = forger.statedNode->id;
            if (value.contains("cert")) value["cert"] = forger.statedNode->certificate;
        }
        transaction.write(kSignatures, kSingle, value.dump());
    }
    if (const std::string row = transaction.written(kCose); !row.empty()) {
        if (forger.dropCose)
            std::erase_if(transaction.tables, [](const TableChange& t) { return t.name == kCose; });
        else if (forger.serviceKey != nullptr)
            transaction.write(kCose, kSingle, coseAnew(row, *forger.serviceKey, id, root));
    }
    if (const std::string row = transaction.written(kTree); row.size() >= 16) {
        tree.flushTo(loadU64be(bytesOf(row).data() + 8));
        transaction.write(kTree, kSingle, std::string(textOf(tree.serialise())));
    }
}

} // namespace

void LedgerEditor::resign(const Forger& forger)
{
    LedgerTree tree;
    Digest lastRoot{};
    for (SeqNo seqno = 1; seqno <= size(); ++seqno) {
        Transaction transaction = content(seqno);
        const bool inRange = seqno >= forger.from && seqno <= forger.to;
        bool changed = false;
        if (inRange && transaction.isSignature()) {
            signAnew(transaction, forger, tree);
            changed = true;
        }
        if (inRange && forger.followUps && transaction.find(kLastRoot) != nullptr) {
            transaction.write(kLastRoot, kSingle, json(toHex(lastRoot)).dump());
            changed = true;
        }
        if (inRange && forger.followUps && forger.serviceKey != nullptr && transaction.find(kEndorsement) != nullptr) {
            const std::string row = transaction.written(kEndorsement);
            transaction.write(kEndorsement, kSingle, endorsementAnew(row, *forger.serviceKey, lastRoot));
            changed = true;
        }
        if (transaction.isSignature()) lastRoot = tree.root();
        if (changed) replace(seqno, transaction);
        tree.append(leafOf(entry(seqno), transaction.entryType, transaction.evidence, transaction.claims));
    }
}

} // namespace countersign::support
