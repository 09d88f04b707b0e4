namespace Telltale.Commands;

/// <summary>Does what commands say. Called by <see cref="CommandReceiver"/> only, in the unit's one loop.</summary>
public interface ICommandExecutor
{
    /// <summary>Says whether a command could be done now, and changes nothing.</summary>
    /// <param name="command">An authentic command that has not expired.</param>
    /// <param name="reply">Takes a sentence where the answer is no.</param>
    /// <returns><see cref="CommandStatus.Done"/> to have it executed, else why not. Only <see cref="CommandStatus.Busy"/> lets the same command come again.</returns>
    CommandStatus Check(UnitCommand command, CommandReply reply);

    /// <summary>Does it. Its number is durable by now, so that it is done once at most.</summary>
    /// <param name="command">The command that <see cref="Check"/> has let pass.</param>
    /// <param name="reply">Takes what there is to be told.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    /// <returns>A final status, or <see cref="CommandStatus.Begun"/> for a command that goes on in <see cref="Continue"/>; there is at most one such command at a time.</returns>
    CommandStatus Execute(UnitCommand command, CommandReply reply, long uptimeMilliseconds);

    /// <summary>Goes on with the command that has begun.</summary>
    /// <param name="reply">Takes what there is to be told at the end; not touched before.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    /// <returns><see cref="CommandStatus.Begun"/> while it goes on, else its final status.</returns>
    CommandStatus Continue(CommandReply reply, long uptimeMilliseconds);

    /// <summary>Says what became of a command that was accepted before the restart and had not been finished then.</summary>
    /// <param name="code">What it was to do.</param>
    /// <param name="isOtherStream">True when the unit has begun another stream since.</param>
    /// <returns>Its final status, <see cref="CommandStatus.Interrupted"/> where nothing better is known.</returns>
    CommandStatus Resolve(CommandCode code, bool isOtherStream);
}
