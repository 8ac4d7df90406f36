#pragma once

#include "ui/models/colour_rules.h"

#include <QSettings>

namespace countersign::ui {

struct SavedFilter {
    QString name;
    QString text;

    bool operator==(const SavedFilter&) const = default;
};

/// Saved and recent filters and the colour rules, in the program's settings file. Lives on the GUI thread; QSettings
/// writes it later.
class ExploreSettings
{
public:
    static constexpr int kMostRecent = 15;

    explicit ExploreSettings(const QString& path);

    std::vector<SavedFilter> savedFilters() const;
    /// Replaces the one of the same name.
    void saveFilter(const SavedFilter& filter);
    void removeFilter(const QString& name);

    QStringList recentFilters() const; ///< Latest first.
    void rememberFilter(const QString& text);

    std::vector<ColourRule> colourRules() const; ///< The default ones until others were kept.
    void keepColourRules(const std::vector<ColourRule>& rules);

private:
    void writeFilters(const std::vector<SavedFilter>& filters);

    mutable QSettings m_store;
};

} // namespace countersign::ui
