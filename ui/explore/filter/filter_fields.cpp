#include "ui/explore/filter/filter.h"

#include "core/base/hex.h"
#include "core/base/utc_time.h"
#include "core/family/records.h"
#include "ui/models/row_verdict.h"

namespace countersign::ui::filter {

const std::vector<FieldInfo>& fields()
{
    static const std::vector<FieldInfo> kFields{
        {Field::SeqNo, "seqno", FieldType::Number},     {Field::View, "view", FieldType::Number},
        {Field::Kind, "kind", FieldType::Word},         {Field::Table, "table", FieldType::Text},
        {Field::Key, "key", FieldType::Bytes},          {Field::Value, "value", FieldType::Bytes},
        {Field::Node, "node", FieldType::Text},         {Field::Time, "time", FieldType::Time},
        {Field::Size, "size", FieldType::Number},       {Field::Private, "private", FieldType::Number},
        {Field::Writes, "writes", FieldType::Number},   {Field::Removes, "removes", FieldType::Number},
        {Field::Verdict, "verdict", FieldType::Word},   {Field::Signed, "signed", FieldType::Word},
        {Field::File, "file", FieldType::Text},
    };
    return kFields;
}

const FieldInfo& infoOf(Field field)
{
    return fields()[static_cast<std::size_t>(field)];
}

const FieldInfo* fieldNamed(std::string_view name)
{
    for (const FieldInfo& info : fields()) {
        if (name == info.name) return &info;
    }
    return nullptr;
}

const char* operatorText(Operator op) noexcept
{
    switch (op) {
    case Operator::Equal: return "==";
    case Operator::NotEqual: return "!=";
    case Operator::Less: return "<";
    case Operator::LessEqual: return "<=";
    case Operator::Greater: return ">";
    case Operator::GreaterEqual: return ">=";
    case Operator::Contains: return "~";
    case Operator::In: return "in";
    }
    return "==";
}

const std::vector<std::string>& wordsOf(Field field)
{
    static const std::vector<std::string> kNone;
    static const std::vector<std::string> kKinds = [] {
        std::vector<std::string> names;
        for (int kind = 0; kind <= static_cast<int>(RecordKind::Unreadable); ++kind) {
            names.emplace_back(recordKindName(static_cast<RecordKind>(kind)));
        }
        return names;
    }();
    static const std::vector<std::string> kVerdicts = [] {
        std::vector<std::string> names;
        for (int verdict = static_cast<int>(RowVerdict::Passed); verdict >= 0; --verdict) {
            names.emplace_back(rowVerdictName(static_cast<RowVerdict>(verdict)));
        }
        return names;
    }();
    static const std::vector<std::string> kYesNo{"yes", "no"};
    switch (field) {
    case Field::Kind: return kKinds;
    case Field::Verdict: return kVerdicts;
    case Field::Signed: return kYesNo;
    default: return kNone;
    }
}

namespace {

bool isSafeWord(std::string_view text)
{
    if (text.empty() || text.starts_with("0x") || text == "in" || text.find("..") != std::string_view::npos) return false;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                           || std::string_view("_-.:/@+").find(c) != std::string_view::npos;
        if (!plain) return false;
    }
    return text.back() != '.';
}

/// Days and minutes are written as such, so that they stay one operand under an ordering operator.
std::string printTime(const Operand& operand)
{
    const std::string low = toIso8601(UtcTime{operand.low});
    const std::int64_t span = operand.high - operand.low;
    if (span == 0) return low;
    if (low.size() == 20 && span == 86'399 && low.ends_with("T00:00:00Z")) return low.substr(0, 10);
    if (low.size() == 20 && span == 59 && low.ends_with(":00Z")) return low.substr(0, 16);
    return low + ".." + toIso8601(UtcTime{operand.high});
}

std::string printOperand(const Operand& operand, FieldType type)
{
    if (operand.isHex) return "0x" + toHex(bytesOf(operand.text));
    if (type == FieldType::Time) return printTime(operand);
    if (type != FieldType::Number) return quoteOperand(operand.text);
    const std::string low = std::to_string(operand.low);
    return operand.low == operand.high ? low : low + ".." + std::to_string(operand.high);
}

std::string printCompare(const Expression& expression)
{
    const FieldInfo& info = infoOf(expression.field);
    std::string text = std::string(info.name) + ' ' + operatorText(expression.op) + ' ';
    if (expression.op != Operator::In) return text + printOperand(expression.operands.front(), info.type);
    text += '{';
    for (std::size_t i = 0; i < expression.operands.size(); ++i) {
        text += (i ? ", " : "") + printOperand(expression.operands[i], info.type);
    }
    return text + '}';
}

std::string printAnywhere(const Operand& operand)
{
    const std::string text = printOperand(operand, FieldType::Text);
    return fieldNamed(text) ? '"' + text + '"' : text;
}

} // namespace

std::string quoteOperand(std::string_view text)
{
    if (isSafeWord(text)) return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\x" + toHex(Bytes(&byte, 1));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string printFilter(const Expression& expression)
{
    const auto child = [&expression](const Expression& part) {
        const bool group = part.kind == Expression::Kind::Or
                           || (part.kind == Expression::Kind::And && expression.kind == Expression::Kind::Not);
        return group ? '(' + printFilter(part) + ')' : printFilter(part);
    };
    switch (expression.kind) {
    case Expression::Kind::Compare: return printCompare(expression);
    case Expression::Kind::Anywhere: return printAnywhere(expression.operands.front());
    case Expression::Kind::Not: return '!' + child(expression.children.front());
    case Expression::Kind::And:
    case Expression::Kind::Or: break;
    }
    std::string text;
    for (const Expression& part : expression.children) {
        if (!text.empty()) text += expression.kind == Expression::Kind::And ? " && " : " || ";
        text += child(part);
    }
    return text;
}

} // namespace countersign::ui::filter
