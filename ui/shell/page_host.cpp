#include "ui/shell/page_host.h"

#include "ui/shell/page.h"

namespace countersign::ui {

PageHost::PageHost(QWidget* parent) : QStackedWidget(parent)
{
    setObjectName(QStringLiteral("pageHost"));
}

void PageHost::addPage(const QString& group, Page* page)
{
    m_pages.append({{group, page->id()}, page});
    addWidget(page);
}

void PageHost::removeGroup(const QString& group)
{
    m_history.forget(group);
    const QList<Hosted> all = m_pages;
    m_pages.removeIf([&group](const Hosted& hosted) { return hosted.key.group == group; });
    for (const Hosted& hosted : all) {
        if (hosted.key.group != group) continue;
        removeWidget(hosted.page);
        hosted.page->hide();
        hosted.page->deleteLater();
    }
}

bool PageHost::showQuietly(const PageKey& key)
{
    Page* found = page(key);
    if (!found) return false;
    setCurrentWidget(found);
    Q_EMIT currentPageChanged();
    return true;
}

bool PageHost::showPage(const PageKey& key)
{
    if (!page(key)) return false;
    m_history.visit(key);
    return showQuietly(key);
}

void PageHost::goBack()
{
    if (const auto key = m_history.back()) showQuietly(*key);
}

void PageHost::goForward()
{
    if (const auto key = m_history.forward()) showQuietly(*key);
}

PageKey PageHost::current() const
{
    return keyOf(currentPage());
}

Page* PageHost::currentPage() const
{
    return qobject_cast<Page*>(currentWidget());
}

Page* PageHost::page(const PageKey& key) const
{
    for (const Hosted& hosted : m_pages)
        if (hosted.key == key) return hosted.page;
    return nullptr;
}

QList<PageKey> PageHost::keys() const
{
    QList<PageKey> keys;
    for (const Hosted& hosted : m_pages) keys.append(hosted.key);
    return keys;
}

Page* PageHost::pageThatShows(const QString& kind) const
{
    Page* shown = currentPage();
    if (shown && shown->shows(kind)) return shown;
    const QString group = current().group;
    for (const Hosted& hosted : m_pages)
        if (hosted.key.group == group && hosted.page->shows(kind)) return hosted.page;
    return nullptr;
}

PageKey PageHost::keyOf(const Page* page) const
{
    for (const Hosted& hosted : m_pages)
        if (hosted.page == page) return hosted.key;
    return {};
}

} // namespace countersign::ui
