#include "ui/family/ccf/ccf_action_forms.h"

// Nodes and the code they may run; the application and what it trusts.

namespace countersign::ui::ccf_family {

namespace {

using enum FieldKind;
using F = CcfActionForms;

constexpr int kMeasurementDigits = 96;
constexpr int kHostDataDigits = 64;

QString name(const char* text)
{
    return QString::fromLatin1(text);
}

ActionField hex(const char* member, const QString& label, int digits)
{
    return {name(member), label, Hex, true, {}, {}, digits};
}

QList<ActionForm> lifeForms()
{
    const QString group = F::tr("Nodes");
    const ActionField node{name("node_id"), F::tr("Node"), Node};
    const ActionField from{name("valid_from"), F::tr("Valid from"), Time};
    const ActionField days{name("validity_period_days"), F::tr("Days"), Number, false,
                           F::tr("The most that the service allows, when it is left out.")};
    return {
        {name("transition_node_to_trusted"), F::tr("Trust a node that joined"), group,
         F::tr("It takes part from then on. Look at its attestation evidence first."), {node, from, days}},
        {name("remove_node"), F::tr("Retire a node"), group, {}, {node}},
        {name("set_node_data"), F::tr("Change a node's data"), group, {}, {node, {name("node_data"), F::tr("Data"), Json}}},
        {name("set_node_certificate_validity"), F::tr("Renew a node's certificate"), group, {}, {node, from, days}},
        {name("set_all_nodes_certificate_validity"), F::tr("Renew all nodes' certificates"), group, {}, {from, days}},
    };
}

QList<ActionForm> codeForms()
{
    const QString group = F::tr("Code that nodes may run");
    const ActionField code = hex("code_id", F::tr("Code measurement"), kHostDataDigits);
    const ActionField measurement = hex("measurement", F::tr("Measurement"), kMeasurementDigits);
    const ActionField host = hex("host_data", F::tr("Host data"), kHostDataDigits);
    const ActionField did{name("did"), F::tr("Issuer (DID)")}, feed{name("feed"), F::tr("Feed")}, cpu = hex("cpuid", F::tr("CPU id"), 0);
    const QString joins = F::tr("Nodes that show it may join. Open proposals are usually dropped.");
    return {
        {name("add_node_code"), F::tr("Allow SGX code"), group, joins, {code}},
        {name("remove_node_code"), F::tr("Disallow SGX code"), group, {}, {code}},
        {name("add_snp_measurement"), F::tr("Allow an SEV-SNP measurement"), group, joins, {measurement}},
        {name("remove_snp_measurement"), F::tr("Disallow an SEV-SNP measurement"), group, {}, {measurement}},
        {name("add_snp_host_data"), F::tr("Allow SEV-SNP host data"), group, F::tr("The digest of a security policy."),
         {host, {name("security_policy"), F::tr("Security policy"), LongText, true, F::tr("Its SHA-256 is the host data.")}}},
        {name("remove_snp_host_data"), F::tr("Disallow SEV-SNP host data"), group, {}, {host}},
        {name("add_snp_uvm_endorsement"), F::tr("Allow a UVM endorsement"), group, joins,
         {did, feed, {name("svn"), F::tr("Least version (SVN)"), Text}}},
        {name("remove_snp_uvm_endorsement"), F::tr("Disallow a UVM endorsement"), group, {}, {did, feed}},
        {name("set_snp_minimum_tcb_version_hex"), F::tr("Set the least SEV-SNP platform version"), group, {},
         {cpu, hex("tcb_version", F::tr("TCB version"), 16)}},
        {name("remove_snp_minimum_tcb_version"), F::tr("Forget the least SEV-SNP platform version"), group, {}, {cpu}},
        {name("add_virtual_measurement"), F::tr("Allow code without hardware"), group,
         F::tr("Proves nothing about what runs: for tests."), {{name("measurement"), F::tr("Measurement")}}},
        {name("remove_virtual_measurement"), F::tr("Disallow code without hardware"), group, {}, {{name("measurement"), F::tr("Measurement")}}},
        {name("add_virtual_host_data"), F::tr("Allow host data without hardware"), group, {},
         {host, {name("metadata"), F::tr("Note"), Text, false}}},
        {name("remove_virtual_host_data"), F::tr("Disallow host data without hardware"), group, {}, {host}},
    };
}

QList<ActionForm> trustForms()
{
    const QString group = F::tr("Tokens and certificates");
    const ActionField issuer{name("issuer"), F::tr("Issuer")}, bundle{name("name"), F::tr("Name of the bundle")};
    const ActionField keys{name("jwks"), F::tr("Keys (JWKS)"), Json, false};
    return {
        {name("set_jwt_issuer"), F::tr("Add or replace a token issuer"), group, {},
         {issuer, keys, {name("auto_refresh"), F::tr("Fetch its keys again and again"), Flag, false},
          {name("ca_cert_bundle_name"), F::tr("Certificates it is fetched under"), Text, false}}},
        {name("remove_jwt_issuer"), F::tr("Remove a token issuer"), group, {}, {issuer}},
        {name("set_jwt_public_signing_keys"), F::tr("Set a token issuer's keys"), group, {},
         {issuer, {name("jwks"), F::tr("Keys (JWKS)"), Json}}},
        {name("set_ca_cert_bundle"), F::tr("Add or replace a bundle of CA certificates"), group, {},
         {bundle, {name("cert_bundle"), F::tr("Certificates"), LongText, true, F::tr("PEM, one or several.")}}},
        {name("remove_ca_cert_bundle"), F::tr("Remove a bundle of CA certificates"), group, {}, {bundle}},
    };
}

QList<ActionForm> scriptForms()
{
    const QString group = F::tr("Application");
    const auto bytes = [](const char* member, const QString& label) { return ActionField{name(member), label, Number}; };
    return {
        {name("set_js_app"), F::tr("Install or replace the application"), group, F::tr("All its modules and endpoints are replaced."),
         {{name("bundle"), F::tr("Bundle"), Json, true, F::tr("JSON with metadata and modules, as a build makes it.")},
          {name("disable_bytecode_cache"), F::tr("Do not keep bytecode"), Flag, false}}},
        {name("remove_js_app"), F::tr("Remove the application"), group, {}, {}},
        {name("refresh_js_app_bytecode_cache"), F::tr("Compile the application again"), group, {}, {}},
        {name("set_js_runtime_options"), F::tr("Set the limits of scripts"), group, {},
         {bytes("max_heap_bytes", F::tr("Most heap in bytes")), bytes("max_stack_bytes", F::tr("Most stack in bytes")),
          bytes("max_execution_time_ms", F::tr("Most time in milliseconds")),
          {name("log_exception_details"), F::tr("Log what scripts throw"), Flag, false},
          {name("return_exception_details"), F::tr("Tell callers what scripts throw"), Flag, false}}},
    };
}

} // namespace

QList<ActionForm> ccfNodeForms()
{
    return lifeForms() + codeForms();
}

QList<ActionForm> ccfAppForms()
{
    return scriptForms() + trustForms();
}

} // namespace countersign::ui::ccf_family
