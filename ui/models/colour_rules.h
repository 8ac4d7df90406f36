#pragma once

#include "ui/explore/filter/filter_eval.h"

#include <QString>

#include <memory>
#include <vector>

namespace countersign::ui {

/// Tints a rule may give a row; each is taken from the theme's tokens.
enum class RuleColour : quint8 { Blue, Violet, Green, Red, Amber, Grey };

/// Rows that a filter holds for get a tint and a label. The filter may look only at what a row itself says.
struct ColourRule {
    QString label;
    QString filter;
    RuleColour colour = RuleColour::Grey;
    bool enabled = true;

    bool operator==(const ColourRule&) const = default;
};

/// Signature, governance, private, failed.
std::vector<ColourRule> defaultColourRules();

/// Rules ready to be asked. Those that are off, do not parse or need contents are left out.
class ColourRules
{
public:
    ColourRules() = default;
    ColourRules(const std::vector<ColourRule>& rules, const std::shared_ptr<const filter::FilterContext>& context);

    /// The first rule that holds; null when none does.
    const ColourRule* ruleFor(const RecordRow& row) const;

private:
    std::vector<std::pair<ColourRule, filter::FilterEvaluator>> m_rules;
};

} // namespace countersign::ui
