#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>
#include <vector>

namespace countersign::ccf {

/// What a value inside an action's arguments turned out to be.
enum class ArgumentKind : std::uint8_t {
    Value,       ///< `text` is the text, or the JSON of a number, truth value or null, or of an empty list or object.
    Certificate, ///< `text` is the subject; `id` the SHA-256 of the certificate: CCF's member and user id.
    PublicKey,   ///< `text` is the kind and size; `id` the SHA-256 of the SubjectPublicKeyInfo.
    Script       ///< A text of several lines or of more than 200 bytes; `text` is all of it, `id` its SHA-256.
};

struct Argument {
    std::string path; ///< "cert", "bundle.modules[0].module".
    ArgumentKind kind = ArgumentKind::Value;
    std::string text;
    std::string id{};        ///< Hex, where the kind has one.
    std::string notBefore{}; ///< Of certificates, as ISO 8601.
    std::string notAfter{};

    bool operator==(const Argument&) const = default;
};

struct DecodedAction {
    std::string name;
    std::vector<Argument> arguments; ///< In the order of the member names.

    bool operator==(const DecodedAction&) const = default;
};

struct ProposalText {
    std::vector<DecodedAction> actions;
    std::string digest; ///< SHA-256 of the whole text, in hex.
};

/// A proposal as it is signed: an object whose one member "actions" is a list, not empty, of objects with a "name" and
/// perhaps "args", and nothing else. Malformed otherwise, and when a member is named twice, since two readers could
/// then see two proposals. Whether the actions are known to a service is for its constitution to say.
Result<ProposalText> parseProposal(Bytes text);

} // namespace countersign::ccf
