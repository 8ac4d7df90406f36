#pragma once

#include "ui/explore/filter/filter.h"

#include <QString>

namespace countersign::ui {

/// The sentence for a fault of a filter, with the word that would be right where one is near.
QString filterErrorText(const filter::FilterError& error);

/// What a field means, for the completion list and the help.
QString filterFieldText(filter::Field field);

/// A byte position of the UTF-8 text as a position in `text`.
int positionIn(const QString& text, std::size_t bytePosition);

} // namespace countersign::ui
