#include "ui/explore/filter/filter_operand.h"

namespace countersign::ui::filter {
namespace {

/// Recursive descent over tokens; the first fault ends it.
class Parser
{
public:
    explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    ParsedFilter run()
    {
        ParsedFilter parsed;
        if (peek().kind == TokenKind::End) return parsed;
        Expression root = disjunction();
        if (!m_error && peek().kind == TokenKind::Close) fail(FilterErrorId::StrayParenthesis, peek());
        if (!m_error && peek().kind != TokenKind::End) fail(FilterErrorId::ExpectedJoin, peek());
        parsed.error = m_error;
        if (!m_error) parsed.root = std::move(root);
        return parsed;
    }

private:
    const Token& peek(std::size_t ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }

    const Token& take()
    {
        const Token& token = peek();
        if (m_at + 1 < m_tokens.size()) ++m_at;
        return token;
    }

    Expression fail(FilterErrorId id, const Token& token, std::string hint = {})
    {
        if (!m_error) m_error = FilterError{id, token.position, token.length, token.text, std::move(hint)};
        return {};
    }

    Expression join(TokenKind separator, Expression::Kind kind, Expression (Parser::*part)())
    {
        Expression first = (this->*part)();
        if (m_error || peek().kind != separator) return first;
        Expression group;
        group.kind = kind;
        append(group, std::move(first));
        while (!m_error && peek().kind == separator) {
            take();
            append(group, (this->*part)());
        }
        return group;
    }

    /// "a && (b && c)" is the same as "a && b && c".
    static void append(Expression& group, Expression part)
    {
        if (part.kind != group.kind) return group.children.push_back(std::move(part));
        for (Expression& child : part.children) group.children.push_back(std::move(child));
    }

    Expression disjunction() { return join(TokenKind::Or, Expression::Kind::Or, &Parser::conjunction); }
    Expression conjunction() { return join(TokenKind::And, Expression::Kind::And, &Parser::unary); }

    Expression unary()
    {
        if (m_depth >= kMaxFilterDepth) return fail(FilterErrorId::TooDeep, peek());
        ++m_depth;
        Expression result = term();
        --m_depth;
        return result;
    }

    Expression term()
    {
        const Token& token = peek();
        switch (token.kind) {
        case TokenKind::Not: return negation();
        case TokenKind::Open: return group();
        case TokenKind::Word: return word();
        case TokenKind::String:
        case TokenKind::Hex: return anywhere(take());
        default: return fail(FilterErrorId::ExpectedTerm, token);
        }
    }

    Expression negation()
    {
        take();
        Expression result;
        result.kind = Expression::Kind::Not;
        result.children.push_back(unary());
        return result;
    }

    Expression group()
    {
        const Token open = take();
        Expression inner = disjunction();
        if (m_error) return {};
        if (peek().kind != TokenKind::Close) {
            return peek().kind == TokenKind::End ? fail(FilterErrorId::UnclosedParenthesis, open)
                                                 : fail(FilterErrorId::ExpectedJoin, peek());
        }
        take();
        return inner;
    }

    static Expression anywhere(const Token& token)
    {
        Expression result;
        result.operands.push_back(Operand{0, 0, token.text, token.kind == TokenKind::Hex});
        return result;
    }

    bool operatorFollows() const
    {
        const Token& next = peek(1);
        return next.kind == TokenKind::Compare
               || (next.kind == TokenKind::Word && next.text == "in" && peek(2).kind == TokenKind::BraceOpen);
    }

    Expression word()
    {
        const Token& token = take();
        const FieldInfo* info = fieldNamed(token.text);
        --m_at;
        const bool compares = operatorFollows();
        ++m_at;
        if (info && compares) return comparison(*info);
        if (info && info->field == Field::Signed) return signedAlone();
        if (info) return fail(FilterErrorId::ExpectedOperator, peek(), info->name);
        if (!compares) return anywhere(token);
        std::vector<std::string> names;
        for (const FieldInfo& known : fields()) names.emplace_back(known.name);
        return fail(FilterErrorId::UnknownField, token, nearest(token.text, names));
    }

    static Expression signedAlone()
    {
        Expression result;
        result.kind = Expression::Kind::Compare;
        result.field = Field::Signed;
        result.operands.push_back(Operand{0, 0, "yes", false});
        return result;
    }

    Expression comparison(const FieldInfo& info)
    {
        const Token& symbol = take();
        Expression result;
        result.kind = Expression::Kind::Compare;
        result.field = info.field;
        result.op = symbol.kind == TokenKind::Word ? Operator::In : symbol.op;
        if (!allowed(info.type, result.op)) return fail(FilterErrorId::OperatorNotAllowed, symbol, info.name);
        if (result.op == Operator::In) return list(info, std::move(result));
        operand(info, result);
        return result;
    }

    static bool allowed(FieldType type, Operator op)
    {
        if (op == Operator::Equal || op == Operator::NotEqual || op == Operator::In) return true;
        const bool ordered = type == FieldType::Number || type == FieldType::Time;
        return ordered ? op != Operator::Contains : op == Operator::Contains && type != FieldType::Word;
    }

    Expression list(const FieldInfo& info, Expression result)
    {
        take();
        while (!m_error) {
            operand(info, result);
            if (m_error) break;
            if (peek().kind == TokenKind::BraceClose) return take(), result;
            if (peek().kind == TokenKind::End) return fail(FilterErrorId::ExpectedBrace, peek());
            if (peek().kind != TokenKind::Comma) return fail(FilterErrorId::ExpectedComma, peek());
            take();
        }
        return {};
    }

    std::optional<Operand> value(const FieldInfo& info)
    {
        const Token& token = peek();
        if (token.kind != TokenKind::Word && token.kind != TokenKind::String && token.kind != TokenKind::Hex) {
            fail(FilterErrorId::ExpectedValue, token, info.name);
            return {};
        }
        auto result = operandOf(take(), info);
        if (auto* operand = std::get_if<Operand>(&result)) return std::move(*operand);
        if (!m_error) m_error = std::get<FilterError>(result);
        return {};
    }

    void operand(const FieldInfo& info, Expression& into)
    {
        const Token& start = peek();
        auto low = value(info);
        if (!low) return;
        if (peek().kind == TokenKind::Range) {
            const Token& dots = take();
            const bool rangeFits = (info.type == FieldType::Number || info.type == FieldType::Time)
                                   && (into.op == Operator::Equal || into.op == Operator::NotEqual || into.op == Operator::In);
            if (!rangeFits) return void(fail(FilterErrorId::RangeNotAllowed, dots, info.name));
            const auto high = value(info);
            if (!high) return;
            if (high->high < low->low) return void(fail(FilterErrorId::RangeBackwards, start));
            low->high = high->high;
        }
        into.operands.push_back(std::move(*low));
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::optional<FilterError> m_error;
};

} // namespace

ParsedFilter parseFilter(std::string_view text)
{
    auto tokens = tokenize(text);
    if (auto* error = std::get_if<FilterError>(&tokens)) return {{}, std::move(*error)};
    return Parser(std::get<std::vector<Token>>(std::move(tokens))).run();
}

} // namespace countersign::ui::filter
