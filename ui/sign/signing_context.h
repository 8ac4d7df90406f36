#pragma once

#include "ui/sign/act_port.h"

#include <functional>

class QThreadPool;

namespace countersign::ui {

class LayoutMemory;
class Prompts;

/// Somebody who may sign.
struct SigningMember {
    QString id, name;
    QByteArray certificate; ///< PEM.
};

/// A key whose place is known beforehand: of a demo.
struct KnownKey {
    QString member, file;
};

/// All that the signing sheet needs of its surroundings.
struct SigningContext {
    std::shared_ptr<ActPort> port;
    ActService service;
    QList<SigningMember> members;
    QList<KnownKey> keys;
    QString proofFolder;              ///< Where proof of what was done is kept.
    Prompts* prompts = nullptr;       ///< This and the next two outlive the sheet.
    QThreadPool* pool = nullptr;
    LayoutMemory* memory = nullptr;   ///< Remembers whose key was used, and where it is; may be null.
    std::function<QDateTime()> now;   ///< Empty: the system's clock.
};

} // namespace countersign::ui
