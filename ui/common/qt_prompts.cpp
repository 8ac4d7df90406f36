#include "ui/common/qt_prompts.h"

#include <QMessageBox>
#include <QPushButton>

namespace countersign::ui {

namespace {

Prompts::PathsAnswer single(Prompts::PathAnswer answer)
{
    return [answer = std::move(answer)](const QStringList& paths) {
        if (!paths.isEmpty()) answer(paths.first());
    };
}

} // namespace

void QtPrompts::open(QWidget* context, const FileQuestion& question, QFileDialog::FileMode mode,
                     QFileDialog::AcceptMode acceptMode, PathsAnswer answer)
{
    auto* dialog = new QFileDialog(context, question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    dialog->setAcceptMode(acceptMode);
    if (mode == QFileDialog::Directory) dialog->setOption(QFileDialog::ShowDirsOnly);
    if (!question.filter.isEmpty()) dialog->setNameFilter(question.filter);
    const QString folder = question.folder.isEmpty() ? m_lastFolder : question.folder;
    if (!folder.isEmpty()) dialog->setDirectory(folder);
    if (!question.name.isEmpty()) dialog->selectFile(question.name);
    QObject::connect(dialog, &QFileDialog::filesSelected, context,
                     [this, dialog, answer = std::move(answer)](const QStringList& paths) {
                         m_lastFolder = dialog->directory().absolutePath();
                         answer(paths);
                     });
    dialog->open();
}

void QtPrompts::chooseFolder(QWidget* context, const FileQuestion& question, PathAnswer answer)
{
    open(context, question, QFileDialog::Directory, QFileDialog::AcceptOpen, single(std::move(answer)));
}

void QtPrompts::chooseFile(QWidget* context, const FileQuestion& question, PathAnswer answer)
{
    open(context, question, QFileDialog::ExistingFile, QFileDialog::AcceptOpen, single(std::move(answer)));
}

void QtPrompts::chooseFiles(QWidget* context, const FileQuestion& question, PathsAnswer answer)
{
    open(context, question, QFileDialog::ExistingFiles, QFileDialog::AcceptOpen, std::move(answer));
}

void QtPrompts::chooseSaveFile(QWidget* context, const FileQuestion& question, PathAnswer answer)
{
    open(context, question, QFileDialog::AnyFile, QFileDialog::AcceptSave, single(std::move(answer)));
}

void QtPrompts::confirm(QWidget* context, const ConfirmQuestion& question, std::function<void()> agreed)
{
    auto* box = new QMessageBox(QMessageBox::Question, question.title, question.sentence, QMessageBox::Cancel, context);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    QPushButton* action = box->addButton(question.action, QMessageBox::AcceptRole);
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(box, &QMessageBox::buttonClicked, context,
                     [action, agreed = std::move(agreed)](QAbstractButton* clicked) {
                         if (clicked == action) agreed();
                     });
    box->open();
}

} // namespace countersign::ui
