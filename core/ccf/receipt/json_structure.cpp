#include "core/ccf/receipt/json_structure.h"

#include "core/base/hex.h"
#include "core/base/utc_time.h"
#include "core/ccf/ledger/structure.h"
#include "core/crypto/certificate.h"

#include <nlohmann/json.hpp>

namespace countersign::ccf {

namespace {

constexpr std::size_t kMostNodes = 20'000;
constexpr std::size_t kDeepest = 32;

void addCertificate(StructureNode& parent, const crypto::Certificate& certificate)
{
    StructureNode node{"certificate", displayText(bytesOf(certificate.subject())), "certificate", {}, {}};
    const auto add = [&](const char* name, std::string value, const char* format) {
        node.children.push_back({name, std::move(value), format, {}, {}});
    };
    add("issuer", displayText(bytesOf(certificate.issuer())), "text");
    add("not before", toIso8601(certificate.notBefore()), "time");
    add("not after", toIso8601(certificate.notAfter()), "time");
    add("key SHA-256", toHex(certificate.publicKey().spkiDigest()), "digest");
    add("fingerprint", toHex(certificate.fingerprint()), "digest");
    parent.children.push_back(std::move(node));
}

bool isSpace(std::uint8_t c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Walks the text once. What it takes for JSON may be laxer than the judge, who reads the bytes anew.
class JsonText
{
public:
    explicit JsonText(Bytes text) : m_text(text) {}

    StructureNode describe()
    {
        StructureNode root = value("receipt", 0);
        skipSpace();
        if (m_broken || m_at < m_text.size())
            root.children.push_back({"rest", "no JSON from here", "unreadable", range(m_at, m_text.size()), {}});
        root.range = range(0, m_text.size());
        return root;
    }

private:
    static ByteRange range(std::size_t from, std::size_t to) { return {from, to - from}; }

    bool ends() const { return m_broken || m_at >= m_text.size(); }

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at])) ++m_at;
    }

    bool take(char wanted)
    {
        skipSpace();
        if (ends() || m_text[m_at] != static_cast<std::uint8_t>(wanted)) return false;
        ++m_at;
        return true;
    }

    StructureNode value(std::string name, std::size_t depth)
    {
        skipSpace();
        StructureNode node{std::move(name), {}, {}, {}, {}};
        if (ends() || depth > kDeepest || ++m_nodes > kMostNodes) {
            m_broken = true;
            return node;
        }
        const std::size_t from = m_at;
        const auto first = static_cast<char>(m_text[m_at]);
        if (first == '{' || first == '[')
            container(node, first, depth);
        else if (first == '"')
            text(node);
        else
            word(node);
        node.range = range(from, m_at);
        return node;
    }

    void container(StructureNode& node, char open, std::size_t depth)
    {
        node.format = open == '{' ? "object" : "array";
        const char close = open == '{' ? '}' : ']';
        ++m_at;
        if (!take(close)) do {
                std::string name = "[" + std::to_string(node.children.size()) + "]";
                if (open == '{') {
                    skipSpace();
                    name = string();
                    m_broken = m_broken || !take(':');
                }
                if (ends()) break;
                node.children.push_back(value(std::move(name), depth + 1));
                if (take(close)) break;
                m_broken = m_broken || !take(',');
            } while (!ends());
        node.value = std::to_string(node.children.size());
    }

    /// The text of the string that begins here; stands behind it afterwards.
    std::string string()
    {
        const std::size_t from = m_at;
        if (ends() || m_text[m_at] != '"') return m_broken = true, std::string();
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at)
            if (m_text[m_at] == '\\') ++m_at;
        if (m_at >= m_text.size()) return m_broken = true, m_at = m_text.size(), std::string();
        ++m_at;
        const std::string_view token = textOf(m_text.subspan(from, m_at - from));
        const auto parsed = nlohmann::json::parse(token, nullptr, false);
        if (!parsed.is_string()) m_broken = true;
        return parsed.is_string() ? parsed.get<std::string>() : std::string();
    }

    void text(StructureNode& node)
    {
        const std::string content = string();
        node.value = displayText(bytesOf(content));
        node.format = addCertificateText(node, content) ? "pem" : fromHex(content) ? "hex" : "text";
    }

    void word(StructureNode& node)
    {
        const std::size_t from = m_at;
        while (m_at < m_text.size() && std::string_view(",]}").find(static_cast<char>(m_text[m_at])) == std::string_view::npos
               && !isSpace(m_text[m_at]))
            ++m_at;
        node.value = displayText(m_text.subspan(from, m_at - from), 64);
        node.format = node.value == "null" ? "null" : node.value == "true" || node.value == "false" ? "bool" : "number";
        if (m_at == from) m_broken = true;
    }

    Bytes m_text;
    std::size_t m_at = 0;
    std::size_t m_nodes = 0;
    bool m_broken = false;
};

} // namespace

StructureNode describeJsonText(Bytes text)
{
    return JsonText(text).describe();
}

bool addCertificateText(StructureNode& node, std::string_view pem)
{
    if (!pem.starts_with("-----BEGIN ")) return false;
    const auto certificates = crypto::Certificate::manyFromPem(pem);
    if (!certificates) return false;
    for (const crypto::Certificate& certificate : *certificates) addCertificate(node, certificate);
    return !certificates->empty();
}

bool addCertificateDer(StructureNode& node, Bytes der)
{
    const auto certificate = crypto::Certificate::fromDer(der);
    if (!certificate) return false;
    addCertificate(node, *certificate);
    return true;
}

} // namespace countersign::ccf
