#include "ui/explore/filter/filter_complete.h"

#include "ui/explore/filter/filter_lexer.h"

#include <algorithm>

namespace countersign::ui::filter {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool containsIgnoringCase(std::string_view text, std::string_view part)
{
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return lower(a) == lower(b); })
           != text.end();
}

std::vector<std::string> operatorsFor(const FieldInfo& info)
{
    switch (info.type) {
    case FieldType::Number:
    case FieldType::Time: return {"==", "!=", "<", "<=", ">", ">=", "in {"};
    case FieldType::Word: return {"==", "!=", "in {"};
    case FieldType::Text:
    case FieldType::Bytes: return {"~", "==", "!=", "in {"};
    }
    return {};
}

/// The field whose value is due after these tokens; null when none is.
const FieldInfo* fieldAwaitingValue(const std::vector<Token>& tokens)
{
    std::size_t at = tokens.size();
    while (at > 0 && tokens[at - 1].kind == TokenKind::Comma) {
        --at;
        if (at == 0) return nullptr;
        while (at > 0 && tokens[at - 1].kind != TokenKind::BraceOpen) --at;
    }
    if (at == 0) return nullptr;
    const Token& last = tokens[at - 1];
    if (last.kind == TokenKind::Compare && at >= 2) return fieldNamed(tokens[at - 2].text);
    if (last.kind == TokenKind::BraceOpen && at >= 3 && tokens[at - 2].text == "in") {
        return fieldNamed(tokens[at - 3].text);
    }
    return nullptr;
}

bool awaitsTerm(const std::vector<Token>& tokens)
{
    if (tokens.empty()) return true;
    switch (tokens.back().kind) {
    case TokenKind::And:
    case TokenKind::Or:
    case TokenKind::Not:
    case TokenKind::Open: return true;
    default: return false;
    }
}

std::vector<std::string> candidates(const std::vector<Token>& before, const std::vector<std::string>& tables,
                                    const std::vector<std::string>& files)
{
    if (const FieldInfo* info = fieldAwaitingValue(before)) {
        if (info->field == Field::Table) return tables;
        if (info->field == Field::File) return files;
        return wordsOf(info->field);
    }
    if (awaitsTerm(before)) {
        std::vector<std::string> names;
        for (const FieldInfo& info : fields()) names.emplace_back(info.name);
        return names;
    }
    const Token& last = before.back();
    const FieldInfo* info = last.kind == TokenKind::Word ? fieldNamed(last.text) : nullptr;
    if (info && awaitsTerm({before.begin(), before.end() - 1})) return operatorsFor(*info);
    return {"&&", "||"};
}

} // namespace

Completions completionsAt(std::string_view text, std::size_t cursor, const std::vector<std::string>& tables,
                          const std::vector<std::string>& files)
{
    Completions result;
    const std::string_view left = text.substr(0, std::min(cursor, text.size()));
    auto tokens = tokenize(left);
    result.replaceFrom = left.size();
    if (!std::holds_alternative<std::vector<Token>>(tokens)) return result;
    auto before = std::get<std::vector<Token>>(std::move(tokens));
    before.pop_back();

    std::string typed;
    if (!before.empty() && before.back().kind == TokenKind::Word
        && before.back().position + before.back().length == left.size()) {
        typed = before.back().text;
        result.replaceFrom = before.back().position;
        before.pop_back();
    }
    for (std::string& word : candidates(before, tables, files)) {
        if (word == typed || !containsIgnoringCase(word, typed)) continue;
        const bool isValue = fieldAwaitingValue(before) != nullptr;
        result.words.push_back(isValue ? quoteOperand(word) : std::move(word));
    }
    std::stable_partition(result.words.begin(), result.words.end(),
                          [&typed](const std::string& word) { return word.starts_with(typed); });
    return result;
}

} // namespace countersign::ui::filter
