#include "ui/explore/filter/filter_eval.h"

#include <algorithm>
#include <limits>

namespace countersign::ui::filter {
namespace {

constexpr SeqNo kNoEnd = std::numeric_limits<SeqNo>::max();

Answer answerOf(bool yes)
{
    return yes ? Answer::Yes : Answer::No;
}

Answer negated(Answer answer)
{
    if (answer == Answer::Unknown) return answer;
    return answerOf(answer == Answer::No);
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Text regardless of ASCII case, hex exactly.
bool contains(std::string_view haystack, const Operand& needle)
{
    if (needle.isHex) return haystack.find(needle.text) != std::string_view::npos;
    return std::search(haystack.begin(), haystack.end(), needle.text.begin(), needle.text.end(),
                       [](char a, char b) { return lower(a) == lower(b); })
           != haystack.end();
}

bool matches(std::string_view value, const Expression& expression)
{
    return std::any_of(expression.operands.begin(), expression.operands.end(), [&](const Operand& operand) {
        return expression.op == Operator::Contains ? contains(value, operand) : value == operand.text;
    });
}

std::int64_t clamped(std::uint64_t value)
{
    constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
    return value > static_cast<std::uint64_t>(kMax) ? kMax : static_cast<std::int64_t>(value);
}

/// The row's number under a field; none for a time the record does not carry.
std::optional<std::int64_t> numberOf(Field field, const RecordRow& row)
{
    switch (field) {
    case Field::SeqNo: return clamped(row.seqno);
    case Field::View: return clamped(row.view);
    case Field::Size: return clamped(row.bytes.length);
    case Field::Private: return clamped(row.privateBytes);
    case Field::Writes: return row.writes;
    case Field::Removes: return row.removes;
    case Field::Time: return row.time ? std::optional<std::int64_t>(row.time->seconds) : std::nullopt;
    default: return {};
    }
}

Answer compareNumber(const Expression& expression, std::optional<std::int64_t> value)
{
    if (!value) return Answer::No;
    return answerOf(std::any_of(expression.operands.begin(), expression.operands.end(), [&](const Operand& operand) {
        switch (expression.op) {
        case Operator::Less: return *value < operand.low;
        case Operator::LessEqual: return *value <= operand.high;
        case Operator::Greater: return *value > operand.high;
        case Operator::GreaterEqual: return *value >= operand.low;
        default: return *value >= operand.low && *value <= operand.high;
        }
    }));
}

/// A record whose row says that it has no public contents needs no further look.
bool isBare(const RecordRow& row)
{
    return row.kind != RecordKind::Unreadable && row.tables.empty() && row.writes == 0 && row.removes == 0;
}

bool writeMatches(const RecordFacts::Write& write, const Expression& expression)
{
    const auto& bytes = expression.field == Field::Key ? write.key : write.value;
    return bytes && matches(textOf(*bytes), expression);
}

Answer compareContents(const Expression& expression, const RecordRow& row, const RecordFacts* facts)
{
    if (isBare(row)) return Answer::No;
    if (!facts) return Answer::Unknown;
    const bool found =
        expression.field == Field::Node
            ? std::any_of(facts->nodes.begin(), facts->nodes.end(), [&](auto node) { return matches(node, expression); })
            : std::any_of(facts->writes.begin(), facts->writes.end(),
                          [&](const auto& write) { return writeMatches(write, expression); });
    if (found) return Answer::Yes;
    const bool complete = expression.field == Field::Node ? facts->nodesComplete : facts->complete;
    return complete ? Answer::No : Answer::Unknown;
}

Answer compareAnywhere(const Operand& needle, const RecordRow& row, const RecordFacts* facts)
{
    const auto inText = [&needle](std::string_view text) { return contains(text, needle); };
    if (std::any_of(row.tables.begin(), row.tables.end(), inText)) return Answer::Yes;
    if (isBare(row)) return Answer::No;
    if (!facts) return Answer::Unknown;
    for (const RecordFacts::Write& write : facts->writes) {
        if (write.key && inText(textOf(*write.key))) return Answer::Yes;
        if (write.value && inText(textOf(*write.value))) return Answer::Yes;
    }
    return facts->complete ? Answer::No : Answer::Unknown;
}

using Bounds = std::pair<SeqNo, SeqNo>;

Bounds boundsOf(const Expression& expression)
{
    Bounds bounds{0, kNoEnd};
    if (expression.kind == Expression::Kind::And) {
        for (const Expression& child : expression.children) {
            const Bounds inner = boundsOf(child);
            bounds = {std::max(bounds.first, inner.first), std::min(bounds.second, inner.second)};
        }
    }
    if (expression.kind != Expression::Kind::Compare || expression.field != Field::SeqNo) return bounds;
    SeqNo low = kNoEnd;
    SeqNo high = 0;
    for (const Operand& operand : expression.operands) {
        low = std::min(low, static_cast<SeqNo>(operand.low));
        high = std::max(high, static_cast<SeqNo>(operand.high));
    }
    switch (expression.op) {
    case Operator::Equal:
    case Operator::In: return {low, high};
    case Operator::Less:
    case Operator::LessEqual: return {0, high};
    case Operator::Greater:
    case Operator::GreaterEqual: return {low, kNoEnd};
    default: return bounds;
    }
}

} // namespace

FilterEvaluator::FilterEvaluator(Expression root, std::shared_ptr<const FilterContext> context)
    : m_root(std::move(root)), m_context(std::move(context)), m_bounds(boundsOf(m_root))
{
}

Answer FilterEvaluator::evaluate(const Expression& expression, const RecordRow& row, const RecordFacts* facts) const
{
    switch (expression.kind) {
    case Expression::Kind::Compare: return compare(expression, row, facts);
    case Expression::Kind::Anywhere: return compareAnywhere(expression.operands.front(), row, facts);
    case Expression::Kind::Not: return negated(evaluate(expression.children.front(), row, facts));
    case Expression::Kind::And:
    case Expression::Kind::Or: break;
    }
    const Answer decisive = expression.kind == Expression::Kind::And ? Answer::No : Answer::Yes;
    Answer answer = negated(decisive);
    for (const Expression& child : expression.children) {
        const Answer part = evaluate(child, row, facts);
        if (part == decisive) return decisive;
        if (part == Answer::Unknown) answer = part;
    }
    return answer;
}

Answer FilterEvaluator::compare(const Expression& expression, const RecordRow& row, const RecordFacts* facts) const
{
    if (expression.op == Operator::NotEqual) return negated(equals(expression, row, facts));
    return equals(expression, row, facts);
}

Answer FilterEvaluator::equals(const Expression& expression, const RecordRow& row, const RecordFacts* facts) const
{
    switch (infoOf(expression.field).type) {
    case FieldType::Number:
    case FieldType::Time: return compareNumber(expression, numberOf(expression.field, row));
    default: break;
    }
    switch (expression.field) {
    case Field::Kind: return answerOf(matches(recordKindName(row.kind), expression));
    case Field::Verdict: return answerOf(matches(rowVerdictName(m_context->verdicts.of(row.seqno)), expression));
    case Field::Signed: {
        const auto covered = m_context->verdicts.isSigned(row.seqno);
        return covered ? answerOf(matches(*covered ? "yes" : "no", expression)) : Answer::No;
    }
    case Field::File:
        return answerOf(row.file < m_context->fileNames.size()
                        && matches(m_context->fileNames[row.file], expression));
    case Field::Table:
        if (row.kind == RecordKind::Unreadable && row.tables.empty()) return Answer::Unknown;
        return answerOf(std::any_of(row.tables.begin(), row.tables.end(),
                                    [&](const auto& table) { return matches(table, expression); }));
    default: return compareContents(expression, row, facts);
    }
}

bool needsContents(const Expression& expression)
{
    if (expression.kind == Expression::Kind::Anywhere) return true;
    if (expression.kind == Expression::Kind::Compare) {
        return expression.field == Field::Key || expression.field == Field::Value || expression.field == Field::Node;
    }
    return std::any_of(expression.children.begin(), expression.children.end(), needsContents);
}

} // namespace countersign::ui::filter
