#include "ui/verify/assurance_text.h"

#include <QCoreApplication>

#include <string_view>

namespace countersign::ui {

namespace {

struct Row {
    std::string_view id;
    const char* text;
};

constexpr Row kRestsOn[] = {
    {"pinned-service-identity", QT_TRANSLATE_NOOP("AssuranceText", "On the identity you pinned: whoever holds its key can write a history that passes.")},
    {"node-certificates", QT_TRANSLATE_NOOP("AssuranceText", "On the node certificates that the pinned identity, or one linked to it, issued.")},
    {"root-signatures", QT_TRANSLATE_NOOP("AssuranceText", "On the signatures over the tree's root, each recomputed from the bytes of every transaction.")},
};

constexpr Row kCannotShow[] = {
    {"truncation", QT_TRANSLATE_NOOP("AssuranceText", "Whether later transactions exist that you were not given.")},
    {"commit-beyond-suffix", QT_TRANSLATE_NOOP("AssuranceText", "Whether the end was committed by a majority, beyond what files and later records show.")},
    {"private-contents", QT_TRANSLATE_NOOP("AssuranceText", "What encrypted transactions say; their bytes are covered by the signatures.")},
    {"governance-outcomes", QT_TRANSLATE_NOOP("AssuranceText", "Whether the constitution, run again, decides each proposal as the ledger says.")},
    {"attestation", QT_TRANSLATE_NOOP("AssuranceText", "Whether the nodes ran the code the members allowed: their attestation is not yet checked.")},
};

constexpr Row kLinks[] = {
    {"anchor", QT_TRANSLATE_NOOP("AssuranceText", "This is the identity you pinned.")},
    {"cose-endorsement", QT_TRANSLATE_NOOP("AssuranceText", "A signed endorsement links it to the next identity.")},
    {"signed-tree", QT_TRANSLATE_NOOP("AssuranceText", "A later identity signed a tree that covers its time.")},
    {"member-approval", QT_TRANSLATE_NOOP("AssuranceText", "Members of the identity before it approved the recovery.")},
    {"", QT_TRANSLATE_NOOP("AssuranceText", "Nothing links it to an identity you pinned.")},
};

constexpr Row kBases[] = {
    {"later-view", QT_TRANSLATE_NOOP("AssuranceText", "a later view builds on it")},
    {"later-identity", QT_TRANSLATE_NOOP("AssuranceText", "a later identity builds on it")},
    {"copies", QT_TRANSLATE_NOOP("AssuranceText", "several copies hold it")},
    {"suffix", QT_TRANSLATE_NOOP("AssuranceText", "only the names of the files say so")},
};

template <std::size_t N>
QString lookUp(const Row (&rows)[N], const std::string& id)
{
    for (const Row& row : rows)
        if (row.id == id) return QCoreApplication::translate("AssuranceText", row.text);
    return QString::fromStdString(id);
}

} // namespace

QString restsOnText(const std::string& id)
{
    return lookUp(kRestsOn, id);
}

QString cannotShowText(const std::string& id)
{
    return lookUp(kCannotShow, id);
}

QString linkText(const std::string& link)
{
    return lookUp(kLinks, link);
}

QString basisText(const std::string& basis)
{
    return lookUp(kBases, basis);
}

QString fileStateText(FileState state)
{
    const auto word = [](const char* text) { return QCoreApplication::translate("FileState", text); };
    switch (state) {
    case FileState::Committed: return word(QT_TRANSLATE_NOOP("FileState", "committed"));
    case FileState::Complete: return word(QT_TRANSLATE_NOOP("FileState", "complete"));
    case FileState::Open: return word(QT_TRANSLATE_NOOP("FileState", "still open"));
    case FileState::Recovery: return word(QT_TRANSLATE_NOOP("FileState", "in recovery"));
    case FileState::SetAside: return word(QT_TRANSLATE_NOOP("FileState", "set aside"));
    case FileState::Snapshot: return word(QT_TRANSLATE_NOOP("FileState", "snapshot"));
    case FileState::Duplicate: return word(QT_TRANSLATE_NOOP("FileState", "same as another"));
    case FileState::Unreadable: return word(QT_TRANSLATE_NOOP("FileState", "unreadable"));
    case FileState::Foreign: break;
    }
    return word(QT_TRANSLATE_NOOP("FileState", "not part of it"));
}

QString fileStateIcon(FileState state)
{
    switch (state) {
    case FileState::Committed: return QStringLiteral("shield");
    case FileState::Complete: return QStringLiteral("file");
    case FileState::Open: return QStringLiteral("clock");
    case FileState::Recovery: return QStringLiteral("resume");
    case FileState::Snapshot: return QStringLiteral("columns");
    case FileState::Duplicate: return QStringLiteral("copy");
    case FileState::Unreadable: return QStringLiteral("warning");
    case FileState::SetAside:
    case FileState::Foreign: break;
    }
    return QStringLiteral("verdict-not-checked");
}

} // namespace countersign::ui
