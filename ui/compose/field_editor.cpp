#include "ui/compose/field_editor.h"

#include "core/base/strict_json.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace countersign::ui {

namespace {

using Json = nlohmann::json;

bool isLong(FieldKind kind)
{
    return kind == FieldKind::Certificate || kind == FieldKind::PublicKey || kind == FieldKind::LongText || kind == FieldKind::Json;
}

bool isId(FieldKind kind)
{
    return kind == FieldKind::Member || kind == FieldKind::User || kind == FieldKind::Node;
}

bool isHexText(const QString& text, int digits)
{
    if (digits > 0 ? text.size() != digits : text.size() % 2 != 0) return false;
    return std::ranges::all_of(text, [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
}

std::string quoted(const QString& text)
{
    return Json(text.toStdString()).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

FieldEditor::FieldEditor(ActionField field, const ComposeChoices& choices, QWidget* parent)
    : QWidget(parent), m_field(std::move(field))
{
    setObjectName(QStringLiteral("field-%1").arg(m_field.name));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, space(this, 8));
    column->setSpacing(space(this, 4));
    if (m_field.kind != FieldKind::Flag) {
        const QString label = m_field.isRequired ? m_field.label : tr("%1 (may be left out)").arg(m_field.label);
        column->addWidget(new QLabel(label, this));
    }
    buildInput(choices, *column);
    m_input->setObjectName(QStringLiteral("input-%1").arg(m_field.name));
    m_input->setAccessibleName(m_field.label);
    m_input->setAccessibleDescription(m_field.help);
    if (!m_field.help.isEmpty()) {
        auto* help = new RoleLabel(RoleLabel::Role::Muted, m_field.help, this);
        help->setWordWrap(true);
        column->addWidget(help);
    }
    m_facts = new QLabel(this);
    m_facts->setObjectName(QStringLiteral("facts-%1").arg(m_field.name));
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->hide();
    column->addWidget(m_facts);
}

QWidget* FieldEditor::buildLong(QVBoxLayout& column)
{
    auto* edit = new QPlainTextEdit(this);
    edit->setFont(fixedFont(font()));
    edit->setTabChangesFocus(true);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    const int lines = m_field.kind == FieldKind::LongText || m_field.kind == FieldKind::Json ? 9 : 4;
    edit->setFixedHeight(fontMetrics().lineSpacing() * lines + space(this, 12));
    column.addWidget(edit);
    auto* choose = new QPushButton(tr("From a file…"), this);
    choose->setObjectName(QStringLiteral("file-%1").arg(m_field.name));
    choose->setAccessibleName(tr("%1 from a file").arg(m_field.label));
    connect(choose, &QPushButton::clicked, this, &FieldEditor::fileWanted);
    column.addWidget(choose, 0, Qt::AlignLeft);
    connect(edit, &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
    return edit;
}

QWidget* FieldEditor::buildIds(const QList<std::pair<QString, QString>>& ids)
{
    auto* box = new QComboBox(this);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const auto& [id, name] : ids)
        box->addItem(name.isEmpty() ? id : tr("%1, %2").arg(name, shortId(id)), id);
    box->setCurrentIndex(-1);
    box->setEditText({});
    connect(box, &QComboBox::editTextChanged, this, &FieldEditor::edited);
    return box;
}

void FieldEditor::buildInput(const ComposeChoices& choices, QVBoxLayout& column)
{
    if (isLong(m_field.kind)) {
        m_input = buildLong(column);
        return;
    }
    if (isId(m_field.kind)) {
        m_input = buildIds(m_field.kind == FieldKind::Member ? choices.members
                           : m_field.kind == FieldKind::User ? choices.users
                                                             : choices.nodes);
    } else if (m_field.kind == FieldKind::Choice) {
        auto* box = new QComboBox(this);
        if (!m_field.isRequired) box->addItem(tr("Not given"), QString());
        for (const QString& one : m_field.choices) box->addItem(one, one);
        connect(box, &QComboBox::currentIndexChanged, this, &FieldEditor::edited);
        m_input = box;
    } else if (m_field.kind == FieldKind::Flag) {
        auto* box = new QCheckBox(m_field.label, this);
        connect(box, &QCheckBox::toggled, this, &FieldEditor::edited);
        m_input = box;
    } else {
        auto* line = new QLineEdit(m_field.kind == FieldKind::Time ? choices.now : QString(), this);
        if (m_field.kind == FieldKind::Hex) line->setFont(fixedFont(font()));
        connect(line, &QLineEdit::textChanged, this, &FieldEditor::edited);
        m_input = line;
    }
    column.addWidget(m_input);
}

QString FieldEditor::text() const
{
    if (const auto* edit = qobject_cast<const QPlainTextEdit*>(m_input)) return edit->toPlainText();
    if (const auto* line = qobject_cast<const QLineEdit*>(m_input)) return line->text().trimmed();
    const auto* box = qobject_cast<const QComboBox*>(m_input);
    if (!box) return {};
    const int row = box->currentIndex();
    const bool chosen = row >= 0 && (!box->isEditable() || box->itemText(row) == box->currentText());
    return chosen ? box->itemData(row).toString() : box->currentText().trimmed();
}

void FieldEditor::setText(const QString& text)
{
    if (auto* edit = qobject_cast<QPlainTextEdit*>(m_input)) return edit->setPlainText(text);
    if (auto* line = qobject_cast<QLineEdit*>(m_input)) return line->setText(text);
    auto* box = qobject_cast<QComboBox*>(m_input);
    if (!box) return;
    const int row = box->findData(text);
    if (row >= 0 || !box->isEditable()) box->setCurrentIndex(row);
    else box->setEditText(text);
}

std::optional<std::string> FieldEditor::value() const
{
    if (const auto* box = qobject_cast<const QCheckBox*>(m_input)) {
        if (!box->isChecked() && !m_field.isRequired) return {};
        return box->isChecked() ? "true" : "false";
    }
    const QString given = text();
    if (given.trimmed().isEmpty()) return {};
    if (m_field.kind == FieldKind::Json || m_field.kind == FieldKind::Number) return given.trimmed().toStdString();
    return quoted(given);
}

bool FieldEditor::setValue(const std::string& json)
{
    const Json value = Json::parse(json, nullptr, false);
    if (auto* box = qobject_cast<QCheckBox*>(m_input)) {
        if (!value.is_boolean()) return false;
        box->setChecked(value.get<bool>());
        return true;
    }
    if (m_field.kind == FieldKind::Json) {
        setText(QString::fromStdString(json));
        return true;
    }
    if (m_field.kind == FieldKind::Number) {
        if (!value.is_number_unsigned()) return false;
        setText(QString::fromStdString(json));
        return true;
    }
    if (!value.is_string()) return false;
    const QString given = QString::fromStdString(value.get<std::string>());
    if (m_field.kind == FieldKind::Choice && !m_field.choices.contains(given)) return false;
    setText(given);
    return true;
}

QString FieldEditor::problem() const
{
    const auto given = value();
    if (!given) return m_field.isRequired ? tr("%1 is missing.").arg(m_field.label) : QString();
    if (m_field.kind == FieldKind::Json && !parseJson(bytesOf(*given))) return tr("%1 is no JSON.").arg(m_field.label);
    if (m_field.kind == FieldKind::Number && !Json::parse(*given, nullptr, false).is_number_unsigned())
        return tr("%1 is no whole number.").arg(m_field.label);
    if (m_field.kind == FieldKind::Hex && !isHexText(text(), m_field.digits))
        return m_field.digits > 0 ? tr("%1 must have %2 lower-case hexadecimal digits.").arg(m_field.label).arg(m_field.digits)
                                  : tr("%1 must have lower-case hexadecimal digits, an even number of them.").arg(m_field.label);
    if (isId(m_field.kind) && !isHexText(text(), 64))
        return tr("%1 must be an id: 64 lower-case hexadecimal digits.").arg(m_field.label);
    return {};
}

void FieldEditor::setFacts(const QString& facts)
{
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
}

} // namespace countersign::ui
