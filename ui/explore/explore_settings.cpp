#include "ui/explore/explore_settings.h"

#include <algorithm>

namespace countersign::ui {
namespace {

const QString kSaved = QStringLiteral("explore/savedFilters");
const QString kRecent = QStringLiteral("explore/recentFilters");
const QString kRules = QStringLiteral("explore/colourRules");

} // namespace

ExploreSettings::ExploreSettings(const QString& path) : m_store(path, QSettings::IniFormat) {}

std::vector<SavedFilter> ExploreSettings::savedFilters() const
{
    std::vector<SavedFilter> filters;
    const int count = m_store.beginReadArray(kSaved);
    for (int i = 0; i < count; ++i) {
        m_store.setArrayIndex(i);
        filters.push_back({m_store.value(QStringLiteral("name")).toString(), m_store.value(QStringLiteral("text")).toString()});
    }
    m_store.endArray();
    return filters;
}

void ExploreSettings::writeFilters(const std::vector<SavedFilter>& filters)
{
    m_store.remove(kSaved);
    m_store.beginWriteArray(kSaved, int(filters.size()));
    for (std::size_t i = 0; i < filters.size(); ++i) {
        m_store.setArrayIndex(int(i));
        m_store.setValue(QStringLiteral("name"), filters[i].name);
        m_store.setValue(QStringLiteral("text"), filters[i].text);
    }
    m_store.endArray();
}

void ExploreSettings::saveFilter(const SavedFilter& filter)
{
    auto filters = savedFilters();
    std::erase_if(filters, [&](const SavedFilter& other) { return other.name == filter.name; });
    filters.push_back(filter);
    std::sort(filters.begin(), filters.end(),
              [](const SavedFilter& a, const SavedFilter& b) { return a.name.localeAwareCompare(b.name) < 0; });
    writeFilters(filters);
}

void ExploreSettings::removeFilter(const QString& name)
{
    auto filters = savedFilters();
    std::erase_if(filters, [&](const SavedFilter& other) { return other.name == name; });
    writeFilters(filters);
}

QStringList ExploreSettings::recentFilters() const
{
    return m_store.value(kRecent).toStringList();
}

void ExploreSettings::rememberFilter(const QString& text)
{
    if (text.trimmed().isEmpty()) return;
    QStringList recent = recentFilters();
    recent.removeAll(text);
    recent.prepend(text);
    m_store.setValue(kRecent, recent.mid(0, kMostRecent));
}

std::vector<ColourRule> ExploreSettings::colourRules() const
{
    if (!m_store.contains(kRules + QStringLiteral("/size"))) return defaultColourRules();
    std::vector<ColourRule> rules;
    const int count = m_store.beginReadArray(kRules);
    for (int i = 0; i < count; ++i) {
        m_store.setArrayIndex(i);
        const int colour = std::clamp(m_store.value(QStringLiteral("colour")).toInt(), 0, int(RuleColour::Grey));
        rules.push_back({m_store.value(QStringLiteral("label")).toString(), m_store.value(QStringLiteral("filter")).toString(),
                         RuleColour(colour), m_store.value(QStringLiteral("enabled"), true).toBool()});
    }
    m_store.endArray();
    return rules;
}

void ExploreSettings::keepColourRules(const std::vector<ColourRule>& rules)
{
    m_store.remove(kRules);
    m_store.beginWriteArray(kRules, int(rules.size()));
    for (std::size_t i = 0; i < rules.size(); ++i) {
        m_store.setArrayIndex(int(i));
        m_store.setValue(QStringLiteral("label"), rules[i].label);
        m_store.setValue(QStringLiteral("filter"), rules[i].filter);
        m_store.setValue(QStringLiteral("colour"), int(rules[i].colour));
        m_store.setValue(QStringLiteral("enabled"), rules[i].enabled);
    }
    m_store.endArray();
}

} // namespace countersign::ui
