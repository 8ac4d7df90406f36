#pragma once

#include "ui/explore/filter/filter.h"

namespace countersign::ui::filter {

struct Completions {
    std::size_t replaceFrom = 0; ///< Byte position where the word being typed begins.
    std::vector<std::string> words; ///< Ready to insert; fields carry no operator.
};

/// What may come at byte `cursor` of a filter being typed: fields, operators, joins, or values of the field compared with.
Completions completionsAt(std::string_view text, std::size_t cursor, const std::vector<std::string>& tables,
                          const std::vector<std::string>& files);

} // namespace countersign::ui::filter
