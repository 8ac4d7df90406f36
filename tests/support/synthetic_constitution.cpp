#include "tests/support/synthetic_service.h"

namespace countersign::support {

/// A majority of active members accepts. Its actions do what SyntheticService writes for them.
std::string syntheticConstitution()
{
    return R"js(// Constitution of the synthetic service: a majority of active members decides.
const ONE = new ArrayBuffer(8);
const T = (name) => ccf.kv["public:ccf." + name];
const bytes = (text) => ccf.strToBuf(text);
const pack = (value) => ccf.jsonCompatibleToBuf(value);
const unpack = (buf) => (buf === undefined ? undefined : ccf.bufToJsonCompatible(buf));

function endorse(id, node, a) {
  T("gov.nodes.endorsed_certificates").set(id, bytes(ccf.network.generateEndorsedCertificate(
    node.certificate_signing_request, a.valid_from, a.validity_period_days)));
}

const ACTIONS = {
  transition_service_to_open(a) {
    ccf.node.transitionServiceToOpen(
      a.previous_service_identity === undefined ? undefined : bytes(a.previous_service_identity),
      bytes(a.next_service_identity));
  },
  set_member(a) {
    const id = bytes(ccf.pemToId(a.cert));
    T("gov.members.certs").set(id, bytes(a.cert));
    if (a.encryption_pub_key) {
      T("gov.members.encryption_public_keys").set(id, bytes(a.encryption_pub_key));
    } else {
      T("gov.members.encryption_public_keys").delete(id);
    }
    T("gov.members.info").set(id, pack({ member_data: a.member_data ?? null, status: "Accepted" }));
    const latest = unpack(T("internal.signatures").get(ONE));
    T("gov.members.acks").set(id, pack({ state_digest: latest ? latest.root : "" }));
  },
  remove_member(a) {
    const id = bytes(a.member_id);
    const info = unpack(T("gov.members.info").get(id));
    if (info === undefined) return;
    const rekey = info.status === "Active" && T("gov.members.encryption_public_keys").has(id);
    for (const name of ["acks", "certs", "encryption_public_keys", "info"]) T("gov.members." + name).delete(id);
    if (rekey) ccf.node.triggerLedgerRekey();
  },
  set_recovery_threshold(a) {
    const config = unpack(T("gov.service.config").get(ONE));
    config.recovery_threshold = a.recovery_threshold;
    T("gov.service.config").set(ONE, pack(config));
    ccf.node.triggerRecoverySharesRefresh();
  },
  set_user(a) {
    const id = bytes(ccf.pemToId(a.cert));
    T("gov.users.certs").set(id, bytes(a.cert));
    if (a.user_data) T("gov.users.info").set(id, pack({ user_data: a.user_data }));
    else T("gov.users.info").delete(id);
  },
  transition_node_to_trusted(a) {
    const id = bytes(a.node_id);
    const node = unpack(T("gov.nodes.info").get(id));
    if (node === undefined || node.status !== "Pending") return;
    node.status = "Trusted";
    node.ledger_secret_seqno = ccf.network.getLatestLedgerSecretSeqno();
    T("gov.nodes.info").set(id, pack(node));
    endorse(id, node, a);
  },
  remove_node(a) {
    const id = bytes(a.node_id);
    const node = unpack(T("gov.nodes.info").get(id));
    node.status = "Retired";
    T("gov.nodes.info").set(id, pack(node));
  },
  set_service_certificate_validity(a) {
    const info = unpack(T("gov.service.info").get(ONE));
    info.cert = ccf.network.generateNetworkCertificate(a.valid_from, a.validity_period_days);
    T("gov.service.info").set(ONE, pack(info));
  },
  set_constitution(a) {
    T("gov.constitution").set(ONE, pack(a.constitution));
  },
};

export function validate(text) {
  const unknown = JSON.parse(text).actions.filter((action) => !Object.hasOwn(ACTIONS, action.name));
  return { valid: unknown.length === 0, description: unknown.map((action) => action.name).join(", ") };
}

export function resolve(proposal, proposerId, votes) {
  let active = 0;
  T("gov.members.info").forEach((buf) => {
    if (unpack(buf).status === "Active") active += 1;
  });
  const counts = (id) => (unpack(T("gov.members.info").get(bytes(id))) ?? {}).status === "Active";
  const pro = votes.filter((v) => v.vote && counts(v.member_id)).length;
  const con = votes.filter((v) => !v.vote && counts(v.member_id)).length;
  if (pro * 2 > active) return "Accepted";
  return con * 2 >= active && con > 0 ? "Rejected" : "Open";
}

export function apply(text, proposalId) {
  for (const action of JSON.parse(text).actions) ACTIONS[action.name](action.args);
}
)js";
}

} // namespace countersign::support
