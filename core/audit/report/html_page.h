#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// How a page of HTML is put together from data that nobody vouches for.

namespace countersign::audit {

/// Text as HTML shows it: controls, escapes and marks that turn or hide text written out, markup escaped.
std::string htmlText(std::string_view text);

/// A value of JSON as text; "–" for null.
std::string htmlValue(const nlohmann::json& value);

/// A verdict by its word, with the class that colours it.
std::string htmlVerdict(const nlohmann::json& verdict);

/// A word of a command as a shell would have to be given it, as HTML.
std::string htmlShellWord(std::string_view word);

class HtmlPage
{
public:
    static constexpr std::size_t kMostRows = 5000; ///< Of one table; the data has them all.

    using Cell = std::function<std::string(const nlohmann::json&)>; ///< Gives HTML.
    struct Column {
        const char* title;
        Cell cell;
    };

    void heading(const char* text);
    void paragraph(const std::string& html);
    /// Nothing at all when there are no items, which are HTML.
    void list(const char* title, const std::vector<std::string>& items);
    /// Nothing but the sentence `none` when there are no rows.
    void table(const nlohmann::json& rows, const std::vector<Column>& columns, const char* none);

    static Cell member(const char* name);                ///< The member as text.
    static Cell verdict(const char* name);               ///< As htmlVerdict().
    static std::string place(const nlohmann::json& row); ///< Its member "where".

    /// The whole file. `title` is text.
    std::string take(std::string_view title);

private:
    std::string m_body;
};

} // namespace countersign::audit
