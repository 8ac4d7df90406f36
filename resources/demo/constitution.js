// DEMO: the constitution of the demo consortium.
//
// Rule of decision: an active member counts for member_data.weight, or 1 when no weight is given. A proposal is
// accepted once the weight in favour is more than half of all active weight, and rejected once the weight against is at
// least half of it.

const ONE = new ArrayBuffer(8);
const T = (name) => ccf.kv["public:ccf." + name];
const bytes = (text) => ccf.strToBuf(text);
const pack = (value) => ccf.jsonCompatibleToBuf(value);
const unpack = (buf) => (buf === undefined ? undefined : ccf.bufToJsonCompatible(buf));

function need(ok, what) {
  if (!ok) throw new Error(what);
}
const isText = (v) => typeof v === "string" && v.length > 0;
const isHexId = (v) => isText(v) && /^[0-9a-f]{64}$/.test(v);
const isPem = (v) => isText(v) && ccf.crypto.isValidX509CertBundle(v);
const isWhole = (v, low, high) => Number.isInteger(v) && v >= low && v <= high;

function nothing(args) {
  need(args === undefined || args === null, "this action takes no arguments");
}
function memberNamed(a) {
  need(isHexId(a.member_id), "member_id is not an id");
}
function nodeNamed(a) {
  need(isHexId(a.node_id), "node_id is not an id");
}

function settings() {
  const found = unpack(T("gov.service.config").get(ONE));
  need(found !== undefined, "the service has no configuration");
  return found;
}

function shareHolders() {
  let count = 0;
  T("gov.members.encryption_public_keys").forEach((_, id) => {
    const info = unpack(T("gov.members.info").get(id));
    if (info !== undefined && info.status === "Active") count += 1;
  });
  return count;
}

// What other open proposals stood on has moved: they have to be made again.
function dropOtherProposals(except) {
  const table = T("gov.proposals_info");
  const dropped = [];
  table.forEach((buf, key) => {
    const info = unpack(buf);
    if (ccf.bufToStr(key) === except || info.state !== "Open") return;
    info.state = "Dropped";
    dropped.push([key, info]);
  });
  for (const [key, info] of dropped) table.set(key, pack(info));
}

function endorse(node, info, from, days) {
  const most = settings().maximum_node_certificate_validity_days ?? 365;
  const length = days ?? most;
  need(length <= most, "a node's certificate may last " + most + " days at most");
  T("gov.nodes.endorsed_certificates").set(
    bytes(node),
    bytes(ccf.network.generateEndorsedCertificate(info.certificate_signing_request, from, length)),
  );
}

const ACTIONS = {
  set_member: {
    check(a) {
      need(isPem(a.cert), "cert is not a certificate");
      need(a.encryption_pub_key === undefined || isText(a.encryption_pub_key), "encryption_pub_key is not text");
      need(
        a.recovery_role === undefined || ["NonParticipant", "Participant", "Owner"].includes(a.recovery_role),
        "recovery_role is unknown",
      );
    },
    run(a) {
      const id = bytes(ccf.pemToId(a.cert));
      T("gov.members.certs").set(id, bytes(a.cert));
      if (a.encryption_pub_key) T("gov.members.encryption_public_keys").set(id, bytes(a.encryption_pub_key));
      else T("gov.members.encryption_public_keys").delete(id);
      const info = { status: "Accepted", member_data: a.member_data ?? null };
      if (a.recovery_role) info.recovery_role = a.recovery_role;
      T("gov.members.info").set(id, pack(info));
      const latest = unpack(T("internal.signatures").get(ONE));
      T("gov.members.acks").set(id, pack({ state_digest: latest ? latest.root : "" }));
    },
  },
  remove_member: {
    check: memberNamed,
    run(a) {
      const id = bytes(a.member_id);
      const info = unpack(T("gov.members.info").get(id));
      if (info === undefined) return;
      const holds = info.status === "Active" && T("gov.members.encryption_public_keys").has(id);
      if (holds) need(shareHolders() - 1 >= settings().recovery_threshold, "too few share holders would be left");
      for (const name of ["info", "certs", "encryption_public_keys", "acks"]) T("gov.members." + name).delete(id);
      if (holds) ccf.node.triggerLedgerRekey();
    },
  },
  set_member_data: {
    check: memberNamed,
    run(a) {
      const id = bytes(a.member_id);
      const info = unpack(T("gov.members.info").get(id));
      need(info !== undefined, "there is no member " + a.member_id);
      info.member_data = a.member_data ?? null;
      T("gov.members.info").set(id, pack(info));
    },
  },
  set_user: {
    check(a) {
      need(isPem(a.cert), "cert is not a certificate");
    },
    run(a) {
      const id = bytes(ccf.pemToId(a.cert));
      T("gov.users.certs").set(id, bytes(a.cert));
      if (a.user_data === undefined || a.user_data === null) T("gov.users.info").delete(id);
      else T("gov.users.info").set(id, pack({ user_data: a.user_data }));
    },
  },
  remove_user: {
    check(a) {
      need(isHexId(a.user_id), "user_id is not an id");
    },
    run(a) {
      T("gov.users.certs").delete(bytes(a.user_id));
      T("gov.users.info").delete(bytes(a.user_id));
    },
  },
  set_recovery_threshold: {
    check(a) {
      need(isWhole(a.recovery_threshold, 1, 254), "recovery_threshold must be 1 to 254");
    },
    run(a) {
      const config = settings();
      need(a.recovery_threshold <= shareHolders(), "more shares asked for than there are holders");
      config.recovery_threshold = a.recovery_threshold;
      T("gov.service.config").set(ONE, pack(config));
      ccf.node.triggerRecoverySharesRefresh();
    },
  },
  trigger_recovery_shares_refresh: {
    check: nothing,
    run() {
      ccf.node.triggerRecoverySharesRefresh();
    },
  },
  trigger_ledger_rekey: {
    check: nothing,
    run() {
      ccf.node.triggerLedgerRekey();
    },
  },
  trigger_ledger_chunk: {
    check: nothing,
    run() {
      ccf.node.triggerLedgerChunk();
    },
  },
  trigger_snapshot: {
    check: nothing,
    run() {
      ccf.node.triggerSnapshot();
    },
  },
  transition_service_to_open: {
    check(a) {
      need(isPem(a.next_service_identity), "next_service_identity is not a certificate");
      need(
        a.previous_service_identity === undefined || isPem(a.previous_service_identity),
        "previous_service_identity is not a certificate",
      );
    },
    run(a) {
      ccf.node.transitionServiceToOpen(
        a.previous_service_identity === undefined ? undefined : bytes(a.previous_service_identity),
        bytes(a.next_service_identity),
      );
    },
  },
  transition_node_to_trusted: {
    check(a) {
      nodeNamed(a);
      need(isText(a.valid_from), "valid_from is missing");
    },
    run(a) {
      const id = bytes(a.node_id);
      const info = unpack(T("gov.nodes.info").get(id));
      need(info !== undefined, "there is no node " + a.node_id);
      if (info.status !== "Pending") return;
      info.status = "Trusted";
      info.ledger_secret_seqno = ccf.network.getLatestLedgerSecretSeqno();
      T("gov.nodes.info").set(id, pack(info));
      endorse(a.node_id, info, a.valid_from, a.validity_period_days);
    },
  },
  set_node_data: {
    check: nodeNamed,
    run(a) {
      const id = bytes(a.node_id);
      const info = unpack(T("gov.nodes.info").get(id));
      need(info !== undefined, "there is no node " + a.node_id);
      info.node_data = a.node_data ?? null;
      T("gov.nodes.info").set(id, pack(info));
    },
  },
  set_node_certificate_validity: {
    check(a) {
      nodeNamed(a);
      need(isText(a.valid_from), "valid_from is missing");
    },
    run(a) {
      const info = unpack(T("gov.nodes.info").get(bytes(a.node_id)));
      need(info !== undefined && info.status === "Trusted", "the node is not trusted");
      endorse(a.node_id, info, a.valid_from, a.validity_period_days);
    },
  },
  set_service_certificate_validity: {
    check(a) {
      need(isText(a.valid_from), "valid_from is missing");
    },
    run(a) {
      const most = settings().maximum_service_certificate_validity_days ?? 365;
      const length = a.validity_period_days ?? most;
      need(length <= most, "the service's certificate may last " + most + " days at most");
      const info = unpack(T("gov.service.info").get(ONE));
      info.cert = ccf.network.generateNetworkCertificate(a.valid_from, length);
      T("gov.service.info").set(ONE, pack(info));
    },
  },
  set_constitution: {
    check(a) {
      need(isText(a.constitution), "constitution is missing");
    },
    run(a, id) {
      T("gov.constitution").set(ONE, pack(a.constitution));
      dropOtherProposals(id);
    },
  },
  set_js_app: {
    check(a) {
      need(Array.isArray(a.bundle?.modules), "bundle.modules is not a list");
      need(typeof a.bundle?.metadata?.endpoints === "object", "bundle.metadata.endpoints is missing");
      for (const m of a.bundle.modules) need(isText(m.name) && isText(m.module), "a module lacks its name or text");
    },
    run(a) {
      T("gov.modules").clear();
      T("gov.endpoints").clear();
      for (const m of a.bundle.modules) T("gov.modules").set(bytes("/" + m.name), bytes(m.module));
      for (const [path, verbs] of Object.entries(a.bundle.metadata.endpoints)) {
        for (const [verb, how] of Object.entries(verbs)) {
          T("gov.endpoints").set(
            bytes(verb.toUpperCase() + " " + path), pack({ ...how, js_module: "/" + how.js_module }));
        }
      }
    },
  },
  remove_js_app: {
    check() {},
    run() {
      T("gov.modules").clear();
      T("gov.endpoints").clear();
    },
  },
  set_ca_cert_bundle: {
    check(a) {
      need(isText(a.name) && isPem(a.cert_bundle), "name or cert_bundle is not right");
    },
    run(a) {
      T("gov.tls.ca_cert_bundles").set(bytes(a.name), pack(a.cert_bundle));
    },
  },
  remove_ca_cert_bundle: {
    check(a) {
      need(isText(a.name), "name is missing");
    },
    run(a) {
      T("gov.tls.ca_cert_bundles").delete(bytes(a.name));
    },
  },
  set_jwt_issuer: {
    check(a) {
      need(isText(a.issuer), "issuer is missing");
      need(a.jwks === undefined, "the demo consortium takes no keys of issuers");
    },
    run(a) {
      T("gov.jwt.issuers").set(bytes(a.issuer), pack(a));
    },
  },
  remove_jwt_issuer: {
    check(a) {
      need(isText(a.issuer), "issuer is missing");
    },
    run(a) {
      T("gov.jwt.issuers").delete(bytes(a.issuer));
    },
  },
  add_snp_measurement: {
    check(a) {
      need(isText(a.measurement) && /^[0-9a-f]{96}$/.test(a.measurement), "measurement is not 48 bytes of hex");
    },
    run(a, id) {
      T("gov.nodes.snp.measurements").set(bytes(a.measurement), pack("AllowedToJoin"));
      dropOtherProposals(id);
    },
  },
  remove_snp_measurement: {
    check(a) {
      need(isText(a.measurement), "measurement is missing");
    },
    run(a) {
      T("gov.nodes.snp.measurements").delete(bytes(a.measurement));
    },
  },
  add_snp_host_data: {
    check(a) {
      need(isHexId(a.host_data), "host_data is not 32 bytes of hex");
      need(typeof a.security_policy === "string", "security_policy is not text");
    },
    run(a, id) {
      T("gov.nodes.snp.host_data").set(bytes(a.host_data), pack(a.security_policy));
      dropOtherProposals(id);
    },
  },
  remove_snp_host_data: {
    check(a) {
      need(isHexId(a.host_data), "host_data is not 32 bytes of hex");
    },
    run(a) {
      T("gov.nodes.snp.host_data").delete(bytes(a.host_data));
    },
  },
};

export function validate(text) {
  const proposal = JSON.parse(text);
  if (!Array.isArray(proposal.actions) || proposal.actions.length === 0) {
    return { valid: false, description: "a proposal needs a list of actions" };
  }
  const faults = [];
  proposal.actions.forEach((action, at) => {
    const known = Object.hasOwn(ACTIONS, action.name) ? ACTIONS[action.name] : undefined;
    if (known === undefined) {
      faults.push("action " + at + ": no action is called " + action.name);
      return;
    }
    try {
      known.check(action.args);
    } catch (e) {
      faults.push("action " + at + " (" + action.name + "): " + e.message);
    }
  });
  return { valid: faults.length === 0, description: faults.join("; ") };
}

export function resolve(text, proposer, votes) {
  const weights = new Map();
  let total = 0;
  T("gov.members.info").forEach((buf, key) => {
    const info = unpack(buf);
    if (info.status !== "Active") return;
    const asked = info.member_data?.weight;
    const weight = typeof asked === "number" ? asked : 1;
    weights.set(ccf.bufToStr(key), weight);
    total += weight;
  });
  let pro = 0;
  let con = 0;
  for (const v of votes) {
    const weight = weights.get(v.member_id) ?? 0;
    if (v.vote) pro += weight;
    else con += weight;
  }
  if (pro * 2 > total) return "Accepted";
  return con * 2 >= total ? "Rejected" : "Open";
}

export function apply(text, id) {
  for (const action of JSON.parse(text).actions) ACTIONS[action.name].run(action.args, id);
}
