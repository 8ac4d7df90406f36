#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/base/utc_time.h"
#include "core/base/verification.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace countersign::audit {

/// UTF-8, with U+FFFD for what is none.
std::string cleanText(const std::string& text);

/// Members of a JSON object, read one after the other. The first that is missing or of another type is kept as the
/// problem; what is read after it means nothing.
class Fields
{
public:
    Fields(const nlohmann::json& object, std::string& problem);

    std::string text(const char* name);
    std::uint64_t number(const char* name);
    bool flag(const char* name);
    ByteVector base64(const char* name);
    UtcTime time(const char* name);
    Verdict verdict(const char* name);
    Severity severity(const char* name);
    Digest digest(const char* name);
    TransactionId transaction(const char* name);
    std::vector<std::string> texts(const char* name);

    std::optional<std::uint64_t> maybeNumber(const char* name);
    std::optional<UtcTime> maybeTime(const char* name);
    std::optional<Digest> maybeDigest(const char* name);
    std::optional<TransactionId> maybeTransaction(const char* name);

    /// An object; empty when there is none. `isNull` is for members that may be null.
    const nlohmann::json& object(const char* name);
    bool isNull(const char* name);
    const nlohmann::json& list(const char* name);

    void refuse(const char* name);

private:
    const nlohmann::json* find(const char* name);

    const nlohmann::json& m_object;
    std::string& m_problem;
};

} // namespace countersign::audit
