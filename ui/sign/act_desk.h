#pragma once

#include "ui/sign/act.h"

#include <functional>

class QWidget;

namespace countersign::ui {

/// Where pages bring what is to be signed.
class ActDesk
{
public:
    virtual ~ActDesk() = default;

    /// Opens the signing sheet over the window of `page`; returns at once. Every attempt that comes to an end is told
    /// to `ended`, on this thread, while the sheet still shows it: of a failed one the person may try again. It is not
    /// called for a sheet that was closed with nothing done, nor once `page` has died.
    ///
    /// Called again from within `ended`, it goes on with the next act on the same sheet, the key still chosen.
    virtual void sign(Act act, QWidget* page, std::function<void(const ActOutcome&)> ended) = 0;

    /// The service is read again: a page calls it when what it shows was changed.
    virtual void refresh() = 0;
};

} // namespace countersign::ui
