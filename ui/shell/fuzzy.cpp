#include "ui/shell/fuzzy.h"

#include <vector>

namespace countersign::ui {

namespace {

constexpr int kLetter = 1;
constexpr int kInARow = 5;
constexpr int kWordStart = 8;
constexpr int kNever = -1'000'000;

bool startsWord(const QString& text, qsizetype at)
{
    return at == 0 || (!text[at - 1].isLetterOrNumber() && text[at].isLetterOrNumber());
}

} // namespace

// The best over all ways to find the letters, so that "go" meets "Go" and not the g of "aging" and some later o.
std::optional<int> fuzzyScore(const QString& query, const QString& text)
{
    QString letters = query.toCaseFolded();
    letters.removeIf([](QChar c) { return c.isSpace(); });
    const QString folded = text.toCaseFolded();
    if (letters.isEmpty()) return 0;
    const auto width = std::size_t(folded.size());
    std::vector<int> previous(width, kNever); // best with the last letter found exactly here
    for (qsizetype i = 0; i < letters.size(); ++i) {
        std::vector<int> current(width, kNever);
        int bestBefore = i == 0 ? 0 : kNever;
        for (std::size_t j = 0; j < width; ++j) {
            if (folded[qsizetype(j)] == letters[i]) {
                const int here = kLetter + (startsWord(folded, qsizetype(j)) ? kWordStart : 0);
                const int inARow = i > 0 && j > 0 ? previous[j - 1] + kInARow : kNever;
                current[j] = std::max(bestBefore, inARow) + here;
            }
            if (i > 0) bestBefore = std::max(bestBefore, previous[j]);
        }
        previous = std::move(current);
    }
    int best = kNever;
    for (const int score : previous) best = std::max(best, score);
    if (best < 0) return std::nullopt;
    return best * 16 - int(std::min<qsizetype>(folded.size(), 15)); // among equals the shorter text
}

} // namespace countersign::ui
