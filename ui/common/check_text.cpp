#include "ui/common/check_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace countersign::ui {

namespace {

struct Row {
    std::string_view id;
    const char* text;
};

// The same English as in app/common/english_checks.cpp; a test holds the two together.
constexpr Row kChecks[] = {
    {"ccf.chunk.name", QT_TRANSLATE_NOOP("CheckText", "Each file is named after what it holds")},
    {"ccf.chunk.positions", QT_TRANSLATE_NOOP("CheckText", "The table of positions fits the entries")},
    {"ccf.chunk.complete", QT_TRANSLATE_NOOP("CheckText", "Each finished file is complete and ends with a signature")},
    {"ccf.chunk.readable", QT_TRANSLATE_NOOP("CheckText", "Each file of the history could be read")},
    {"ccf.chunk.unchanged", QT_TRANSLATE_NOOP("CheckText", "No file changed while it was read")},
    {"ccf.entry.structure", QT_TRANSLATE_NOOP("CheckText", "Each entry is well formed")},
    {"ccf.order.start", QT_TRANSLATE_NOOP("CheckText", "The history is there from its beginning")},
    {"ccf.order.sequence", QT_TRANSLATE_NOOP("CheckText", "The transactions follow each other without a gap")},
    {"ccf.order.view", QT_TRANSLATE_NOOP("CheckText", "The view never goes back")},
    {"ccf.order.copies", QT_TRANSLATE_NOOP("CheckText", "Copies of the same part agree")},
    {"ccf.tree.root", QT_TRANSLATE_NOOP("CheckText", "The root of the tree is the one that was signed")},
    {"ccf.tree.contents", QT_TRANSLATE_NOOP("CheckText", "The tree stored with a signature fits the transactions")},
    {"ccf.signature.transaction",
     QT_TRANSLATE_NOOP("CheckText", "Each signature transaction holds what belongs into one")},
    {"ccf.signature.present", QT_TRANSLATE_NOOP("CheckText", "The history is signed")},
    {"ccf.signature.node.holds", QT_TRANSLATE_NOOP("CheckText", "The node's signature holds over the root")},
    {"ccf.signature.node.identity",
     QT_TRANSLATE_NOOP("CheckText", "The signing node is the one whose key is in the tables")},
    {"ccf.signature.node.status", QT_TRANSLATE_NOOP("CheckText", "The signing node was allowed to sign")},
    {"ccf.signature.node.endorsement", QT_TRANSLATE_NOOP("CheckText", "The node's certificate comes from the service")},
    {"ccf.signature.service.holds", QT_TRANSLATE_NOOP("CheckText", "The service's signature holds over the root")},
    {"ccf.signature.service.header",
     QT_TRANSLATE_NOOP("CheckText", "The service's signature names its key and its transaction rightly")},
    {"ccf.signature.service.time", QT_TRANSLATE_NOOP("CheckText", "The times signed by the service do not go back")},
    {"ccf.identity.anchor", QT_TRANSLATE_NOOP("CheckText", "The identity you gave is one of this history")},
    {"ccf.identity.chain", QT_TRANSLATE_NOOP("CheckText", "Each identity is linked to the one you gave")},
    {"ccf.identity.status", QT_TRANSLATE_NOOP("CheckText", "The status of the service changed only as allowed")},
    {"ccf.identity.endorsement", QT_TRANSLATE_NOOP("CheckText", "The endorsements between identities hold")},
    {"ccf.identity.previous",
     QT_TRANSLATE_NOOP("CheckText", "Each recovery names the identity and the root before it rightly")},
    {"ccf.governance.message", QT_TRANSLATE_NOOP("CheckText", "What members signed is what the ledger records")},
    {"ccf.governance.member",
     QT_TRANSLATE_NOOP("CheckText", "Each signing member is known, with a certificate that fits")},
    {"ccf.snapshot.readable", QT_TRANSLATE_NOOP("CheckText", "The snapshot could be read")},
    {"ccf.snapshot.digest", QT_TRANSLATE_NOOP("CheckText", "The snapshot's bytes have the digest its receipt states")},
    {"ccf.snapshot.receipt", QT_TRANSLATE_NOOP("CheckText", "The snapshot's receipt holds")},
    {"ccf.snapshot.certificate",
     QT_TRANSLATE_NOOP("CheckText", "The snapshot's receipt comes from an identity of the service")},
    {"ccf.snapshot.evidence", QT_TRANSLATE_NOOP("CheckText", "The ledger vouches for the snapshot")},
    {"ccf.snapshot.state", QT_TRANSLATE_NOOP("CheckText", "The snapshot's state is the one that the ledger gives")},
    {"ccf.run.complete", QT_TRANSLATE_NOOP("CheckText", "The run went through to its end")},
    {"ccf.live.reachable", QT_TRANSLATE_NOOP("CheckText", "Each node that was named answered")},
    {"ccf.live.identity",
     QT_TRANSLATE_NOOP("CheckText", "The service that answers is the one whose identity you gave")},
    {"ccf.live.agreement", QT_TRANSLATE_NOOP("CheckText", "The nodes that were asked agree with each other")},
};

} // namespace

QString checkTitle(const std::string& id)
{
    const auto found = std::ranges::find(kChecks, std::string_view(id), &Row::id);
    if (found == std::end(kChecks)) return QString::fromStdString(id);
    return QCoreApplication::translate("CheckText", found->text);
}

} // namespace countersign::ui
