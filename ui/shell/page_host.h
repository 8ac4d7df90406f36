#pragma once

#include "ui/shell/page_history.h"

#include <QStackedWidget>

namespace countersign::ui {

class Page;

/// Owns the pages, shows one, and remembers the way. Finds the page that shows a place.
class PageHost final : public QStackedWidget
{
    Q_OBJECT
public:
    explicit PageHost(QWidget* parent = nullptr);

    void addPage(const QString& group, Page* page);
    void removeGroup(const QString& group);

    bool showPage(const PageKey& key); ///< False when there is no such page.
    void goBack();
    void goForward();
    const PageHistory& history() const { return m_history; }

    PageKey current() const;
    Page* currentPage() const;
    Page* page(const PageKey& key) const; ///< Null when there is none.
    QList<PageKey> keys() const;          ///< In the order added.
    /// First the current page, then those of its group: which one shows this kind now.
    Page* pageThatShows(const QString& kind) const;
    PageKey keyOf(const Page* page) const;

Q_SIGNALS:
    void currentPageChanged();

private:
    struct Hosted {
        PageKey key;
        Page* page;
    };

    bool showQuietly(const PageKey& key);

    QList<Hosted> m_pages;
    PageHistory m_history;
};

} // namespace countersign::ui
