#pragma once

#include "core/base/bytes.h"

#include <span>
#include <string>
#include <vector>

namespace countersign::attestation {

enum class Vendor : std::uint8_t { Amd, Intel };

/// A vendor's root key that evidence may end at. Certificates travel with the evidence; only the key is pinned, because
/// a root can be issued again with the same key, while names and serial numbers prove nothing.
struct RootPin {
    std::string name; ///< For people: "AMD ARK-Milan".
    Vendor vendor = Vendor::Amd;
    std::string product; ///< AMD: "Milan", "Genoa" or "Turin", since a root belongs to one product line. Intel: empty.
    Digest spki{};       ///< SHA-256 of the root's SubjectPublicKeyInfo in DER.
};

/// The pins this program is built with: the table in roots.cpp.
const std::vector<RootPin>& builtinRoots();

/// The pin for this key, or null. Null for every key when there are no pins.
const RootPin* findPin(std::span<const RootPin> pins, Vendor vendor, const Digest& spki) noexcept;

/// An issuer of endorsements of Azure's utility VM, named by did:x509, which pins a root certificate by its digest.
struct UvmRoot {
    std::string did;
    std::string feed;
    std::uint64_t minimumSvn = 0;
};

/// The issuers that CCF accepts when nothing else is configured.
const std::vector<UvmRoot>& builtinUvmRoots();

} // namespace countersign::attestation
