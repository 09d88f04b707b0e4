namespace Telltale.Simulation;

/// <summary>What can go wrong in a simulation. Each kind has a schedule of its own, drawn from the seed, so that leaving some out does not change the others.</summary>
public enum FaultKind
{
    /// <summary>No network, for seconds to weeks.</summary>
    Outages,

    /// <summary>A connection that looks open and carries nothing.</summary>
    HalfOpen,

    /// <summary>Acknowledgements that get lost or come twice.</summary>
    Acknowledgements,

    /// <summary>A broker that forgets what it acknowledged.</summary>
    BrokerForgets,

    /// <summary>A broker that delays messages, mixes them up, delivers them again, and restarts.</summary>
    BrokerDisorder,

    /// <summary>A receiver that is down for hours to days, and its session sometimes with it.</summary>
    ReceiverDown,

    /// <summary>A receiver that is killed between commit and receipt.</summary>
    ReceiverKilled,

    /// <summary>Receipts that get lost.</summary>
    ReceiptsLost,

    /// <summary>Power cuts, also inside operations of flash and during recovery.</summary>
    PowerCuts,

    /// <summary>A receiver of satellites whose clock steps by minutes to years.</summary>
    ClockSteps,

    /// <summary>A flash that other files fill up.</summary>
    FlashFull,

    /// <summary>Deletions that are refused for a while.</summary>
    DeletesRefused,

    /// <summary>Bits that flip in a stored file.</summary>
    FlashDamage,

    /// <summary>A volume that is lost: the unit does nothing until it is enrolled again.</summary>
    VolumeLost,

    /// <summary>Flash of days ago, written back.</summary>
    OldFlash,

    /// <summary>The unit is enrolled anew under another id, with its journal as it is.</summary>
    Reenrolment,

    /// <summary>A battery that is low for a while.</summary>
    LowSupply,

    /// <summary>Somebody at the broker who alters, forges and plays back frames and receipts.</summary>
    Attacker,
}
