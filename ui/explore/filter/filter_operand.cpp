#include "ui/explore/filter/filter_operand.h"

#include "core/base/utc_time.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace countersign::ui::filter {
namespace {

constexpr std::int64_t kDay = 86'400;

std::optional<std::int64_t> unitFactor(std::string_view unit)
{
    static const struct {
        const char* name;
        std::int64_t factor;
    } kUnits[] = {{"", 1},          {"B", 1},          {"kB", 1000},      {"KiB", 1 << 10}, {"MB", 1'000'000},
                  {"MiB", 1 << 20}, {"GB", 1'000'000'000}, {"GiB", 1 << 30}};
    for (const auto& entry : kUnits) {
        if (unit == entry.name) return entry.factor;
    }
    return {};
}

std::optional<std::int64_t> parseNumber(std::string_view text, bool units)
{
    std::int64_t value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || value < 0 || text.front() == '-') return {};
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const auto factor = unitFactor(rest);
    if (!factor || (!units && !rest.empty())) return {};
    if (value > std::numeric_limits<std::int64_t>::max() / *factor) return {};
    return value * *factor;
}

/// A date is its day, a time to the minute its minute.
std::optional<std::pair<std::int64_t, std::int64_t>> parseTime(std::string_view text)
{
    if (const auto exact = parseIso8601(text)) {
        const bool isDate = text.size() == 10 && text.front() != '@';
        return std::pair(exact->seconds, isDate ? exact->seconds + kDay - 1 : exact->seconds);
    }
    if (text.size() == 16 || (text.size() == 17 && text.back() == 'Z')) {
        const auto minute = parseIso8601(std::string(text.substr(0, 16)) + ":00Z");
        if (minute) return std::pair(minute->seconds, minute->seconds + 59);
    }
    if (text.size() == 19) {
        const auto second = parseIso8601(std::string(text) + 'Z');
        if (second) return std::pair(second->seconds, second->seconds);
    }
    return {};
}

FilterError fault(FilterErrorId id, const Token& token, std::string hint = {})
{
    return FilterError{id, token.position, token.length, token.text, std::move(hint)};
}

std::variant<Operand, FilterError> wordOperand(const Token& token, Field field)
{
    const auto& words = wordsOf(field);
    std::string word = token.text;
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (field == Field::Signed && word == "true") word = "yes";
    if (field == Field::Signed && word == "false") word = "no";
    if (std::find(words.begin(), words.end(), word) == words.end()) {
        return fault(FilterErrorId::UnknownWord, token, nearest(word, words));
    }
    return Operand{0, 0, word, false};
}

} // namespace

std::variant<Operand, FilterError> operandOf(const Token& token, const FieldInfo& info)
{
    const bool hex = token.kind == TokenKind::Hex;
    switch (info.type) {
    case FieldType::Text:
    case FieldType::Bytes: return Operand{0, 0, token.text, hex};
    case FieldType::Word:
        if (hex) return fault(FilterErrorId::UnknownWord, token);
        return wordOperand(token, info.field);
    case FieldType::Time: {
        const auto time = hex ? std::nullopt : parseTime(token.text);
        if (!time) return fault(FilterErrorId::NotATime, token);
        return Operand{time->first, time->second, {}, false};
    }
    case FieldType::Number: break;
    }
    const bool units = info.field == Field::Size || info.field == Field::Private;
    const auto number = hex || token.text.empty() ? std::nullopt : parseNumber(token.text, units);
    if (!number) return fault(FilterErrorId::NotANumber, token);
    return Operand{*number, *number, {}, false};
}

std::string nearest(std::string_view word, const std::vector<std::string>& known)
{
    if (word.empty() || word.size() > 32) return {};
    const auto begun = std::find_if(known.begin(), known.end(), [word](const auto& one) { return one.starts_with(word); });
    if (begun != known.end()) return *begun;
    std::string best;
    std::size_t bestDistance = 3;
    for (const std::string& candidate : known) {
        std::vector<std::size_t> row(candidate.size() + 1);
        for (std::size_t i = 0; i < row.size(); ++i) row[i] = i;
        for (std::size_t i = 1; i <= word.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j < row.size(); ++j) {
                const std::size_t change = diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
            }
        }
        if (row.back() < std::min(bestDistance, candidate.size())) {
            bestDistance = row.back();
            best = candidate;
        }
    }
    return best;
}

} // namespace countersign::ui::filter
