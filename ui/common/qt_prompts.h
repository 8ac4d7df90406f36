#pragma once

#include "ui/common/prompts.h"

#include <QFileDialog>

namespace countersign::ui {

/// Prompts by the platform's dialogs, modal to the context's window only.
class QtPrompts final : public Prompts
{
public:
    void chooseFolder(QWidget* context, const FileQuestion& question, PathAnswer answer) override;
    void chooseFile(QWidget* context, const FileQuestion& question, PathAnswer answer) override;
    void chooseFiles(QWidget* context, const FileQuestion& question, PathsAnswer answer) override;
    void chooseSaveFile(QWidget* context, const FileQuestion& question, PathAnswer answer) override;
    void confirm(QWidget* context, const ConfirmQuestion& question, std::function<void()> agreed) override;

private:
    void open(QWidget* context, const FileQuestion& question, QFileDialog::FileMode mode,
              QFileDialog::AcceptMode acceptMode, PathsAnswer answer);

    QString m_lastFolder;
};

} // namespace countersign::ui
