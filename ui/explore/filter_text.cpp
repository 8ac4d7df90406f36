#include "ui/explore/filter_text.h"

#include "ui/models/safe_text.h"

#include <QCoreApplication>

namespace countersign::ui {
namespace {

QString tr(const char* sentence)
{
    return QCoreApplication::translate("FilterText", sentence);
}

const char* sentence(filter::FilterErrorId id)
{
    using enum filter::FilterErrorId;
    switch (id) {
    case TooLong: return QT_TRANSLATE_NOOP("FilterText", "The filter is longer than 4096 bytes.");
    case TooDeep: return QT_TRANSLATE_NOOP("FilterText", "The filter is nested too deeply.");
    case BadCharacter: return QT_TRANSLATE_NOOP("FilterText", "A control character can't stand here.");
    case OpenString: return QT_TRANSLATE_NOOP("FilterText", "The quotation mark is not closed.");
    case BadEscape: return QT_TRANSLATE_NOOP("FilterText", "After a backslash write one of \" \\ n r t, or x and two hex digits.");
    case BadHex: return QT_TRANSLATE_NOOP("FilterText", "“%1” is no row of whole bytes in hex.");
    case SingleSymbol: return QT_TRANSLATE_NOOP("FilterText", "“%1” can't stand alone.");
    case UnknownField: return QT_TRANSLATE_NOOP("FilterText", "There is no field “%1”.");
    case ExpectedOperator: return QT_TRANSLATE_NOOP("FilterText", "A field needs an operator here, such as == or ~. To search for the word, put it in quotation marks.");
    case ExpectedTerm: return QT_TRANSLATE_NOOP("FilterText", "A field, a word or a parenthesis is missing here.");
    case ExpectedValue: return QT_TRANSLATE_NOOP("FilterText", "A value is missing here.");
    case ExpectedJoin: return QT_TRANSLATE_NOOP("FilterText", "&& or || is missing here.");
    case ExpectedBrace: return QT_TRANSLATE_NOOP("FilterText", "The list needs its closing brace.");
    case ExpectedComma: return QT_TRANSLATE_NOOP("FilterText", "A comma is missing here.");
    case UnclosedParenthesis: return QT_TRANSLATE_NOOP("FilterText", "The parenthesis is not closed.");
    case StrayParenthesis: return QT_TRANSLATE_NOOP("FilterText", "There is no opening parenthesis for this one.");
    case NotANumber: return QT_TRANSLATE_NOOP("FilterText", "“%1” is no number that fits here.");
    case NotATime: return QT_TRANSLATE_NOOP("FilterText", "“%1” is no time. Write 2026-11-12 or 2026-11-12T09:14:00Z.");
    case UnknownWord: return QT_TRANSLATE_NOOP("FilterText", "“%1” is none of the words this field knows.");
    case RangeBackwards: return QT_TRANSLATE_NOOP("FilterText", "The range ends before it begins.");
    case RangeNotAllowed: return QT_TRANSLATE_NOOP("FilterText", "A range can't stand here: use it with ==, != or in, for numbers and times.");
    case OperatorNotAllowed: return QT_TRANSLATE_NOOP("FilterText", "This field has no such operator.");
    }
    return "";
}

} // namespace

QString filterErrorText(const filter::FilterError& error)
{
    QString text = tr(sentence(error.id));
    if (text.contains(QStringLiteral("%1"))) text = text.arg(safeText(error.argument, 60));
    const bool suggests = error.id == filter::FilterErrorId::UnknownField || error.id == filter::FilterErrorId::UnknownWord
                          || error.id == filter::FilterErrorId::SingleSymbol;
    if (!suggests || error.hint.empty()) return text;
    return tr(QT_TRANSLATE_NOOP("FilterText", "%1 Did you mean “%2”?")).arg(text, QString::fromStdString(error.hint));
}

QString filterFieldText(filter::Field field)
{
    using enum filter::Field;
    switch (field) {
    case SeqNo: return tr(QT_TRANSLATE_NOOP("FilterText", "sequence number"));
    case View: return tr(QT_TRANSLATE_NOOP("FilterText", "view"));
    case Kind: return tr(QT_TRANSLATE_NOOP("FilterText", "what it does"));
    case Table: return tr(QT_TRANSLATE_NOOP("FilterText", "a table it names"));
    case Key: return tr(QT_TRANSLATE_NOOP("FilterText", "a key it writes or removes"));
    case Value: return tr(QT_TRANSLATE_NOOP("FilterText", "a value it writes"));
    case Node: return tr(QT_TRANSLATE_NOOP("FilterText", "a node it names"));
    case Time: return tr(QT_TRANSLATE_NOOP("FilterText", "signed time"));
    case Size: return tr(QT_TRANSLATE_NOOP("FilterText", "size in bytes"));
    case Private: return tr(QT_TRANSLATE_NOOP("FilterText", "private bytes"));
    case Writes: return tr(QT_TRANSLATE_NOOP("FilterText", "number of public writes"));
    case Removes: return tr(QT_TRANSLATE_NOOP("FilterText", "number of public removes"));
    case Verdict: return tr(QT_TRANSLATE_NOOP("FilterText", "verdict"));
    case Signed: return tr(QT_TRANSLATE_NOOP("FilterText", "covered by a signature"));
    case File: return tr(QT_TRANSLATE_NOOP("FilterText", "name of its file"));
    }
    return {};
}

int positionIn(const QString& text, std::size_t bytePosition)
{
    return int(QString::fromUtf8(text.toUtf8().left(qsizetype(bytePosition))).size());
}

} // namespace countersign::ui
