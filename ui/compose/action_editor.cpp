#include "ui/compose/action_editor.h"

#include "core/base/strict_json.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace countersign::ui {

namespace {

using Json = nlohmann::ordered_json;

} // namespace

ActionEditor::ActionEditor(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("actionEditor"));
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(space(this, 12), space(this, 8), space(this, 12), space(this, 8));
}

void ActionEditor::empty()
{
    m_fields.clear();
    m_nameEdit = nullptr;
    m_json = nullptr;
    m_plain = false;
    delete m_content;
    m_content = new QWidget(this);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    m_column->addWidget(m_content);
}

void ActionEditor::clear(const QString& sentence)
{
    empty();
    m_name.clear();
    auto* label = new RoleLabel(RoleLabel::Role::Muted, sentence, m_content);
    label->setWordWrap(true);
    m_content->layout()->addWidget(label);
    static_cast<QVBoxLayout*>(m_content->layout())->addStretch(1);
}

void ActionEditor::edit(const DraftAction& action, const ActionForm* form, const ComposeChoices& choices)
{
    empty();
    m_name = action.name;
    if (!form || !buildForm(action, *form, choices)) {
        empty();
        buildJson(action);
    }
    static_cast<QVBoxLayout*>(m_content->layout())->addStretch(1);
}

bool ActionEditor::buildForm(const DraftAction& action, const ActionForm& form, const ComposeChoices& choices)
{
    auto* column = static_cast<QVBoxLayout*>(m_content->layout());
    column->addWidget(new RoleLabel(RoleLabel::Role::Section, form.title, m_content));
    if (!form.help.isEmpty()) {
        auto* help = new RoleLabel(RoleLabel::Role::Muted, form.help, m_content);
        help->setWordWrap(true);
        column->addWidget(help);
    }
    for (const ActionField& field : form.fields) {
        auto* editor = new FieldEditor(field, choices, m_content);
        column->addWidget(editor);
        m_fields += editor;
    }
    const Json given = action.arguments.empty() ? Json::object() : Json::parse(action.arguments, nullptr, false);
    if (!given.is_object()) return false;
    for (const auto& [name, value] : given.items()) {
        FieldEditor* editor = field(QString::fromStdString(name));
        if (!editor || !editor->setValue(editor->field().kind == FieldKind::Json ? value.dump(2) : value.dump())) return false;
    }
    m_plain = form.fields.isEmpty();
    for (FieldEditor* editor : std::as_const(m_fields)) {
        connect(editor, &FieldEditor::edited, this, &ActionEditor::edited);
        connect(editor, &FieldEditor::fileWanted, this, [this, editor] { Q_EMIT fileWanted(editor); });
    }
    return true;
}

void ActionEditor::buildJson(const DraftAction& action)
{
    auto* column = static_cast<QVBoxLayout*>(m_content->layout());
    column->addWidget(new RoleLabel(RoleLabel::Role::Section, tr("An action as JSON"), m_content));
    auto* help = new RoleLabel(RoleLabel::Role::Muted, tr("For actions of this service's constitution that have no form here."), m_content);
    help->setWordWrap(true);
    column->addWidget(help);
    column->addWidget(new QLabel(tr("Name of the action"), m_content));
    m_nameEdit = new QLineEdit(action.name, m_content);
    m_nameEdit->setObjectName(QStringLiteral("jsonName"));
    m_nameEdit->setAccessibleName(tr("Name of the action"));
    column->addWidget(m_nameEdit);
    column->addWidget(new QLabel(tr("Arguments as JSON (may be left out)"), m_content));
    m_json = new QPlainTextEdit(QString::fromStdString(action.arguments), m_content);
    m_json->setObjectName(QStringLiteral("jsonArguments"));
    m_json->setAccessibleName(tr("Arguments as JSON"));
    m_json->setFont(fixedFont(font()));
    m_json->setTabChangesFocus(true);
    m_json->setMinimumHeight(fontMetrics().lineSpacing() * 12);
    column->addWidget(m_json, 1);
    connect(m_nameEdit, &QLineEdit::textChanged, this, &ActionEditor::edited);
    connect(m_json, &QPlainTextEdit::textChanged, this, &ActionEditor::edited);
}

FieldEditor* ActionEditor::field(const QString& name) const
{
    const auto found = std::ranges::find_if(m_fields, [&](const FieldEditor* one) { return one->field().name == name; });
    return found == m_fields.end() ? nullptr : *found;
}

DraftAction ActionEditor::action() const
{
    if (m_json) return {m_nameEdit->text().trimmed(), m_json->toPlainText().trimmed().toStdString()};
    Json arguments = Json::object();
    for (const FieldEditor* editor : m_fields) {
        const auto value = editor->value();
        if (!value) continue;
        const Json parsed = Json::parse(*value, nullptr, false);
        if (!parsed.is_discarded()) arguments[editor->field().name.toStdString()] = parsed;
    }
    return {m_name, m_plain || arguments.empty() ? std::string() : arguments.dump(2)};
}

QString ActionEditor::jsonProblem() const
{
    if (m_nameEdit->text().trimmed().isEmpty()) return tr("The action has no name.");
    const std::string text = m_json->toPlainText().trimmed().toStdString();
    if (text.empty() || parseJson(bytesOf(text))) return {};
    return tr("The arguments are no JSON.");
}

QStringList ActionEditor::problems() const
{
    QStringList all;
    if (m_json) all += jsonProblem();
    for (const FieldEditor* editor : m_fields) all += editor->problem();
    all.removeAll(QString());
    return all;
}

} // namespace countersign::ui
