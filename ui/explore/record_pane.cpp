#include "ui/explore/record_pane.h"

#include "ui/common/format.h"
#include "ui/common/theme/metrics.h"
#include "ui/explore/hex_view.h"
#include "ui/explore/json_text.h"
#include "ui/models/safe_text.h"
#include "ui/models/structure_model.h"

#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace countersign::ui {
namespace {

constexpr qsizetype kMostValueCharacters = 1'000'000;
constexpr int kMostOutlineLines = 5000;

} // namespace

RecordPane::RecordPane(QWidget* parent, Subject subject) : QWidget(parent), m_subject(subject)
{
    setObjectName(QStringLiteral("recordPane"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_message = new QLabel;
    m_message->setObjectName(QStringLiteral("recordMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setObjectName(QStringLiteral("recordSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeStructure());
    m_splitter->addWidget(makeContents());
    m_splitter->setStretchFactor(0, 4);
    m_splitter->setStretchFactor(1, 5);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_splitter, 1);
    showMessage(tr("Select a transaction to see its structure and its bytes."));
}

QWidget* RecordPane::makeStructure()
{
    m_model = new StructureModel(this);
    m_tree = new QTreeView;
    m_tree->setObjectName(QStringLiteral("structureTree"));
    m_tree->setAccessibleName(m_subject == Subject::Transaction ? tr("Structure of the transaction")
                                                                : tr("Structure of the evidence"));
    m_tree->setModel(m_model);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(StructureModel::ValueColumn, QHeaderView::Stretch);
    m_tree->header()->resizeSection(StructureModel::NameColumn, fontMetrics().averageCharWidth() * 34);
    m_tree->header()->resizeSection(StructureModel::FormatColumn, fontMetrics().averageCharWidth() * 10);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (current.isValid()) showEntry(m_model->entryOf(current));
    });
    return m_tree;
}

QWidget* RecordPane::makeContents()
{
    m_hex = new HexView;
    connect(m_hex, &HexView::cursorMoved, this, &RecordPane::selectAt);
    m_value = new QPlainTextEdit;
    m_value->setObjectName(QStringLiteral("valueText"));
    m_value->setAccessibleName(tr("Value of the selected field"));
    m_value->setReadOnly(true);
    m_value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_value->setFont(fixedFont(font()));
    m_value->setFrameShape(QFrame::NoFrame);
    m_highlighter = new JsonHighlighter(m_value->document(), m_value);
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(QStringLiteral("contentsTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_hex, tr("Bytes"));
    m_tabs->addTab(m_value, tr("Value"));
    m_place = new QLabel;
    m_place->setObjectName(QStringLiteral("placeLabel"));
    m_place->setTextFormat(Qt::PlainText);
    m_place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_place->setContentsMargins(space(this, 8), 0, space(this, 8), 0);
    m_place->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_place);
    return box;
}

void RecordPane::showMessage(const QString& sentence)
{
    m_message->setText(sentence);
    m_message->show();
    m_splitter->hide();
    m_model->setTree({});
    m_hex->setRecord({}, 0);
    m_value->clear();
}

void RecordPane::showRecord(std::shared_ptr<const StructureTree> tree)
{
    m_message->hide();
    m_splitter->show();
    const std::shared_ptr<const RecordDetail> detail(tree, &tree->detail());
    m_hex->setRecord(detail, detail->row.bytes.offset);
    m_model->setTree(std::move(tree));
    m_tree->expandToDepth(m_model->tree()->entries().size() < 300 ? 2 : 0);
    if (m_model->rowCount() > 0) m_tree->setCurrentIndex(m_model->index(0, 0));
    else showEntry(0);
}

void RecordPane::showFileRange(quint64 offset, quint64 length)
{
    if (!m_model->tree()) return;
    const RecordDetail& detail = m_model->tree()->detail();
    const quint64 base = detail.row.bytes.offset;
    if (offset < base || offset - base >= detail.bytes.size()) return;
    m_tabs->setCurrentWidget(m_hex);
    selectAt(qint64(offset - base));
    m_hex->markRange(ByteRange{offset - base, std::max<quint64>(1, length)});
}

void RecordPane::focusStructure()
{
    m_tree->setFocus(Qt::ShortcutFocusReason);
}

void RecordPane::showEntry(int entry)
{
    const auto range = m_model->tree()->rangeOf(entry);
    m_hex->markRange(range, m_linking ? HexView::Cursor::Stays : HexView::Cursor::Moves);
    showValue(entry);
    const RecordDetail& detail = m_model->tree()->detail();
    if (!range) return m_place->setText(tr("This field has no bytes of its own."));
    const QString place = (m_subject == Subject::Transaction ? tr("%1 at offset %2 of the file, %3 into the transaction")
                                                             : tr("%1 at offset %2 of the file, %3 into the evidence"))
                              .arg(formatExactBytes(range->length), formatCount(detail.row.bytes.offset + range->offset),
                                   formatCount(range->offset));
    m_place->setText(detail.cut ? tr("%1. Only the first %2 are shown.").arg(place, formatBytes(detail.bytes.size())) : place);
}

void RecordPane::selectAt(qint64 offset)
{
    if (!m_model->tree()) return;
    const int entry = m_model->tree()->deepestAt(quint64(offset));
    if (entry <= 0) return;
    m_linking = true;
    const QModelIndex index = m_model->indexOf(entry);
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
    m_linking = false;
}

void RecordPane::showValue(int entry)
{
    bool isJson = false;
    const QString text = valueText(entry, isJson);
    m_highlighter->setActive(false);
    m_value->setPlainText(text);
    m_highlighter->setActive(isJson && text.size() < kMostValueCharacters / 4);
}

QString RecordPane::valueText(int entry, bool& isJson) const
{
    const StructureTree& tree = *m_model->tree();
    const StructureNode& node = *tree.entries()[std::size_t(entry)].node;
    const auto bytes = tree.bytesOf(entry);
    const bool textual = node.format == "json" || node.format == "text" || node.format == "pem";
    QString text = bytes && textual ? safeMultiline(textOf(*bytes), kMostValueCharacters)
                                    : safeMultiline(node.value, kMostValueCharacters);
    if (node.format == "json") {
        if (const auto indented = indentedJson(text)) {
            isJson = true;
            return *indented;
        }
    }
    if (node.children.empty() || node.format == "json") return text;
    return text.isEmpty() ? outline(entry) : text + QStringLiteral("\n\n") + outline(entry);
}

QString RecordPane::outline(int entry) const
{
    QString text;
    int lines = 0;
    const auto visit = [&](auto&& self, const StructureNode& node, int depth) -> void {
        for (const StructureNode& child : node.children) {
            if (++lines > kMostOutlineLines || depth > 64) return;
            const QString name = QString(depth * 2, QLatin1Char(' ')) + safeText(child.name, 200);
            const QString value = safeText(child.value, 4000);
            text += (value.isEmpty() ? name : QStringLiteral("%1: %2").arg(name, value)) + QLatin1Char('\n');
            self(self, child, depth + 1);
        }
    };
    visit(visit, *m_model->tree()->entries()[std::size_t(entry)].node, 0);
    if (lines > kMostOutlineLines) text += QChar(0x2026);
    return text;
}

} // namespace countersign::ui
