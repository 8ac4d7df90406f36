#pragma once

#include "core/base/bytes.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace countersign {

struct ConsortiumField {
    std::string name;
    std::string value; ///< UTF-8. Long or binary values stand as "sha256:<hex>".

    bool operator==(const ConsortiumField&) const = default;
};

/// One thing that the members of a consortium decide about.
struct ConsortiumItem {
    std::string kind; ///< "service", "member", "user", "node", "policy", "constitution", "app", "proposal".
    std::string id;   ///< Free data; unique within its kind.
    std::vector<ConsortiumField>
        fields;                     ///< By name. Of certificates: "certificate", ".subject", ".notBefore", ".notAfter".
    std::optional<SeqNo> changedAt; ///< Record that wrote it last, where that is known.

    bool operator==(const ConsortiumItem&) const = default;
};

/// Who and what a service consists of at a moment.
struct ConsortiumState {
    std::optional<SeqNo> at;           ///< As of this record; none: as a live service told.
    bool complete = false;             ///< Nothing was left out: what is not here was not there.
    std::vector<std::string> missing;  ///< Tables or questions that were not answered, or not in full.
    std::vector<ConsortiumItem> items; ///< By kind, then id.

    bool operator==(const ConsortiumState&) const = default;
};

/// One change of an item in the records.
struct ConsortiumChange {
    SeqNo seqno = 0;
    bool removed = false;
};

/// A signature over the root at a signature record.
struct RootSignature {
    std::string kind;   ///< "node", "service".
    std::string signer; ///< Node id, or key id of the service.
    ByteVector bytes;   ///< As recorded.

    bool operator==(const RootSignature&) const = default;
};

/// The consortium as a replay of the records gives it. Of families whose members govern by records.
class ConsortiumHistory
{
public:
    virtual ~ConsortiumHistory() = default;

    /// May build an index first, which may take long.
    virtual Result<ConsortiumState> stateAt(SeqNo at, std::stop_token stop, const ProgressSink& progress) = 0;
    /// The changes of one item after `after` and up to `to`, oldest first.
    virtual Result<std::vector<ConsortiumChange>> changesOf(const std::string& kind, const std::string& id, SeqNo after,
                                                            SeqNo to) = 0;
    /// NotFound when the record is none that signs a root.
    virtual Result<std::vector<RootSignature>> signaturesAt(SeqNo seqno) = 0;
};

} // namespace countersign
