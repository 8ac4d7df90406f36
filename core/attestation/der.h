#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::attestation {

/// ASN.1 tags that certificates' extensions use here.
enum DerTag : std::uint8_t {
    kDerBoolean = 0x01,
    kDerInteger = 0x02,
    kDerOctets = 0x04,
    kDerOid = 0x06,
    kDerEnumerated = 0x0a,
    kDerUtf8 = 0x0c,
    kDerIa5 = 0x16,
    kDerSequence = 0x30,
};

/// One value: its tag and contents, a view into what it was read from.
struct DerItem {
    std::uint8_t tag = 0;
    Bytes content;
};

/// Exactly one item filling `bytes`. Refused: tags of more than one byte, indefinite lengths, lengths not in shortest
/// form, bytes after it.
Result<DerItem> parseDer(Bytes bytes);

/// The items that fill `content`, at most `limit`.
Result<std::vector<DerItem>> parseDerItems(Bytes content, std::size_t limit = 100);

/// An INTEGER or ENUMERATED from 0 to 2^63−1 in its one DER form.
Result<std::uint64_t> derNumber(const DerItem& item);

/// "1.3.6.1.4.1.3704.1.2"; Malformed for padded or cut-off parts.
Result<std::string> derOid(const DerItem& item);

} // namespace countersign::attestation
