#include "tests/support/ledger_script.h"

#include "core/base/file_io.h"

namespace countersign::support {

Result<GeneratedLedger> LedgerScript::run(const std::filesystem::path& folder, ServiceHooks hooks) const
{
    SyntheticService script(folder, service, std::move(hooks));
    script.create();
    for (std::size_t i = 1; i < nodes; ++i) script.joinBeforeOpening();
    script.open();
    Random random("script:" + service.seed);
    auto event = events.begin();
    const auto writeOne = [&] {
        const bool isPrivate = random.chance(privateShare);
        script.writeRecord(valueMin + random.below(valueMax - valueMin + 1), isPrivate);
    };
    for (std::uint64_t done = 1; done <= transactions; ++done) {
        writeOne();
        if (done % signatureEvery == 0) script.sign();
        for (; event != events.end() && script.last().seqno >= event->first; ++event) event->second(script);
        if (progress && done % 65'536 == 0) progress(done);
        if (!script.writer().state()) return script.writer().state().error();
    }
    if (unsignedTail > 0 && script.made().lastSignature != script.last()) script.sign();
    for (std::uint64_t i = 0; i < unsignedTail; ++i) writeOne();
    if (unsignedTail == 0 && script.made().lastSignature != script.last()) script.sign();
    return script.finish(end);
}

void recoverNow(SyntheticService& service)
{
    service.recover();
}

void snapshotNow(SyntheticService& service)
{
    service.snapshot();
}

void renewNow(SyntheticService& service)
{
    service.renewServiceCertificate();
}

void electNow(SyntheticService& service)
{
    service.elect();
}

void changeMembersNow(SyntheticService& service)
{
    const std::size_t added = service.addMember(crypto::KeyKind::P384);
    service.removeMember(added - 1);
}

void changeNodesNow(SyntheticService& service)
{
    const std::size_t before = service.primary();
    service.elect(service.addNode());
    service.retireNode(before);
}

Result<void> writeKeys(const GeneratedLedger& made, const std::filesystem::path& folder)
{
    Result<void> state;
    const auto put = [&](const std::string& name, const std::string& content) {
        if (state) state = writeFileAtomically(folder / name, bytesOf(content));
    };
    put("service_cert.pem", made.serviceCertificate());
    put("service_privk.pem", made.identities.back().key.privatePem());
    for (std::size_t i = 0; i + 1 < made.identities.size(); ++i)
        put("service_cert_" + std::to_string(i) + ".pem", made.identities[i].certificate);
    for (std::size_t i = 0; i < made.members.size(); ++i) {
        put("member" + std::to_string(i) + "_cert.pem", made.members[i].certificate);
        put("member" + std::to_string(i) + "_privk.pem", made.members[i].key.privatePem());
    }
    for (std::size_t i = 0; i < made.nodes.size(); ++i)
        put("node" + std::to_string(i) + "_privk.pem", made.nodes[i].key.privatePem());
    return state;
}

} // namespace countersign::support
