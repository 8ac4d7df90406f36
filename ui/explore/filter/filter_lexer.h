#pragma once

#include "ui/explore/filter/filter.h"

#include <variant>

namespace countersign::ui::filter {

enum class TokenKind : std::uint8_t {
    Word, String, Hex, And, Or, Not, Open, Close, BraceOpen, BraceClose, Comma, Range, Compare, End
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::size_t position = 0;
    std::size_t length = 0;
    std::string text;              ///< Word, String (unescaped), Hex (decoded bytes).
    Operator op = Operator::Equal; ///< Compare.
};

/// Tokens of `text`, the last of kind End; or the first fault.
std::variant<std::vector<Token>, FilterError> tokenize(std::string_view text);

} // namespace countersign::ui::filter
