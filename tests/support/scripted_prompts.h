#pragma once

#include "ui/common/prompts.h"

#include <optional>

namespace countersign::tests {

/// Prompts that answer at once from what a test put in; what was not put in is cancelled. Counts the questions.
class ScriptedPrompts final : public ui::Prompts
{
public:
    std::optional<QString> folder, file, saveFile;
    std::optional<QStringList> files;
    bool agrees = false;
    int asked = 0;

    void chooseFolder(QWidget*, const ui::FileQuestion&, PathAnswer answer) override { give(folder, answer); }
    void chooseFile(QWidget*, const ui::FileQuestion&, PathAnswer answer) override { give(file, answer); }
    void chooseSaveFile(QWidget*, const ui::FileQuestion&, PathAnswer answer) override { give(saveFile, answer); }
    void chooseFiles(QWidget*, const ui::FileQuestion&, PathsAnswer answer) override { give(files, answer); }
    void confirm(QWidget*, const ui::ConfirmQuestion&, std::function<void()> agreed) override
    {
        ++asked;
        if (agrees) agreed();
    }

private:
    template <class Value, class Answer>
    void give(const std::optional<Value>& value, const Answer& answer)
    {
        ++asked;
        if (value) answer(*value);
    }
};

} // namespace countersign::tests
