#pragma once

#include "ui/explore/filter/filter_lexer.h"

namespace countersign::ui::filter {

/// The value a token stands for when compared with `info`, or why it is none.
std::variant<Operand, FilterError> operandOf(const Token& token, const FieldInfo& info);

/// The one of `known` that is nearest to `word`, by edits; empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

} // namespace countersign::ui::filter
