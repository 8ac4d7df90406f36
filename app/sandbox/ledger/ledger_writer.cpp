#include "app/sandbox/ledger/ledger_writer.h"

#include "app/sandbox/ledger/byte_writer.h"

namespace countersign::sandbox {

LedgerWriter::LedgerWriter(std::filesystem::path folder, std::string_view seed, EntryHooks hooks)
    : m_builder(seed), m_chunks(std::move(folder)), m_hooks(std::move(hooks))
{}

Digest LedgerWriter::append(Transaction& transaction)
{
    if (m_hooks.beforeHashing) m_hooks.beforeHashing(transaction);
    m_builder.build(transaction, m_buffer);
    const Digest writeSet = sha256Of(m_buffer);
    Digest leaf = writeSet;
    if (transaction.entryType == 3) leaf = sha256Of(writeSet, transaction.evidence);
    if (transaction.entryType == 4) leaf = sha256Of(writeSet, transaction.evidence, transaction.claims);
    m_tree.append(leaf);
    if (!m_hooks.afterHashing) {
        m_chunks.append(transaction.seqno, m_buffer);
        return writeSet;
    }
    std::vector<ByteVector> entries{m_buffer};
    m_hooks.afterHashing(transaction, entries);
    for (const ByteVector& entry : entries) m_chunks.append(transaction.seqno, entry);
    return writeSet;
}

} // namespace countersign::sandbox
