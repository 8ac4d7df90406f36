#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace countersign {

/// Decimal digits only, and no more than fit: the parser by itself takes "-1" for a very large number.
inline CLI::Validator wholeNumber()
{
    const auto why = [](std::string& text) {
        constexpr std::size_t kMostDigits = 18;
        const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
        return digits && text.size() <= kMostDigits ? std::string() : text + " is no whole number of at most 18 digits";
    };
    return {why, std::string()};
}

} // namespace countersign
