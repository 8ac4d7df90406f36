#pragma once

#include "ui/compose/field_editor.h"
#include "ui/compose/proposal_draft.h"

class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace countersign::ui {

/// One action of a draft: its form, or its name and JSON when it has none or does not fit it.
class ActionEditor final : public QWidget
{
    Q_OBJECT
public:
    explicit ActionEditor(QWidget* parent = nullptr);

    /// `form` is null for an action without one.
    void edit(const DraftAction& action, const ActionForm* form, const ComposeChoices& choices);
    void clear(const QString& sentence);

    DraftAction action() const;
    /// What is missing or wrong; empty when nothing is.
    QStringList problems() const;
    bool isForm() const { return !m_fields.isEmpty() || m_plain; }
    FieldEditor* field(const QString& name) const; ///< Null when the form has none.
    QList<FieldEditor*> fields() const { return m_fields; }

Q_SIGNALS:
    void edited();
    void fileWanted(countersign::ui::FieldEditor* field);

private:
    void empty();
    bool buildForm(const DraftAction& action, const ActionForm& form, const ComposeChoices& choices);
    void buildJson(const DraftAction& action);
    QString jsonProblem() const;

    QVBoxLayout* m_column = nullptr;
    QWidget* m_content = nullptr;
    QString m_name;
    bool m_plain = false; ///< A form without fields.
    QList<FieldEditor*> m_fields;
    QLineEdit* m_nameEdit = nullptr;
    QPlainTextEdit* m_json = nullptr;
};

} // namespace countersign::ui
