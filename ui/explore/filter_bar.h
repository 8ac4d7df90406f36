#pragma once

#include "ui/explore/explore_settings.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace countersign::ui {

class FilterEdit;

/// The filter box with what it says about itself: whether it parses, how far the search is, what was found.
class FilterBar final : public QWidget
{
    Q_OBJECT
public:
    enum class State : quint8 { Empty, Valid, Invalid, Busy };
    enum class Scope : quint8 { WholeHistory, ShownRange };

    FilterBar(ExploreSettings& settings, QWidget* parent = nullptr);

    FilterEdit* edit() const { return m_edit; }
    State state() const { return m_state; }
    QString stateText() const;
    Scope scope() const;
    void setFilter(const QString& text);
    /// Of the search: shown with Valid and Busy.
    void setBusy(bool busy, const QString& sentence);

Q_SIGNALS:
    /// A filter that parses is to be applied; none: everything is to be shown.
    void applied(const std::optional<countersign::ui::filter::Expression>& filter);
    void cancelWanted();
    void coloursWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void addStateLine(QVBoxLayout& layout);
    void addButtons(QHBoxLayout& row);
    QToolButton* makeTool(QHBoxLayout& row, const QString& name, const QString& icon, const QString& title);
    void judge();
    void apply();
    void show(State state, const QString& sentence);
    void fillMenu();
    void addSaveRow();
    void saveCurrent(const QString& name);

    ExploreSettings& m_settings;
    FilterEdit* m_edit = nullptr;
    QLabel* m_icon = nullptr;
    QLabel* m_sentence = nullptr;
    QComboBox* m_scope = nullptr;
    QToolButton* m_cancel = nullptr;
    QMenu* m_menu = nullptr;
    QTimer m_applySoon;
    State m_state = State::Empty;
    QString m_appliedText;
};

} // namespace countersign::ui
