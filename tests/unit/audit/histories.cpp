#include "tests/unit/audit/histories.h"

#include "core/ccf/ccf_family.h"

#include <stdexcept>

namespace countersign::test {

namespace {

template <class T>
T sure(Result<T> result)
{
    if (!result) throw std::runtime_error(result.error().where + ": " + result.error().detail);
    return std::move(result).value();
}

void sure(const Result<void>& result)
{
    if (!result) throw std::runtime_error(result.error().where + ": " + result.error().detail);
}

} // namespace

Seen see(const std::filesystem::path& ledger, const SeeOptions& options)
{
    Seen seen{ccf::makeCcfFamily(), {}, {}, {}};
    seen.source = sure(seen.family->open({ledger}));
    VerifyOptions verify;
    if (!options.anchor.empty()) verify.anchors.push_back({copyOf(bytesOf(options.anchor)), "service_cert.pem"});
    verify.rootsAt = options.rootsAt;
    verify.jobs = options.jobs;
    seen.report = sure(seen.source->verify(verify, {}, {}));
    const audit::TakingRequest request{options.name,   options.takenAt, "0.1.0",
                                       verify.anchors, options.auditor, options.previous};
    seen.snapshot = sure(audit::takeSnapshot(*seen.source, *seen.family, seen.report, request, {}, {}));
    return seen;
}

audit::SnapshotFile fileOf(const audit::AuditSnapshot& snapshot)
{
    return sure(audit::openSnapshotFile(bytesOf(sure(audit::snapshotDocument(snapshot)))));
}

Histories::Histories(std::filesystem::path folder,
                     std::multimap<SeqNo, std::function<void(support::SyntheticService&)>> events)
    : m_folder(std::move(folder)), m_events(std::move(events)), m_made(sure(script().run(m_folder / "made")))
{}

support::LedgerScript Histories::script() const
{
    support::LedgerScript script;
    script.transactions = 160;
    script.signatureEvery = 10;
    script.service.chunkBytes = 20'000;
    script.events = m_events;
    return script;
}

SeqNo Histories::signatureFrom(SeqNo seqno) const
{
    return sure(support::LedgerEditor::load(whole())).signatureFrom(seqno);
}

std::filesystem::path Histories::upTo(SeqNo signature, const std::string& name)
{
    auto editor = sure(support::LedgerEditor::load(whole()));
    editor.truncateAfter(signature);
    sure(editor.save(m_folder / name));
    return m_folder / name;
}

std::filesystem::path Histories::rewritten(SeqNo from, SeqNo changed, const std::string& name)
{
    auto editor = sure(support::LedgerEditor::load(whole()));
    support::Transaction content = editor.content(changed);
    content.write("public:records", "k", "another value");
    editor.replace(changed, content);
    support::Forger forger;
    forger.nodeKey = &m_made.nodes.front().key;
    forger.serviceKey = &m_made.identities.front().key;
    forger.from = from;
    editor.resign(forger);
    sure(editor.save(m_folder / name));
    return m_folder / name;
}

std::filesystem::path Histories::forked(SeqNo seqno, const std::string& name)
{
    support::LedgerScript other = script();
    other.events.emplace(seqno, support::electNow);
    const auto made = sure(other.run(m_folder / (name + ".made")));
    return made.ledger();
}

} // namespace countersign::test
