#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace countersign::ui {

/// What is asked when a file or folder is to be chosen.
struct FileQuestion {
    QString title;
    QString folder; ///< Where to begin; empty: where the last question ended.
    QString filter; ///< As QFileDialog writes it; empty: all files.
    QString name;   ///< Suggested name when saving.
};

struct ConfirmQuestion {
    QString title;
    QString sentence;
    QString action; ///< The verb on the button that goes on. It is never the default one.
};

/// The questions a page may put to the person, answered later on the same thread: no page runs a nested loop, and tests
/// answer from a script. The answer is not given at all when it is cancelled or `context` has died by then.
class Prompts
{
public:
    using PathAnswer = std::function<void(const QString&)>;
    using PathsAnswer = std::function<void(const QStringList&)>;

    virtual ~Prompts() = default;
    virtual void chooseFolder(QWidget* context, const FileQuestion& question, PathAnswer answer) = 0;
    virtual void chooseFile(QWidget* context, const FileQuestion& question, PathAnswer answer) = 0;
    virtual void chooseFiles(QWidget* context, const FileQuestion& question, PathsAnswer answer) = 0;
    virtual void chooseSaveFile(QWidget* context, const FileQuestion& question, PathAnswer answer) = 0;
    virtual void confirm(QWidget* context, const ConfirmQuestion& question, std::function<void()> agreed) = 0;
};

} // namespace countersign::ui
