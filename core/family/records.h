#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/base/utc_time.h"
#include "core/base/verification.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace countersign {

enum class RecordKind : std::uint8_t {
    Application, ///< Writes application tables.
    PrivateOnly, ///< Nothing public but its header.
    Governance,  ///< Writes tables under public:ccf.gov.
    Internal,    ///< Writes tables under public:ccf.internal. but is no signature.
    Signature,
    Unreadable,  ///< Its header is there, its public part does not decode.
};

const char* recordKindName(RecordKind kind) noexcept; ///< "application", "private", "governance", …

/// What a list shows of one record. Decoded from its bytes; says nothing about verdicts.
struct RecordRow {
    SeqNo seqno = 0;
    View view = 0;
    RecordKind kind = RecordKind::Application;
    std::uint32_t file = 0; ///< Index into SourceSummary::files.
    ByteRange bytes;        ///< In that file.
    std::uint8_t flags = 0;
    std::uint8_t type = 0;  ///< The format's own entry type.
    std::uint64_t privateBytes = 0;
    std::uint32_t writes = 0;
    std::uint32_t removes = 0;
    std::vector<std::string> tables; ///< Public tables it names.
    std::optional<UtcTime> time;     ///< Signed time, where the record carries one.
};

/// A decoded value with where it stands; children lie inside it or are its decoded contents.
struct StructureNode {
    std::string name;  ///< The format's own word: "tag", "key", "root".
    std::string value; ///< Short text form; control characters escaped.
    std::string format; ///< "uint", "hex", "text", "json", "pem", "cose", "cbor", "base64", "table", "write", "remove", …
    std::optional<ByteRange> range; ///< In the record's bytes; none for values that have no bytes of their own there.
    std::vector<StructureNode> children;
};

struct RecordDetail {
    RecordRow row;
    ByteVector bytes; ///< The record, or its first part when larger than the limit asked for.
    bool cut = false;
    StructureNode structure;
};

/// One link of the chain from a record up to the pin, in order.
struct ProofLink {
    std::string id;   ///< Check id.
    Verdict verdict = Verdict::NotChecked;
    std::string reason;
    std::string subject;  ///< "2.46", a node id, a certificate subject, a pin's source.
    std::string evidence;
    Place where;
};

/// Predicate over rows and, when asked, their writes; made by the filter language.
using RecordPredicate = std::function<bool(const RecordRow&)>;

/// Random access to records in order. Safe from any thread; reads the files as they are now.
class RecordAccess
{
public:
    virtual ~RecordAccess() = default;

    /// Ends of the history at hand; both 0 when there is none. Gaps may lie between.
    virtual SeqNo first() const = 0;
    virtual SeqNo last() const = 0;

    /// Rows from `from` on, at most `count`, holes left out.
    virtual Result<std::vector<RecordRow>> rows(SeqNo from, std::size_t count, std::stop_token stop) = 0;

    /// NotFound in a hole. `limit` bounds the bytes copied.
    virtual Result<RecordDetail> detail(SeqNo seqno, std::uint64_t limit = 16u << 20) = 0;

    /// The value written to `table` under `key` by this record; NotFound when it does not write it.
    virtual Result<ByteVector> writtenValue(SeqNo seqno, std::string_view table, Bytes key) = 0;
};

} // namespace countersign
