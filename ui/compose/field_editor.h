#pragma once

#include "ui/compose/action_form.h"

#include <QWidget>

#include <optional>
#include <string>

class QLabel;
class QVBoxLayout;

namespace countersign::ui {

/// Ids of a service that fields offer, with what a person calls them.
struct ComposeChoices {
    QList<std::pair<QString, QString>> members, users, nodes; ///< Id and name.
    QString now; ///< For times.
};

/// One field of an action's form. Holds text; files are asked for, never read, here.
class FieldEditor final : public QWidget
{
    Q_OBJECT
public:
    FieldEditor(ActionField field, const ComposeChoices& choices, QWidget* parent = nullptr);

    const ActionField& field() const { return m_field; }
    /// As JSON; none when nothing was given.
    std::optional<std::string> value() const;
    /// Takes a JSON value back; false when it does not fit the kind.
    bool setValue(const std::string& json);
    /// What a file held.
    void setText(const QString& text);
    QString text() const;
    /// Why the value cannot go out; empty when it can.
    QString problem() const;
    /// A line below the field: what a certificate is.
    void setFacts(const QString& facts);

Q_SIGNALS:
    void edited();
    void fileWanted();

private:
    void buildInput(const ComposeChoices& choices, QVBoxLayout& column);
    QWidget* buildLong(QVBoxLayout& column);
    QWidget* buildIds(const QList<std::pair<QString, QString>>& ids);

    ActionField m_field;
    QWidget* m_input = nullptr;
    QLabel* m_facts = nullptr;
};

} // namespace countersign::ui
