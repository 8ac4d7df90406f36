#include "core/attestation/vendor_fetch.h"

#include "core/attestation/collateral.h"
#include "core/attestation/tcb_info.h"
#include "core/attestation/x509.h"
#include "core/base/file_io.h"
#include "core/net/patience.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

constexpr std::int64_t kFreshSeconds = 24 * 60 * 60; ///< Of what vendors change.
constexpr const char* kChainEnding = ".chain.pem";
constexpr const char* kNoteEnding = ".fetched"; ///< Time and URL, a line each.

/// What a vendor gave: the thing itself and, for signed data, its signer's chain.
struct Given {
    ByteVector content;
    std::string chain;
};

std::optional<std::string> decoded(std::string_view text)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        if (text.size() - i < 3) return {};
        const auto high = kDigits.find(static_cast<char>(std::tolower(static_cast<unsigned char>(text[i + 1]))));
        const auto low = kDigits.find(static_cast<char>(std::tolower(static_cast<unsigned char>(text[i + 2]))));
        if (high == std::string_view::npos || low == std::string_view::npos) return {};
        result += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return result;
}

Error notAsAskedFor(const VendorItem& item)
{
    return {ErrorCode::Malformed, item.url, "what came is not what was asked for"};
}

std::optional<UtcTime> endOf(const Collateral& piece)
{
    if (piece.tcbInfo)
        if (const auto info = parseTcbInfo(piece.tcbInfo->text)) return info->nextUpdate;
    if (piece.qeIdentity)
        if (const auto identity = parseQeIdentity(piece.qeIdentity->text)) return identity->nextUpdate;
    return {};
}

/// When it goes out of date; an Error when it is not of its form. Things that last have the end of time.
Result<UtcTime> endOf(const VendorItem& item, const Given& given)
{
    const UtcTime never{std::numeric_limits<std::int64_t>::max()};
    switch (item.form) {
    case VendorForm::Certificate:
        if (crypto::Certificate::fromDer(given.content)) return never;
        break;
    case VendorForm::Chain:
        if (crypto::Certificate::manyFromPem(textOf(given.content), crypto::kChainLimit)) return never;
        break;
    case VendorForm::RevocationList:
        if (const auto list = Crl::parse(given.content)) return list->nextUpdate();
        break;
    case VendorForm::SignedJson:
        const bool chained = crypto::Certificate::manyFromPem(given.chain, crypto::kChainLimit).has_value();
        if (const auto end = endOf(readCollateralJson(given.content, item.file)); end && chained) return *end;
        break;
    }
    return notAsAskedFor(item);
}

class Cache
{
public:
    Cache(const std::filesystem::path& folder, UtcTime now) : m_folder(folder), m_now(now) {}

    /// Nothing unless all of it is there, is of the same place, and is not out of date.
    bool find(const VendorItem& item, FetchedItem& found) const
    {
        if (m_folder.empty()) return false;
        auto content = readSmallFile(m_folder / item.file, kEvidenceLimit);
        const auto note = readSmallFile(m_folder / (item.file + kNoteEnding), kEvidenceLimit);
        const auto chain = item.chainHeader.empty() ? Result<ByteVector>(ByteVector())
                                                    : readSmallFile(m_folder / (item.file + kChainEnding), kEvidenceLimit);
        if (!content || !note || !chain) return false;
        const std::string_view text = textOf(*note);
        const auto end = text.find('\n');
        const auto time = parseIso8601(std::string(text.substr(0, end)));
        if (!time || end == std::string_view::npos || text.substr(end + 1) != item.url + '\n') return false;
        const Given given{*std::move(content), std::string(textOf(*chain))};
        const auto valid = endOf(item, given);
        if (!valid || *valid < m_now || (!item.lasting && m_now.seconds - time->seconds > kFreshSeconds)) return false;
        found.files = filesOf(item, given);
        found.fetched = *time;
        found.fromCache = true;
        return true;
    }

    Result<void> keep(const VendorItem& item, const Given& given) const
    {
        if (m_folder.empty()) return {};
        std::error_code error;
        std::filesystem::create_directories(m_folder, error);
        if (error) return Error{ErrorCode::Io, m_folder.string(), error.message()};
        if (auto done = writeFileAtomically(m_folder / item.file, given.content); !done) return done;
        if (!item.chainHeader.empty())
            if (auto done = writeFileAtomically(m_folder / (item.file + kChainEnding), bytesOf(given.chain)); !done) return done;
        return writeFileAtomically(m_folder / (item.file + kNoteEnding), bytesOf(toIso8601(m_now) + '\n' + item.url + '\n'));
    }

    static std::vector<NamedFile> filesOf(const VendorItem& item, const Given& given)
    {
        std::vector<NamedFile> files{{given.content, item.file}};
        if (!given.chain.empty()) files.push_back({copyOf(bytesOf(given.chain)), item.file + kChainEnding});
        return files;
    }

private:
    const std::filesystem::path& m_folder;
    UtcTime m_now;
};

Result<Given> ask(const VendorItem& item, const FetchContext& context, const std::stop_token& stop)
{
    auto url = net::parseUrl(item.url);
    if (!url) return std::move(url).error();
    net::HttpRequest request;
    request.url = *std::move(url);
    request.trust = context.trust;
    request.limits.bodyBytes = kEvidenceLimit;
    net::Waiter waiter;
    const auto reply = net::sendPatiently(context.transport, std::move(request), {.redirects = 0, .retries = 2}, waiter, stop);
    if (!reply) return reply.error();
    if (reply->status == 429) return Error{ErrorCode::Network, item.url, "answered 429: too many questions, ask again later"};
    if (reply->status != 200) return Error{ErrorCode::Network, item.url, "answered " + std::to_string(reply->status)};
    Given given{reply->body, {}};
    if (item.chainHeader.empty()) return given;
    auto chain = decoded(reply->header(item.chainHeader).value_or(""));
    if (!chain || chain->empty()) return Error{ErrorCode::Malformed, item.url, "the signer's chain is missing"};
    given.chain = *std::move(chain);
    return given;
}

FetchedItem fetchOne(const VendorItem& item, const FetchContext& context, const Cache& cache, const std::stop_token& stop)
{
    FetchedItem result{.item = item, .files = {}, .fetched = {}, .fromCache = false, .problem = {}};
    if (cache.find(item, result)) return result;
    if (stop.stop_requested()) {
        result.problem = Error{ErrorCode::Cancelled, item.url, {}};
        return result;
    }
    if (context.asking) context.asking(item);
    const auto given = ask(item, context, stop);
    const auto end = given ? endOf(item, *given) : Result<UtcTime>(given.error());
    if (!end) {
        result.problem = end.error();
        return result;
    }
    result.files = Cache::filesOf(item, *given);
    result.fetched = context.now;
    if (auto kept = cache.keep(item, *given); !kept) result.problem = std::move(kept).error();
    return result;
}

} // namespace

std::shared_ptr<const net::PeerTrust> vendorTrust()
{
    net::PeerTrust trust;
    trust.systemStore = true;
    return std::make_shared<const net::PeerTrust>(std::move(trust));
}

std::vector<FetchedItem> fetchItems(const std::vector<VendorItem>& items, const FetchContext& context, std::stop_token stop)
{
    const Cache cache(context.cache, context.now);
    std::vector<FetchedItem> results;
    for (const VendorItem& item : items) results.push_back(fetchOne(item, context, cache, stop));
    return results;
}

} // namespace countersign::attestation
