#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace countersign::ui {

/// A page of a group.
struct PageKey {
    QString group, page;

    bool operator==(const PageKey&) const = default;
};

/// Where one has been, for back and forward.
class PageHistory
{
public:
    /// What lay ahead is forgotten. Going where one is changes nothing.
    void visit(const PageKey& key);
    std::optional<PageKey> back();
    std::optional<PageKey> forward();
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_visited.size(); }
    /// Drops all pages of a group.
    void forget(const QString& group);

private:
    QList<PageKey> m_visited;
    qsizetype m_at = -1;
};

} // namespace countersign::ui
