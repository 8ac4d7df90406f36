#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The filter language of the transaction list. Free of Qt, so that it can be fuzzed.
//
//   filter     = [ or ]
//   or         = and { "||" and }
//   and        = unary { "&&" unary }
//   unary      = "!" unary | "(" or ")" | comparison | word | string | hex
//   comparison = field ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "~" ) operand | field "in" "{" operand { "," operand } "}"
//   operand    = value [ ".." value ]
//
// A word that is no field means: a table's name, or a key or value, contains it. "!=" is exactly the negation of "==": for
// fields with several values (table, key, value, node) it says that none is equal.

namespace countersign::ui::filter {

enum class Field : std::uint8_t {
    SeqNo, View, Kind, Table, Key, Value, Node, Time, Size, Private, Writes, Removes, Verdict, Signed, File
};
enum class FieldType : std::uint8_t { Number, Time, Word, Text, Bytes };
enum class Operator : std::uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, Contains, In };

struct FieldInfo {
    Field field;
    const char* name;
    FieldType type;
};

const std::vector<FieldInfo>& fields();
const FieldInfo& infoOf(Field field);
const FieldInfo* fieldNamed(std::string_view name); ///< Null when there is none.
const char* operatorText(Operator op) noexcept;
/// The words a Word field can be compared with; empty for other fields.
const std::vector<std::string>& wordsOf(Field field);

/// One value or a closed range of values.
struct Operand {
    std::int64_t low = 0; ///< Number or time in seconds; a date alone is its whole day.
    std::int64_t high = 0;
    std::string text;     ///< Word, Text and Bytes fields: the bytes to compare with.
    bool isHex = false;

    bool operator==(const Operand&) const = default;
};

struct Expression {
    enum class Kind : std::uint8_t { And, Or, Not, Compare, Anywhere } kind = Kind::Anywhere;
    std::vector<Expression> children;
    Field field = Field::SeqNo;
    Operator op = Operator::Equal;
    std::vector<Operand> operands; ///< Compare: one, or several with In. Anywhere: one.

    bool operator==(const Expression&) const = default;
};

enum class FilterErrorId : std::uint8_t {
    TooLong, TooDeep, BadCharacter, OpenString, BadEscape, BadHex, SingleSymbol, UnknownField, ExpectedOperator,
    ExpectedTerm, ExpectedValue, ExpectedJoin, ExpectedBrace, ExpectedComma, UnclosedParenthesis, StrayParenthesis,
    NotANumber, NotATime, UnknownWord, RangeBackwards, RangeNotAllowed, OperatorNotAllowed,
};

/// The first fault. `position` and `length` count bytes of the UTF-8 text; position may equal its size.
struct FilterError {
    FilterErrorId id{};
    std::size_t position = 0;
    std::size_t length = 0;
    std::string argument; ///< The word it is about.
    std::string hint;     ///< A word that would be right, where one is near.

    bool operator==(const FilterError&) const = default;
};

struct ParsedFilter {
    std::optional<Expression> root; ///< None with no error: the empty filter, which holds for every record.
    std::optional<FilterError> error;

    bool valid() const { return !error; }
};

inline constexpr std::size_t kMaxFilterLength = 4096;
inline constexpr int kMaxFilterDepth = 48;

ParsedFilter parseFilter(std::string_view text);

/// Canonical text; parsing it gives an equal expression.
std::string printFilter(const Expression& expression);

/// Wraps in quotes and escapes what needs it; words that are safe as they stand are returned as they are.
std::string quoteOperand(std::string_view text);

} // namespace countersign::ui::filter
