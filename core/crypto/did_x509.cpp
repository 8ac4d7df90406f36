#include "core/crypto/did_x509.h"

#include "core/base/base64.h"
#include "core/crypto/openssl_ptr.h"
#include "core/crypto/sha2.h"

#include <optional>
#include <set>
#include <span>

#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace countersign::crypto {

namespace {

constexpr std::size_t kLongest = 16'384;

DidAnswer refused(const char* what, std::string_view detail, DidFault fault = DidFault::Mismatch)
{
    return {fault, std::string(what) + ": " + std::string(detail)};
}

DidAnswer malformed(const char* what, std::string_view detail)
{
    return refused(what, detail, DidFault::Malformed);
}

DidAnswer unsupported(const char* what, std::string_view detail)
{
    return refused(what, detail, DidFault::Unsupported);
}

std::vector<std::string_view> split(std::string_view text, std::string_view by)
{
    std::vector<std::string_view> parts;
    for (std::size_t at = 0;;) {
        const std::size_t end = text.find(by, at);
        parts.push_back(text.substr(at, end == std::string_view::npos ? end : end - at));
        if (end == std::string_view::npos) return parts;
        at = end + by.size();
    }
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

Result<std::string> decoded(std::string_view text)
{
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            if (!isPlain(text[i])) return Error{ErrorCode::Malformed, "did:x509: character", std::string(text)};
            value += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low < 0) return Error{ErrorCode::Malformed, "did:x509: percent", std::string(text)};
        value += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return value;
}

std::optional<HashAlgorithm> hashNamed(std::string_view name)
{
    if (name == "sha256") return HashAlgorithm::Sha256;
    if (name == "sha384") return HashAlgorithm::Sha384;
    if (name == "sha512") return HashAlgorithm::Sha512;
    return {};
}

std::string utf8Of(const ASN1_STRING* string)
{
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, string);
    ERR_clear_error();
    if (length < 0) return {};
    std::string value(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
    OPENSSL_free(text);
    return value;
}

std::string oidOfSubjectKey(std::string_view key)
{
    constexpr std::pair<std::string_view, const char*> kKeys[] = {
        {"CN", "2.5.4.3"}, {"L", "2.5.4.7"},   {"ST", "2.5.4.8"}, {"S", "2.5.4.8"},
        {"O", "2.5.4.10"}, {"OU", "2.5.4.11"}, {"C", "2.5.4.6"},  {"STREET", "2.5.4.9"},
    };
    for (const auto& [name, oid] : kKeys)
        if (name == key) return oid;
    const bool dotted =
        key.find('.') != std::string_view::npos && key.find_first_not_of("0123456789.") == std::string_view::npos;
    return dotted ? std::string(key) : std::string();
}

/// The one value of this attribute in the subject; nothing when it is not there or several times.
std::optional<std::string> subjectValue(const Certificate& leaf, const std::string& oid)
{
    const OpenSslPtr<ASN1_OBJECT, &ASN1_OBJECT_free> object(OBJ_txt2obj(oid.c_str(), 1));
    if (!object) {
        ERR_clear_error();
        return {};
    }
    const X509_NAME* name = X509_get_subject_name(leaf.handle());
    const int at = X509_NAME_get_index_by_OBJ(name, object.get(), -1);
    if (at < 0 || X509_NAME_get_index_by_OBJ(name, object.get(), at) >= 0) return {};
    return utf8Of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

using Words = std::span<const std::string_view>;

DidAnswer checkSubject(Words words, const Certificate& leaf)
{
    if (words.empty() || words.size() % 2 != 0) return malformed("did.policy", "subject without a value");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < words.size(); i += 2) {
        const std::string oid = oidOfSubjectKey(words[i]);
        auto wanted = decoded(words[i + 1]);
        if (oid.empty()) return unsupported("did.policy", "subject " + std::string(words[i]));
        if (!wanted || wanted->empty() || !seen.insert(oid).second)
            return malformed("did.policy", "subject " + std::string(words[i]));
        if (subjectValue(leaf, oid) != *wanted) return refused("did.subject", words[i]);
    }
    return {};
}

DidAnswer checkSan(Words words, const Certificate& leaf)
{
    if (words.size() != 2) return malformed("did.policy", "san needs a kind and a value");
    const int kind = words[0] == "email" ? GEN_EMAIL : words[0] == "dns" ? GEN_DNS : words[0] == "uri" ? GEN_URI : -1;
    auto wanted = decoded(words[1]);
    if (kind < 0 || !wanted || wanted->empty()) return malformed("did.policy", "san " + std::string(words[0]));
    const OpenSslPtr<GENERAL_NAMES, &GENERAL_NAMES_free> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(leaf.handle(), NID_subject_alt_name, nullptr, nullptr)));
    ERR_clear_error();
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != kind) continue;
        const ASN1_IA5STRING* text = name->d.ia5;
        const Bytes bytes(ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text)));
        if (textOf(bytes) == *wanted) return {};
    }
    return refused("did.san", words[0]);
}

DidAnswer checkEku(Words words, const Certificate& leaf)
{
    if (words.size() != 1 || words[0].find_first_not_of("0123456789.") != std::string_view::npos)
        return malformed("did.policy", "eku needs one object identifier");
    const OpenSslPtr<EXTENDED_KEY_USAGE, &EXTENDED_KEY_USAGE_free> usages(
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(leaf.handle(), NID_ext_key_usage, nullptr, nullptr)));
    const OpenSslPtr<ASN1_OBJECT, &ASN1_OBJECT_free> wanted(OBJ_txt2obj(std::string(words[0]).c_str(), 1));
    ERR_clear_error();
    for (int i = 0; usages && wanted && i < sk_ASN1_OBJECT_num(usages.get()); ++i)
        if (OBJ_cmp(sk_ASN1_OBJECT_value(usages.get(), i), wanted.get()) == 0) return {};
    return refused("did.eku", words[0]);
}

DidAnswer checkFulcioIssuer(Words words, const Certificate& leaf)
{
    auto wanted = words.size() == 1 ? decoded(words[0]) : Result<std::string>(std::string());
    if (!wanted || wanted->empty()) return malformed("did.policy", "fulcio-issuer needs one value");
    const auto value = leaf.extension("1.3.6.1.4.1.57264.1.1");
    return value && textOf(*value) == "https://" + *wanted ? DidAnswer{}
                                                           : refused("did.fulcio_issuer", *wanted);
}

DidAnswer checkPolicy(std::string_view policy, const Certificate& leaf)
{
    const std::vector<std::string_view> all = split(policy, ":");
    const Words words = Words(all).subspan(1);
    if (all[0] == "subject") return checkSubject(words, leaf);
    if (all[0] == "san") return checkSan(words, leaf);
    if (all[0] == "eku") return checkEku(words, leaf);
    if (all[0] == "fulcio-issuer") return checkFulcioIssuer(words, leaf);
    return unsupported("did.policy", "unknown policy " + std::string(all[0].substr(0, 40)));
}

/// Position of the certificate with this fingerprint above the leaf; 0 when there is none.
std::size_t positionOf(std::string_view fingerprint, HashAlgorithm hash, const std::vector<Certificate>& chain)
{
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (toBase64Url(hashOf(hash, chain[i].der())) == fingerprint) return i;
    return 0;
}

} // namespace

DidAnswer resolveDidX509(std::string_view did, const std::vector<Certificate>& chain)
{
    if (did.size() > kLongest) return malformed("did.syntax", "too long");
    const std::vector<std::string_view> parts = split(did, "::");
    const std::vector<std::string_view> head = split(parts[0], ":");
    if (parts.size() < 2 || head.size() != 5 || head[0] != "did" || head[1] != "x509")
        return malformed("did.syntax", did.substr(0, 80));
    if (head[2] != "0") return unsupported("did.syntax", head[2].substr(0, 20));
    const auto hash = hashNamed(head[3]);
    if (!hash) return unsupported("did.algorithm", head[3].substr(0, 20));
    if (chain.size() < 2 || chain.size() > kChainLimit)
        return refused("did.chain", "needs a leaf and what is above it");
    for (std::size_t i = 1; i < parts.size(); ++i)
        if (DidAnswer answer = checkPolicy(parts[i], chain.front()); !answer.resolved()) return answer;
    const std::size_t at = positionOf(head[4], *hash, chain);
    if (at == 0) return refused("did.ca_fingerprint", head[4].substr(0, 100));
    for (std::size_t i = 0; i < at; ++i)
        if (!chain[i].issuedBy(chain[i + 1]).value_or(false)) return refused("did.chain", chain[i].subject());
    return {};
}

} // namespace countersign::crypto
