#include "ui/explore/filter/filter_lexer.h"

#include "core/base/hex.h"

namespace countersign::ui::filter {
namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isSymbol(char c)
{
    return std::string_view("(){},!=<>~&|\"").find(c) != std::string_view::npos;
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && !isSpace(c)) || byte == 0x7f;
}

class Lexer
{
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    std::variant<std::vector<Token>, FilterError> run()
    {
        while (!m_error) {
            while (m_at < m_text.size() && isSpace(m_text[m_at])) ++m_at;
            if (m_at >= m_text.size()) break;
            next();
        }
        if (m_error) return *m_error;
        m_tokens.push_back(Token{TokenKind::End, m_text.size(), 0, {}, {}});
        return std::move(m_tokens);
    }

private:
    bool starts(std::string_view prefix) const { return m_text.substr(m_at).starts_with(prefix); }

    void push(TokenKind kind, std::size_t length, Operator op = Operator::Equal)
    {
        m_tokens.push_back(Token{kind, m_at, length, {}, op});
        m_at += length;
    }

    void fail(FilterErrorId id, std::size_t position, std::size_t length, std::string argument = {}, std::string hint = {})
    {
        m_error = FilterError{id, position, length, std::move(argument), std::move(hint)};
    }

    void next()
    {
        const char c = m_text[m_at];
        if (isControl(c)) return fail(FilterErrorId::BadCharacter, m_at, 1);
        if (c == '"') return string();
        if (isSymbol(c) || starts("..")) return symbol();
        word();
    }

    void symbol()
    {
        static const struct {
            const char* text;
            TokenKind kind;
            Operator op;
        } kSymbols[] = {
            {"&&", TokenKind::And, {}},        {"||", TokenKind::Or, {}},
            {"==", TokenKind::Compare, Operator::Equal},  {"!=", TokenKind::Compare, Operator::NotEqual},
            {"<=", TokenKind::Compare, Operator::LessEqual}, {">=", TokenKind::Compare, Operator::GreaterEqual},
            {"<", TokenKind::Compare, Operator::Less}, {">", TokenKind::Compare, Operator::Greater},
            {"~", TokenKind::Compare, Operator::Contains}, {"..", TokenKind::Range, {}},
            {"!", TokenKind::Not, {}},         {"(", TokenKind::Open, {}},
            {")", TokenKind::Close, {}},       {"{", TokenKind::BraceOpen, {}},
            {"}", TokenKind::BraceClose, {}},  {",", TokenKind::Comma, {}},
        };
        for (const auto& entry : kSymbols) {
            const std::string_view text(entry.text);
            if (starts(text)) return push(entry.kind, text.size(), entry.op);
        }
        const std::string single(1, m_text[m_at]);
        fail(FilterErrorId::SingleSymbol, m_at, 1, single, single + single);
    }

    void string()
    {
        const std::size_t start = m_at++;
        std::string value;
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            if (m_text[m_at] != '\\') {
                value += m_text[m_at++];
            } else if (!escape(value)) {
                return;
            }
        }
        if (m_at >= m_text.size()) return fail(FilterErrorId::OpenString, start, m_text.size() - start);
        ++m_at;
        m_tokens.push_back(Token{TokenKind::String, start, m_at - start, std::move(value), {}});
    }

    bool escape(std::string& value)
    {
        const char c = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
        std::size_t used = 2;
        switch (c) {
        case '"': case '\\': value += c; break;
        case 'n': value += '\n'; break;
        case 'r': value += '\r'; break;
        case 't': value += '\t'; break;
        case 'x': {
            const auto byte = fromHex(m_text.substr(m_at + 2, 2), HexCase::Any);
            if (!byte || byte->size() != 1) return fail(FilterErrorId::BadEscape, m_at, 2), false;
            value += static_cast<char>(byte->front());
            used = 4;
            break;
        }
        default: return fail(FilterErrorId::BadEscape, m_at, c ? 2 : 1), false;
        }
        m_at += used;
        return true;
    }

    void word()
    {
        const std::size_t start = m_at;
        while (m_at < m_text.size() && !isSpace(m_text[m_at]) && !isSymbol(m_text[m_at]) && !isControl(m_text[m_at])
               && !starts("..")) {
            ++m_at;
        }
        const std::string_view text = m_text.substr(start, m_at - start);
        if (!text.starts_with("0x")) {
            m_tokens.push_back(Token{TokenKind::Word, start, text.size(), std::string(text), {}});
            return;
        }
        const auto bytes = fromHex(text.substr(2), HexCase::Any);
        if (!bytes || bytes->empty()) return fail(FilterErrorId::BadHex, start, text.size(), std::string(text));
        m_tokens.push_back(Token{TokenKind::Hex, start, text.size(), std::string(textOf(*bytes)), {}});
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
    std::optional<FilterError> m_error;
};

} // namespace

std::variant<std::vector<Token>, FilterError> tokenize(std::string_view text)
{
    if (text.size() > kMaxFilterLength) {
        return FilterError{FilterErrorId::TooLong, kMaxFilterLength, text.size() - kMaxFilterLength, {}, {}};
    }
    return Lexer(text).run();
}

} // namespace countersign::ui::filter
