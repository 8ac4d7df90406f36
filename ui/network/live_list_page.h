#pragma once

#include "ui/models/plain_table_model.h"
#include "ui/network/live_page.h"

#include <functional>

class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace countersign::ui {

class DetailPane;
class LayoutMemory;

/// Something that can be done from a list: a button above it.
struct LiveListAction {
    QString name, title; ///< Of the button; the name is not translated.
    std::function<void(QWidget* page)> trigger;
    std::function<bool(const LiveService&)> offered; ///< Empty: always.
};

/// What makes one list of a service different from another. The value of a row is the id it stands for.
struct LiveList {
    Page::Identity identity;
    LivePart part = LivePart::Members;
    QStringList headers;
    QList<int> widths; ///< In characters.
    QString empty, filterPrompt;
    std::function<QList<PlainRow>(const LiveService&)> rows;
    std::function<QList<DetailItem>(const LiveService&, const LiveSession&, const QString& id)> details;
    std::function<QString(const LiveService&)> summary; ///< A sentence above the list; may be empty.
    QList<LiveListAction> actions = {};
};

/// A list of what a service holds, with the details of the chosen one.
class LiveListPage final : public LivePage
{
    Q_OBJECT
public:
    /// `memory` may be null; else it outlives the page.
    LiveListPage(LiveList list, LiveSession& session, LayoutMemory* memory, QWidget* parent = nullptr);

    QWidget* filterBox() const override;
    bool shows(const QString& kind) const override;
    void showPlace(const QString& kind, const QString& value) override;

protected:
    void serviceChanged(const LiveService& service) override;

private:
    void buildActions();
    void buildTable(LayoutMemory* memory);
    void showDetails();
    void choose(const QString& id);

    LiveList m_list;
    QList<QPushButton*> m_actions; ///< As in m_list.
    std::shared_ptr<const LiveSnapshot> m_held;
    const LiveService* m_service = nullptr; ///< Of m_held.
    QString m_chosen;
    QLabel* m_summary = nullptr;
    QLineEdit* m_filter = nullptr;
    PlainTableModel* m_model = nullptr;
    QSortFilterProxyModel* m_proxy = nullptr;
    QTableView* m_table = nullptr;
    DetailPane* m_details = nullptr;
};

} // namespace countersign::ui
