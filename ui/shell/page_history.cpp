#include "ui/shell/page_history.h"

#include <algorithm>

namespace countersign::ui {

namespace {
constexpr qsizetype kMostVisited = 200;
}

void PageHistory::visit(const PageKey& key)
{
    if (m_at >= 0 && m_visited[m_at] == key) return;
    m_visited.resize(m_at + 1);
    m_visited.append(key);
    if (m_visited.size() > kMostVisited) m_visited.removeFirst();
    m_at = m_visited.size() - 1;
}

std::optional<PageKey> PageHistory::back()
{
    if (!canGoBack()) return std::nullopt;
    return m_visited[--m_at];
}

std::optional<PageKey> PageHistory::forward()
{
    if (!canGoForward()) return std::nullopt;
    return m_visited[++m_at];
}

void PageHistory::forget(const QString& group)
{
    QList<PageKey> kept;
    qsizetype at = -1;
    for (qsizetype i = 0; i < m_visited.size(); ++i) {
        if (m_visited[i].group != group && (kept.isEmpty() || kept.last() != m_visited[i])) kept.append(m_visited[i]);
        if (i == m_at) at = kept.size() - 1;
    }
    m_visited = kept;
    m_at = m_visited.isEmpty() ? -1 : std::max<qsizetype>(at, 0);
}

} // namespace countersign::ui
