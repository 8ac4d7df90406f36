#include "app/sandbox/demo_files.h"

#include "core/base/file_io.h"

namespace countersign::sandbox {

namespace {

constexpr std::size_t kMembersOfTheUser = 2;
constexpr const char* kNames[] = {"Orchard Bank", "Harbour Trust", "Quarry Union"};

constexpr const char* kReadMe = R"(DEMO

This folder belongs to a demo consortium that Countersign made on this machine. It proves nothing about anybody: its
keys were made here, and whoever reads this folder holds two of them. Never pin its service certificate beside real
ones, and never use its keys elsewhere.

service_cert.pem            the identity of the service: what to pin
previous_service_cert.pem   its identity before the recovery
ledger/                     the ledger's files, while the demo runs and after it
receipts/                   receipts of what happened before you came
keys/                       certificates and keys of the two members you play
)";

/// Collects the first failure of many writes.
struct Writer {
    Result<void> state;

    void write(const std::filesystem::path& path, Bytes content, FileReaders readers = FileReaders::Everyone)
    {
        if (state) state = writeFileAtomically(path, content, readers);
    }
};

std::string fileName(const std::string& name)
{
    std::string out = "DEMO-";
    for (const char c : name) out += c == ' ' ? '-' : static_cast<char>(c | 0x20);
    return out;
}

void writeMembers(const Consortium& service, const std::vector<DemoKeys>& keys, SandboxPlaces& places, Writer& writer)
{
    const std::filesystem::path folder = places.folder / "keys";
    for (std::size_t i = 0; i < kMembersOfTheUser; ++i) {
        const Member& member = service.made().members.at(i);
        const std::string name = fileName(kNames[i]);
        DemoMember one{kNames[i], member.id, folder / (name + "_cert.pem"), folder / (name + "_privk.pem"),
                       folder / (name + "_enc_privk.pem")};
        writer.write(one.certificate, bytesOf(member.certificate));
        writer.write(one.key, bytesOf(member.key.privatePem()), FileReaders::OwnerOnly);
        writer.write(one.encryptionKey, bytesOf(keys[i].encryption.privatePem), FileReaders::OwnerOnly);
        places.members.push_back(std::move(one));
    }
}

void writeReceipts(const Consortium& service, const Story& story, const SandboxPlaces& places, Writer& writer)
{
    const auto file = [&](const std::string& name, TransactionId id, const char* kind) {
        return places.receipts / (name + '.' + id.toString() + ".receipt." + kind);
    };
    for (const auto& [name, id] : story.landmarks()) {
        if (const auto receipt = service.receipt(id.seqno)) writer.write(file(name, id, "json"), bytesOf(receipt->dump()));
        if (const auto cose = service.coseReceipt(id.seqno)) writer.write(file(name, id, "cose"), *cose);
    }
    const TransactionId signature = service.committed();
    const auto receipt = service.receipt(signature.seqno);
    if (receipt) writer.write(file("signature", signature, "json"), bytesOf(receipt->dump()));
}

} // namespace

Result<std::vector<DemoKeys>> newDemoKeys()
{
    std::vector<DemoKeys> all;
    for (const char* name : kNames) {
        auto key = newRsaKey();
        if (!key) return std::move(key).error();
        all.push_back({{{"name", std::string(name) + " (DEMO)"}}, std::move(*key)});
    }
    return all;
}

Result<void> prepareFolder(const std::filesystem::path& folder)
{
    namespace fs = std::filesystem;
    std::error_code error;
    fs::create_directories(folder, error);
    if (!fs::is_directory(folder)) return Error{ErrorCode::Io, folder.string(), error ? error.message() : "no folder"};
    if (!fs::is_empty(folder, error) || error)
        return Error{ErrorCode::Io, folder.string(), "the folder of a demo must be empty"};
    fs::permissions(folder, fs::perms::owner_all, error);
    for (const char* name : {"ledger", "receipts", "keys"})
        if (!error) fs::create_directory(folder / name, error);
    if (error) return Error{ErrorCode::Io, folder.string(), error.message()};
    return {};
}

Result<void> writeDemoFiles(const Consortium& service, const std::vector<DemoKeys>& keys, const Story& story,
                            SandboxPlaces& places)
{
    const GeneratedLedger& made = service.made();
    places.folder = made.folder;
    places.ledger = made.ledger();
    places.receipts = made.folder / "receipts";
    places.serviceCertificate = made.folder / "service_cert.pem";
    places.previousServiceCertificate = made.folder / "previous_service_cert.pem";
    Writer writer;
    writer.write(made.folder / "DEMO.txt", bytesOf(kReadMe));
    writer.write(places.serviceCertificate, bytesOf(made.serviceCertificate()));
    writer.write(places.previousServiceCertificate, bytesOf(made.identities.front().certificate));
    writeMembers(service, keys, places, writer);
    writeReceipts(service, story, places, writer);
    return writer.state;
}

} // namespace countersign::sandbox
