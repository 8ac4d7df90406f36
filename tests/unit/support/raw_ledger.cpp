#include "tests/unit/support/ledger_checker.h"

#include "core/base/byte_reader.h"
#include "core/base/file_io.h"
#include "core/crypto/sha2.h"

#include <algorithm>
#include <regex>

namespace countersign::test {

namespace {

constexpr std::uint64_t kLargestChunk = 1u << 30;

std::string take(ByteReader& in)
{
    const auto size = in.u64le("length");
    const auto bytes = in.take(size.value_or(0), "bytes");
    return bytes ? std::string(textOf(*bytes)) : std::string("<short>");
}

RawTable readTable(ByteReader& in, std::vector<std::string>& problems)
{
    RawTable table;
    table.name = take(in);
    if (in.i64le("read version").value_or(-1) != 0) problems.push_back("read version is not 0");
    if (in.u64le("reads").value_or(1) != 0) problems.push_back("there are reads");
    const std::uint64_t writes = in.u64le("writes").value_or(0);
    for (std::uint64_t i = 0; i < writes; ++i) {
        const std::string key = take(in);
        if (!table.writes.emplace(key, take(in)).second) problems.push_back("a key is written twice");
    }
    const std::uint64_t removes = in.u64le("removes").value_or(0);
    for (std::uint64_t i = 0; i < removes; ++i) table.removes.push_back(take(in));
    return table;
}

void readDomain(ByteReader& in, RawEntry& entry, std::vector<std::string>& problems)
{
    entry.type = in.u8("type").value_or(255);
    if (in.u64le("seqno").value_or(0) != entry.seqno) problems.push_back("the seqno inside differs from the IV");
    const auto digest = [&](Digest& out) {
        const auto bytes = in.take(32, "digest");
        if (bytes) std::copy(bytes->begin(), bytes->end(), out.begin());
    };
    if (entry.type == 4) digest(entry.claims);
    if (entry.type == 4 || entry.type == 3) digest(entry.evidence);
    if (in.i64le("placeholder").value_or(-1) != 0) problems.push_back("the placeholder is not 0");
    while (!in.atEnd() && problems.size() < 100) entry.tables.push_back(readTable(in, problems));
}

RawEntry readEntry(Bytes bytes, std::vector<std::string>& problems)
{
    RawEntry entry;
    entry.bytes = copyOf(bytes);
    if (bytes[0] != 1) problems.push_back("entry version");
    entry.flags = bytes[1];
    entry.seqno = loadU64le(&bytes[24]);
    entry.view = loadU32le(&bytes[32]);
    const std::uint64_t size = loadU64le(&bytes[36]);
    if (44 + size > bytes.size()) return problems.push_back("the public domain is longer than its entry"), entry;
    ByteReader in(bytes.subspan(44, size));
    readDomain(in, entry, problems);
    entry.privateBytes = bytes.size() - 44 - size;
    return entry;
}

void readChunk(const std::filesystem::path& path, bool complete, std::vector<RawEntry>& out,
               std::vector<std::string>& problems)
{
    const auto file = readSmallFile(path, kLargestChunk);
    if (!file) return problems.push_back(path.string() + " cannot be read");
    const std::uint64_t table = loadU64le(file->data());
    if ((table != 0) != complete) problems.push_back("header and name disagree in " + path.string());
    const std::uint64_t end = table == 0 ? file->size() : table;
    std::vector<std::uint64_t> positions;
    for (std::uint64_t at = 8; at < end;) {
        const std::uint64_t size = 8 + loadU48le(file->data() + at + 2);
        if (at + size > end) return problems.push_back("an entry passes the end of " + path.string());
        positions.push_back(at);
        out.push_back(readEntry(Bytes(*file).subspan(at, size), problems));
        at += size;
    }
    if (table == 0) return;
    if (file->size() - table != 4 * positions.size()) return problems.push_back("table size in " + path.string());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (loadU32le(file->data() + table + 4 * i) != positions[i]) problems.push_back("a position is wrong");
    }
}

} // namespace

const RawTable* RawEntry::find(const std::string& name) const
{
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const RawTable& t) { return t.name == name; });
    return found == tables.end() ? nullptr : &*found;
}

std::string RawEntry::written(const std::string& name, const std::string& key) const
{
    const RawTable* table = find(name);
    if (table == nullptr) return {};
    const auto found = table->writes.find(key);
    return found == table->writes.end() ? std::string{} : found->second;
}

std::vector<RawEntry> readLedger(const std::filesystem::path& folder, std::vector<std::string>& problems)
{
    static const std::regex kName("ledger_([0-9]+)(-([0-9]+)(\\.committed)?)?");
    struct File {
        SeqNo first = 0, last = 0;
        std::filesystem::path path;
    };
    std::vector<File> files;
    for (const auto& item : std::filesystem::directory_iterator(folder)) {
        std::smatch match;
        const std::string name = item.path().filename().string();
        if (!std::regex_match(name, match, kName)) {
            problems.push_back("an unexpected name: " + name);
            continue;
        }
        files.push_back({std::stoull(match[1]), match[3].matched ? std::stoull(match[3]) : 0, item.path()});
    }
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.first < b.first; });
    std::vector<RawEntry> out;
    for (const File& file : files) {
        if (file.first != (out.empty() ? 1 : out.back().seqno + 1))
            problems.push_back("a gap before " + file.path.string());
        readChunk(file.path, file.last != 0, out, problems);
        if (file.last != 0 && out.back().seqno != file.last) problems.push_back("the name lies: " + file.path.string());
    }
    return out;
}

Digest plainLeaf(const RawEntry& entry)
{
    const Digest whole = crypto::sha256(entry.bytes);
    if (entry.type == 3) return crypto::sha256({whole, entry.evidence});
    if (entry.type == 4) return crypto::sha256({whole, entry.evidence, entry.claims});
    return whole;
}

} // namespace countersign::test
