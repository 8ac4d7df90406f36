#pragma once

#include "core/attestation/evidence.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::attestation {

/// What a file is, by its first bytes and, where they cannot tell, by its name ("report.bin", "quote.json"). Reads only
/// what is given; nothing when it is no evidence known here.
std::optional<EvidenceKind> kindOfEvidence(Bytes content, const std::string& name);

/// Whether the text is what a CCF node or service says of quotes: an object with `raw` or `quote` and `format`, or a
/// list of them.
bool isCcfQuotes(Bytes content);

/// The evidence in one file; several when it is a service's list of its nodes' quotes.
Result<std::vector<AttestationInput>> evidenceInFile(NamedBytes file);

/// The evidence in the files of one folder, which belong together; what each is, its name says. NotFound when there is
/// none.
Result<AttestationInput> evidenceInFolder(std::vector<NamedBytes> files);

/// The names that evidenceInFolder() looks for evidence under.
bool isEvidenceName(const std::string& name);

} // namespace countersign::attestation
