namespace Telltale.Cli;

/// <summary>Ends a command with an exit code and a sentence for standard error.</summary>
public sealed class CommandException : Exception
{
    /// <summary>Makes an exception with the code to exit with and what a person should read.</summary>
    public CommandException(ExitCode exitCode, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ExitCode = exitCode;
    }

    /// <summary>Makes an exception that ends with <see cref="ExitCode.Failed"/>.</summary>
    public CommandException(string message, Exception innerException)
        : this(ExitCode.Failed, message, innerException)
    {
    }

    /// <summary>Makes an exception that ends with <see cref="ExitCode.Failed"/>.</summary>
    public CommandException(string message)
        : this(ExitCode.Failed, message)
    {
    }

    /// <summary>Makes an exception that ends with <see cref="ExitCode.Failed"/>.</summary>
    public CommandException()
    {
    }

    /// <summary>What the process exits with.</summary>
    public ExitCode ExitCode { get; } = ExitCode.Failed;
}
