#include "ui/sign/act_pane.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/network/detail_pane.h"
#include "ui/network/script_view.h"

#include <QFormLayout>
#include <QTabWidget>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {

// Whole, in groups: it is compared with what a key's own device shows.
QLabel* digestLabel(const QString& name, const QString& what, QFormLayout& form, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setAccessibleName(what);
    label->setFont(fixedFont(parent->font()));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* title = new RoleLabel(RoleLabel::Role::Muted, what, parent);
    title->setWordWrap(false);
    form.addRow(title, label);
    return label;
}

} // namespace

ActPane::ActPane(QWidget* parent) : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildEffect());
    splitter->addWidget(buildBytes());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({500, 500});
    row->addWidget(splitter);
}

QWidget* ActPane::buildEffect()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, space(this, 8), 0);
    column->setSpacing(space(this, 8));
    column->addWidget(new RoleLabel(RoleLabel::Role::Section, tr("What it does"), box));
    m_sentence = new QLabel(box);
    m_sentence->setObjectName(QStringLiteral("actSentence"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_sentence);
    m_notes = new QVBoxLayout;
    column->addLayout(m_notes);
    m_effect = new DetailPane(QStringLiteral("act-effect"), nullptr, box);
    m_effect->setObjectName(QStringLiteral("actEffect"));
    column->addWidget(m_effect, 1);
    return box;
}

QWidget* ActPane::buildBytes()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(space(this, 8), 0, 0, 0);
    column->setSpacing(space(this, 8));
    column->addWidget(new RoleLabel(RoleLabel::Role::Section, tr("Exactly this is signed"), box));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_digest = digestLabel(QStringLiteral("actDigest"), tr("Digest to sign"), *form, box);
    m_payloadDigest = digestLabel(QStringLiteral("actPayloadDigest"), tr("SHA-256 of the content"), *form, box);
    column->addLayout(form);
    auto* tabs = new QTabWidget(box);
    tabs->setObjectName(QStringLiteral("actBytes"));
    tabs->setDocumentMode(true);
    m_payload = new ScriptView(tabs);
    m_payload->setObjectName(QStringLiteral("actPayload"));
    m_payload->setAccessibleName(tr("The content that is signed"));
    auto* content = new QWidget(tabs);
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, space(this, 4), 0, 0);
    m_payloadLabel = new RoleLabel(RoleLabel::Role::Muted, {}, content);
    m_payloadLabel->setWordWrap(true);
    inside->addWidget(m_payloadLabel);
    inside->addWidget(m_payload, 1);
    tabs->addTab(content, tr("Content"));
    m_header = new DetailPane(QStringLiteral("act-header"), nullptr, tabs);
    m_header->setScripts(false);
    tabs->addTab(m_header, tr("Header"));
    column->addWidget(tabs, 1);
    return box;
}

void ActPane::setNotes(const QStringList& notes)
{
    while (QLayoutItem* item = m_notes->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString& note : notes) {
        auto* line = new QWidget(this);
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        auto* mark = new QLabel(line);
        mark->setPixmap(lineIcon(QStringLiteral("warning")).pixmap(iconSide(fontMetrics()), iconSide(fontMetrics())));
        row->addWidget(mark, 0, Qt::AlignTop);
        auto* text = new QLabel(note, line);
        text->setObjectName(QStringLiteral("actNote"));
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        row->addWidget(text, 1);
        m_notes->addWidget(line);
    }
}

void ActPane::showAct(const Act& act, const PreparedAct& prepared)
{
    m_sentence->setText(prepared.sentence);
    setNotes(prepared.warnings + act.notes);
    const QList<DetailItem> effect = prepared.effect + act.about;
    if (effect.isEmpty()) m_effect->clear(tr("Nothing else belongs to it."));
    else m_effect->setItems(tr("What it does"), effect, act.about.isEmpty() ? 2 : 1);
    m_digest->setText(groupsOfFour(prepared.digest));
    m_payloadDigest->setText(groupsOfFour(prepared.payloadDigest));
    m_header->setItems(tr("Header of the message"), prepared.header);
    if (!prepared.mayLeave) {
        m_payloadLabel->setText(tr("A secret: it is sent to the service and shown nowhere."));
        m_payload->setScript({}, false);
        return;
    }
    const QString size = formatBytes(quint64(prepared.payloadSize));
    m_payloadLabel->setText(prepared.payloadSize == 0  ? tr("There is no content: kind and header say it all.")
                            : prepared.payloadIsScript ? tr("Size: %1. The ballot's script:").arg(size)
                                                       : tr("Size: %1").arg(size));
    m_payload->setScript(prepared.payload, true);
}

void ActPane::showProblem(const QString& sentence)
{
    m_sentence->setText(sentence);
    setNotes({});
    m_effect->clear({});
    m_digest->clear();
    m_payloadDigest->clear();
    m_header->clear({});
    m_payloadLabel->clear();
    m_payload->setScript({}, false);
}

} // namespace countersign::ui
