#include "ui/models/colour_rules.h"

#include <QCoreApplication>

namespace countersign::ui {

std::vector<ColourRule> defaultColourRules()
{
    const auto text = [](const char* word) { return QCoreApplication::translate("ColourRules", word); };
    return {
        {text(QT_TRANSLATE_NOOP("ColourRules", "Failed")), QStringLiteral("verdict == failed"), RuleColour::Red, true},
        {text(QT_TRANSLATE_NOOP("ColourRules", "Signature")), QStringLiteral("kind == signature"), RuleColour::Blue, true},
        {text(QT_TRANSLATE_NOOP("ColourRules", "Governance")), QStringLiteral("kind == governance"), RuleColour::Violet,
         true},
        {text(QT_TRANSLATE_NOOP("ColourRules", "Private")), QStringLiteral("kind == private"), RuleColour::Grey, true},
    };
}

ColourRules::ColourRules(const std::vector<ColourRule>& rules, const std::shared_ptr<const filter::FilterContext>& context)
{
    for (const ColourRule& rule : rules) {
        auto parsed = filter::parseFilter(rule.filter.toStdString());
        if (!rule.enabled || !parsed.root || filter::needsContents(*parsed.root)) continue;
        m_rules.emplace_back(rule, filter::FilterEvaluator(std::move(*parsed.root), context));
    }
}

const ColourRule* ColourRules::ruleFor(const RecordRow& row) const
{
    for (const auto& [rule, evaluator] : m_rules) {
        if (evaluator.ask(row) == filter::Answer::Yes) return &rule;
    }
    return nullptr;
}

} // namespace countersign::ui
