#include "app/sandbox/ledger/transaction.h"

#include "app/sandbox/ledger/byte_writer.h"
#include "core/base/byte_reader.h"

#include <algorithm>
#include <cstring>

namespace countersign::sandbox {

TableChange& Transaction::table(const std::string& name)
{
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
    if (found != tables.end()) return *found;
    // CCF writes its tables sorted by name.
    const auto place = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name > name; });
    return *tables.insert(place, TableChange{name, {}, {}});
}

const TableChange* Transaction::find(const std::string& name) const
{
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
    return found == tables.end() ? nullptr : &*found;
}

std::string Transaction::written(const std::string& name, const std::string& key) const
{
    const TableChange* change = find(name);
    if (change == nullptr) return {};
    for (const auto& [k, v] : change->writes) {
        if (k == key) return v;
    }
    return {};
}

Transaction& Transaction::write(const std::string& name, const std::string& key, std::string value)
{
    TableChange& change = table(name);
    for (auto& [k, v] : change.writes) {
        if (k == key) return v = std::move(value), *this;
    }
    change.writes.emplace_back(key, std::move(value));
    return *this;
}

Transaction& Transaction::remove(const std::string& name, const std::string& key)
{
    table(name).removes.push_back(key);
    return *this;
}

bool Transaction::isSignature() const
{
    return find("public:ccf.internal.signatures") != nullptr || find("public:ccf.internal.cose_signatures") != nullptr;
}

EntryBuilder::EntryBuilder(std::string_view seed)
{
    const Digest digest = sha256Of("tags:" + std::string(seed));
    std::memcpy(&m_seed, digest.data(), sizeof m_seed);
}

namespace {

bool hasClaims(std::uint8_t type)
{
    return type == 2 || type == 4;
}

bool hasEvidence(std::uint8_t type)
{
    return type == 3 || type == 4;
}

void writeTable(ByteWriter& out, const TableChange& change)
{
    out.sized(change.name).i64(0).u64(0);
    out.u64(change.writes.size());
    for (const auto& [key, value] : change.writes) out.sized(key).sized(value);
    out.u64(change.removes.size());
    for (const auto& key : change.removes) out.sized(key);
}

} // namespace

void EntryBuilder::build(const Transaction& transaction, ByteVector& out) const
{
    out.clear();
    ByteWriter writer(std::move(out));
    writer.u8(transaction.version).u8(transaction.flags).u48(0);
    Random random(m_seed ^ (transaction.seqno * 0x9e3779b97f4a7c15u) ^ transaction.view);
    std::uint8_t tag[16];
    random.fill(tag, sizeof tag);
    writer.bytes(Bytes(tag)).u64(transaction.seqno).u32(static_cast<std::uint32_t>(transaction.view)).u64(0);
    const std::size_t domain = writer.size();
    writer.u8(transaction.entryType).i64(static_cast<std::int64_t>(transaction.seqno));
    if (hasClaims(transaction.entryType)) writer.bytes(transaction.claims);
    if (hasEvidence(transaction.entryType)) writer.bytes(transaction.evidence);
    writer.i64(0);
    for (const TableChange& change : transaction.tables) writeTable(writer, change);
    writer.setU64(domain - 8, writer.size() - domain);
    writer.bytes(transaction.privateBytes);
    writer.setU48(2, writer.size() - kEntryHeaderSize);
    out = writer.take();
}

ByteVector EntryBuilder::build(const Transaction& transaction) const
{
    ByteVector out;
    build(transaction, out);
    return out;
}

Digest leafOf(Bytes entry, std::uint8_t entryType, const Digest& evidence, const Digest& claims)
{
    const Digest writeSet = sha256Of(entry);
    if (entryType == 3) return sha256Of(writeSet, evidence);
    if (entryType == 4) return sha256Of(writeSet, evidence, claims);
    return writeSet;
}

namespace {

/// Reads on after a failure as zeros; the failure is kept.
struct LatchingReader {
    ByteReader reader;
    std::optional<Error> error;

    template <class T>
    T keep(Result<T> value)
    {
        if (value) return *std::move(value);
        if (!error) error = value.error();
        return T{};
    }
    std::uint64_t u64() { return keep(reader.u64le("number")); }
    std::string sized() { return std::string(textOf(keep(reader.take(u64(), "bytes")))); }
    Digest digest()
    {
        Digest out{};
        const Bytes bytes = keep(reader.take(out.size(), "digest"));
        std::copy(bytes.begin(), bytes.end(), out.begin());
        return out;
    }
};

TableChange readTable(LatchingReader& in)
{
    TableChange change;
    change.name = in.sized();
    in.u64();
    in.u64();
    for (std::uint64_t left = in.u64(); left > 0 && !in.error; --left) {
        std::string key = in.sized();
        change.writes.emplace_back(std::move(key), in.sized());
    }
    for (std::uint64_t left = in.u64(); left > 0 && !in.error; --left) change.removes.push_back(in.sized());
    return change;
}

} // namespace

Result<Transaction> parseEntry(Bytes entry)
{
    Transaction out;
    LatchingReader in{ByteReader(entry), {}};
    out.version = in.keep(in.reader.u8("version"));
    out.flags = in.keep(in.reader.u8("flags"));
    in.keep(in.reader.u48le("size"));
    in.keep(in.reader.take(24, "tag and seqno"));
    out.view = in.keep(in.reader.u32le("view")) & 0x7fffffff;
    const Bytes domain = in.keep(in.reader.take(in.u64(), "public domain"));
    out.privateBytes = copyOf(in.keep(in.reader.take(in.reader.remaining(), "private domain")));
    if (in.error) return *in.error;

    LatchingReader body{ByteReader(domain), {}};
    out.entryType = body.keep(body.reader.u8("entry type"));
    out.seqno = body.u64();
    if (hasClaims(out.entryType)) out.claims = body.digest();
    if (hasEvidence(out.entryType)) out.evidence = body.digest();
    body.u64();
    while (!body.error && !body.reader.atEnd()) out.tables.push_back(readTable(body));
    if (body.error) return *body.error;
    return out;
}

} // namespace countersign::sandbox
