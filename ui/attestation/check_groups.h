#pragma once

#include "core/family/records.h"

#include <QString>

#include <vector>

namespace countersign::ui {

/// What a column of the matrix of nodes and checks stands for.
enum class CheckGroup : quint8 { Chain, Signature, Tcb, Revocation, Key, Measurement, HostData, Debug, Vmpl, Other, Count };

inline constexpr int kCheckGroups = int(CheckGroup::Other);

/// Which column a check of attestation evidence belongs to.
CheckGroup checkGroupOf(const std::string& id);
QString checkGroupTitle(CheckGroup group);
/// What the column asks, in a sentence.
QString checkGroupQuestion(CheckGroup group);

/// The worst link of the group; null when none of them was asked or listed.
const ProofLink* worstOf(const std::vector<ProofLink>& links, CheckGroup group);

} // namespace countersign::ui
