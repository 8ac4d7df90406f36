#include "ui/family/ccf/ccf_action_forms.h"

namespace countersign::ui::ccf_family {

namespace {

using enum FieldKind;
using F = CcfActionForms;

QString name(const char* text)
{
    return QString::fromLatin1(text);
}

ActionField memberId()
{
    return {name("member_id"), F::tr("Member"), Member};
}

ActionField userId()
{
    return {name("user_id"), F::tr("User"), User};
}

ActionField dataField(const char* member, bool required)
{
    return {name(member), F::tr("Data"), Json, required, F::tr("Any JSON; names and contacts stand here by custom.")};
}

QList<ActionForm> memberForms()
{
    const QString group = F::tr("Members");
    const ActionField role{name("recovery_role"), F::tr("Part in a recovery"), Choice, false,
                           F::tr("Participant holds one share of several, Owner the whole key. From CCF 6 on; earlier ones know "
                                 "members with an encryption key only."),
                           {name("NonParticipant"), name("Participant"), name("Owner")}};
    return {
        {name("set_member"), F::tr("Add or replace a member"), group,
         F::tr("The member becomes active once she has acknowledged the state."),
         {{name("cert"), F::tr("Certificate"), Certificate, true, F::tr("Its fingerprint becomes the member's id.")},
          {name("encryption_pub_key"), F::tr("Encryption key"), PublicKey, false,
           F::tr("An RSA public key: whoever has one takes part in recoveries.")},
          dataField("member_data", false), role}},
        {name("remove_member"), F::tr("Remove a member"), group,
         F::tr("Refused when too few holders of recovery shares would be left. The ledger gets a new key."), {memberId()}},
        {name("set_member_data"), F::tr("Change a member's data"), group, {}, {memberId(), dataField("member_data", true)}},
    };
}

QList<ActionForm> userForms()
{
    const QString group = F::tr("Users");
    return {
        {name("set_user"), F::tr("Add or replace a user"), group, F::tr("Users call the application; they have no vote."),
         {{name("cert"), F::tr("Certificate"), Certificate, true, F::tr("Its fingerprint becomes the user's id.")},
          dataField("user_data", false)}},
        {name("remove_user"), F::tr("Remove a user"), group, {}, {userId()}},
        {name("set_user_data"), F::tr("Change a user's data"), group, {}, {userId(), dataField("user_data", true)}},
    };
}

QList<ActionForm> recoveryForms()
{
    const QString group = F::tr("Recovery and ledger");
    return {
        {name("set_recovery_threshold"), F::tr("Change the recovery threshold"), group,
         F::tr("So many members must hand in their shares to recover the service. All shares are issued anew."),
         {{name("recovery_threshold"), F::tr("Shares needed"), Number}}},
        {name("trigger_recovery_shares_refresh"), F::tr("Issue recovery shares anew"), group,
         F::tr("Shares fetched before are void from then on."), {}},
        {name("trigger_ledger_rekey"), F::tr("Give the ledger a new key"), group,
         F::tr("Private entries from then on are encrypted under a new key."), {}},
        {name("trigger_ledger_chunk"), F::tr("Begin a new ledger file"), group, {}, {}},
        {name("trigger_snapshot"), F::tr("Take a snapshot"), group, {}, {}},
    };
}

QList<ActionForm> serviceForms()
{
    const QString group = F::tr("Service");
    const ActionField from{name("valid_from"), F::tr("Valid from"), Time};
    const ActionField days{name("validity_period_days"), F::tr("Days"), Number, false,
                           F::tr("The most that the service allows, when it is left out.")};
    return {
        {name("transition_service_to_open"), F::tr("Open the service"), group,
         F::tr("After a recovery it names the identity before and the new one, and members hand in their shares next."),
         {{name("next_service_identity"), F::tr("Identity to open under"), Certificate},
          {name("previous_service_identity"), F::tr("Identity before the recovery"), Certificate, false}}},
        {name("set_constitution"), F::tr("Replace the constitution"), group,
         F::tr("From then on the new script decides what is taken and accepted. Open proposals are usually dropped."),
         {{name("constitution"), F::tr("Script"), LongText}}},
        {name("set_service_certificate_validity"), F::tr("Renew the service's certificate"), group,
         F::tr("The key, and with it the identity, stays."), {from, days}},
        {name("set_service_configuration"), F::tr("Change the service's configuration"), group, {},
         {{name("recovery_threshold"), F::tr("Recovery threshold"), Number, false},
          {name("maximum_node_certificate_validity_days"), F::tr("Most days for a node's certificate"), Number, false},
          {name("maximum_service_certificate_validity_days"), F::tr("Most days for the service's certificate"), Number, false},
          {name("recent_cose_proposals_window_size"), F::tr("Proposals remembered against replay"), Number, false}}},
        {name("assert_service_identity"), F::tr("Bind the proposal to this service"), group,
         F::tr("The proposal is then no good at a service with another identity."),
         {{name("service_identity"), F::tr("Identity"), Certificate}}},
    };
}

} // namespace

QList<ActionForm> ccfActionForms()
{
    return memberForms() + userForms() + ccfNodeForms() + recoveryForms() + serviceForms() + ccfAppForms();
}

} // namespace countersign::ui::ccf_family
