#pragma once

#include "ui/sign/act_port.h"
#include "ui/sign/key_source.h"

#include <QObject>

class QThreadPool;

namespace countersign::ui {

enum class ActStage : quint8 { Checking, Signing, Sending, Following, Proving };

/// All that is needed to carry out one act.
struct ActOrder {
    Act act;
    PreparedAct prepared;
    KeySource key;
    crypto::SecretBytes secret; ///< Passphrase or PIN.
    ByteVector answer;          ///< With KeyPlace::Elsewhere: what came back.
    QString proofFolder;        ///< Where message and receipt are kept; empty: nowhere.
};

/// Carries out one act, stage after stage, off the GUI thread. Lives on it.
class ActRun final : public QObject
{
    Q_OBJECT
public:
    /// `pool` outlives it.
    ActRun(std::shared_ptr<ActPort> port, QThreadPool& pool, ActOrder order, QObject* parent = nullptr);
    ~ActRun() override;

    void start();
    ActStage stage() const { return m_stage; }
    /// Before anything was sent: ends with NotSigned and Cancelled. Later it stops following.
    void stop();

Q_SIGNALS:
    void stageBegan(countersign::ui::ActStage stage);
    void ended(const countersign::ui::ActOutcome& outcome);

private:
    void begin(ActStage stage);
    void checked(const Result<ActCheck>& check);
    void sign();
    void signedWith(Result<crypto::SecretBytes> message);
    void sent(const Result<ActAnswer>& answer);
    void followed(const Result<ActCommit>& commit);
    void proved(const Result<ActReceipt>& receipt);
    void keep(ByteVector receipt);
    void fail(const Error& error);

    std::shared_ptr<ActPort> m_port;
    QThreadPool& m_pool;
    ActOrder m_order;
    ActStage m_stage = ActStage::Checking;
    ActOutcome m_outcome;
    std::shared_ptr<const crypto::SecretBytes> m_message;
    std::stop_source m_stop;
};

} // namespace countersign::ui
