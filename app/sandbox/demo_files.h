#pragma once

#include "app/sandbox/sandbox.h"
#include "app/sandbox/service/rsa_key.h"
#include "app/sandbox/service/story.h"

namespace countersign::sandbox {

/// What is made for one of the three members before the service exists.
struct DemoKeys {
    nlohmann::json data;
    RsaKeyPair encryption;
};

Result<std::vector<DemoKeys>> newDemoKeys();

/// Makes the folder, for the owner alone. Io when something is in it.
Result<void> prepareFolder(const std::filesystem::path& folder);

/// Certificates, the keys of the first two members (for the owner's eyes), receipts of the story's landmarks, and a text
/// that says what all this is. Fills in `places` but for its addresses.
Result<void> writeDemoFiles(const Consortium& service, const std::vector<DemoKeys>& keys, const Story& story,
                            SandboxPlaces& places);

} // namespace countersign::sandbox
