#pragma once

#include "ui/explore/filter/filter.h"
#include "ui/explore/filter/record_facts.h"
#include "ui/models/row_verdict.h"

#include <memory>

namespace countersign::ui::filter {

/// Unknown: the row alone does not say; or, with facts, what was at hand does not.
enum class Answer : std::uint8_t { No, Unknown, Yes };

/// What conditions look at beside the record itself. Immutable and shared between threads.
struct FilterContext {
    RowVerdicts verdicts;
    std::vector<std::string> fileNames; ///< By RecordRow::file.
};

/// Asks one filter of many records. Immutable: safe from any thread.
class FilterEvaluator
{
public:
    FilterEvaluator(Expression root, std::shared_ptr<const FilterContext> context);

    /// From the row alone.
    Answer ask(const RecordRow& row) const { return evaluate(m_root, row, nullptr); }
    /// From the row and the contents of its record.
    Answer ask(const RecordRow& row, const RecordFacts& facts) const { return evaluate(m_root, row, &facts); }

    /// No record outside can match: what the filter says about seqno.
    std::pair<SeqNo, SeqNo> bounds() const { return m_bounds; }

private:
    Answer evaluate(const Expression& expression, const RecordRow& row, const RecordFacts* facts) const;
    Answer compare(const Expression& expression, const RecordRow& row, const RecordFacts* facts) const;
    Answer equals(const Expression& expression, const RecordRow& row, const RecordFacts* facts) const;

    Expression m_root;
    std::shared_ptr<const FilterContext> m_context;
    std::pair<SeqNo, SeqNo> m_bounds;
};

/// True when some condition looks at keys, values, nodes or text, which a row alone cannot answer.
bool needsContents(const Expression& expression);

} // namespace countersign::ui::filter
