#include "app/cli/act.h"

#include "app/cli/act_report.h"
#include "app/cli/delivery_text.h"
#include "app/cli/sign.h"
#include "app/cli/source.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

constexpr const char* kFooter =
    R"(Shows first what it is about, decoded, with its digest and the service; asks; only then opens the key, signs, sends it
once, follows its transaction until it is committed, and judges its receipt under the identity you gave. Passphrases and
PINs are asked for on the terminal or read from an open descriptor, never given as arguments.

Exit status:
  0 taken, committed, and its receipt passed
  1 refused, rolled back, another identity, a wrong clock, a key or receipt that is not the right one
  2 not agreed to, not committed in time, or no receipt to judge
  3 wrong usage   4 an input or an answer not readable   5 the service could not be reached: whether an act arrived is said
)";

struct Wording {
    ActCommand command;
    const char* name;
    const char* help;
};

constexpr Wording kWordings[] = {
    {ActCommand::Propose, "propose", "Propose something to the members of a running service"},
    {ActCommand::Vote, "vote", "Vote on a proposal of a running service"},
    {ActCommand::Withdraw, "withdraw", "Withdraw a proposal that you made"},
    {ActCommand::Acknowledge, "ack", "Acknowledge the state of a running service, which makes a new member active"},
    {ActCommand::Recover, "recover", "Hand your recovery share to a service that waits for shares"},
};

const Wording& wordingOf(ActCommand command)
{
    return kWordings[static_cast<std::size_t>(command)];
}

std::string usageProblem(ActCommand command, const ActArguments& arguments, const Environment& environment)
{
    if (arguments.live.urls.size() != 1) return std::string(actName(command)) + " takes one --url";
    const int ways = int{arguments.approve} + int{arguments.reject} + int{!arguments.ballot.empty()};
    if (command == ActCommand::Vote && ways != 1) return "say how to vote: --approve, --reject or --ballot FILE";
    if (arguments.plain && !arguments.approve) return "--plain has a place beside --approve only";
    const bool askable = environment.asking && environment.asking->somebodyThere();
    return arguments.yes || askable ? "" : "standard input is no terminal: agree with --yes";
}

/// One run of a command.
class Actor
{
public:
    Actor(ActCommand command, const ActArguments& arguments, ccf::NodeAddress address, crypto::Certificate member,
          Environment& environment)
        : m_arguments(arguments), m_address(std::move(address)), m_member(std::move(member)), m_environment(environment),
          m_waiter(environment.waiter ? *environment.waiter : m_patient),
          m_channel(*environment.transport, m_waiter, m_address), m_gov(m_channel)
    {
        m_report.command = command;
        m_report.url = m_address.url.origin();
    }

    int run()
    {
        auto target = ccf::askTarget(*m_environment.transport, m_waiter, m_address, m_member, m_environment.stop);
        if (!target) return reportError(m_environment.console, target.error());
        m_report.target = std::move(*target);
        const ActSetting setting{m_arguments, m_report.target, m_member, m_gov, m_environment};
        m_report.member = setting.memberId();
        auto message = firstMessage(m_report.command, setting);
        if (!message) return reportError(m_environment.console, message.error());
        if (message->halt) return halt(*std::move(message->halt));
        int status = act(*message, true);
        if (m_ended || m_report.command != ActCommand::Acknowledge || !m_report.deliveries.back().answer.value) return finish(status);
        if (m_report.deliveries.back().verdict() != Verdict::Passed) return finish(status);
        auto second = acknowledgement(*m_report.deliveries.back().answer.value, setting);
        if (!second) return reportError(m_environment.console, second.error());
        status = act(*second, false);
        return finish(status);
    }

private:
    bool agreed() const
    {
        return m_arguments.yes || (m_environment.asking && m_environment.asking->agrees("Sign and send this? Type yes:"));
    }

    /// On standard output; beside it when that holds a document.
    void show(const std::string& lines)
    {
        if (m_arguments.live.json)
            m_environment.console.aside(lines);
        else
            m_environment.console.out() << lines << std::flush;
    }

    int act(const ActMessage& message, bool first)
    {
        Console& console = m_environment.console;
        const auto review = reviewText(*message.request, message.note, console);
        if (!review) return stop(reportError(console, review.error()));
        show((first ? targetText(m_report, console) : std::string()) + *review +
             (message.aside.empty() ? "" : '\n' + console.heading("Besides") + '\n' + message.aside) + '\n');
        if (first && !agreed()) return stop(halt({"declined", "It was not agreed to.", kExitIndeterminate}));
        if (!m_key) {
            auto key = openKey(m_arguments.key.key, m_arguments.key, m_environment);
            if (!key) return stop(reportError(console, key.error()));
            m_key = std::move(*key);
        }
        const auto bytes = message.request->message.sign(*m_key);
        if (!bytes) return stop(reportSigning(console, bytes.error()));
        auto delivery = ccf::deliver(*m_environment.transport, m_waiter, m_address, *bytes, m_environment.now,
                                     m_environment.stop, [&](ccf::DeliveryStage stage) { tell(stage); });
        if (!delivery) return stop(reportError(console, delivery.error()));
        m_report.signedOnes.push_back(*message.request);
        m_report.deliveries.push_back(std::move(*delivery));
        return deliveryStatus(m_report.deliveries.back(), console);
    }

    void tell(ccf::DeliveryStage stage)
    {
        if (stage == ccf::DeliveryStage::Sending) m_environment.console.log("sending it");
        if (stage == ccf::DeliveryStage::Following) m_environment.console.log("taken; waiting until it is committed");
        if (stage == ccf::DeliveryStage::Receipt) m_environment.console.log("committed; asking for its receipt");
    }

    int stop(int status)
    {
        m_ended = true;
        return status;
    }

    int halt(ActHalt halt)
    {
        const int status = halt.status;
        m_report.halt = std::move(halt);
        return write(status);
    }

    int write(int status)
    {
        Console& console = m_environment.console;
        console.out() << (m_arguments.live.json ? documentText(actDocument(m_report)) : actText(m_report, console));
        const int written = finishOutput(console, kExitPassed);
        return written == kExitPassed ? status : written;
    }

    int finish(int status)
    {
        if (m_report.deliveries.empty()) return status;
        const int written = write(status);
        if (m_report.command == ActCommand::Acknowledge && m_report.deliveries.size() < 2) return written;
        return keepReceipt(m_arguments.receipt, m_report.deliveries.back(), written, m_environment.console);
    }

    const ActArguments& m_arguments;
    ccf::NodeAddress m_address;
    crypto::Certificate m_member;
    Environment& m_environment;
    net::Waiter m_patient;
    net::Waiter& m_waiter;
    ccf::Channel m_channel;
    ccf::GovClient m_gov;
    std::optional<crypto::PrivateKey> m_key;
    ActReport m_report;
    bool m_ended = false;
};

} // namespace

const char* actName(ActCommand command) noexcept
{
    return wordingOf(command).name;
}

CLI::App* declareAct(CLI::App& program, ActCommand command, ActArguments& arguments)
{
    const Wording& wording = wordingOf(command);
    CLI::App* parser = program.add_subcommand(wording.name, wording.help);
    if (command == ActCommand::Propose)
        parser->add_option("FILE", arguments.live.item, "The proposal, as JSON")->required();
    if (command == ActCommand::Vote || command == ActCommand::Withdraw)
        parser->add_option("ID", arguments.live.item, "The proposal's id")->required();
    parser->add_option("--cert", arguments.certificate, "The member's certificate")->type_name("PEM")->required();
    declareKey(*parser, arguments.key);
    parser->get_option("--key")->required();
    if (command == ActCommand::Vote) {
        parser->add_flag("--approve", arguments.approve, "Yes, to exactly the proposal that is shown");
        parser->add_flag("--reject", arguments.reject, "No");
        parser->add_flag("--plain", arguments.plain, "With --approve: yes to whatever the service holds under that id");
        parser->add_option("--ballot", arguments.ballot, "A ballot script of your own")->type_name("FILE");
    }
    if (command == ActCommand::Recover)
        parser->add_option("--decryption-key", arguments.decryptionKey, "The member's RSA key, to decrypt the share")
            ->type_name("FILE")
            ->required();
    declareLiveOptions(*parser, arguments.live);
    parser->add_option("--receipt", arguments.receipt, "Keep the receipt of what was done here")->type_name("FILE");
    parser->add_flag("--yes", arguments.yes, "Agree without being asked; needed when standard input is no terminal");
    parser->footer(kFooter);
    return parser;
}

int runAct(ActCommand command, const ActArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    console.setQuiet(arguments.live.quiet);
    if (const std::string problem = usageProblem(command, arguments, environment); !problem.empty()) {
        console.error(problem);
        return kExitUsage;
    }
    if (!environment.transport) {
        console.error("this program was built without live connections");
        return kExitUnreachable;
    }
    auto addresses = liveAddresses(arguments.live);
    if (!addresses) return reportError(console, addresses.error());
    auto member = certificateFrom(arguments.certificate);
    if (!member) return reportError(console, member.error());
    addresses->front().patience = {};
    return Actor(command, arguments, std::move(addresses->front()), *std::move(member), environment).run();
}

} // namespace countersign
