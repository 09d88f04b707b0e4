using Spectre.Console;

namespace Telltale.Cli;

/// <summary>
/// A progress bar on standard error, where a person sees it and it gets in nobody's way: only when standard error is a terminal and standard
/// output is not, because there the results run.
/// </summary>
internal static class ProgressBar
{
    private static bool IsWanted => !Console.IsErrorRedirected && Console.IsOutputRedirected;

    /// <summary>Runs a piece of work that says how far it is, from 0 to 1.</summary>
    public static void Run(string what, Action<Action<double>> work)
    {
        if (!IsWanted)
        {
            work(_ => { });
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: 1);
            work(done => task.Value = done);
            task.Value = 1;
        });
    }

    /// <summary>Runs a piece of work that says how far it is, from 0 to 1.</summary>
    public static async Task RunAsync(string what, Func<Action<double>, Task> work)
    {
        if (!IsWanted)
        {
            await work(_ => { });
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().StartAsync(async context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: 1);
            await work(done => task.Value = done);
            task.Value = 1;
        });
    }
}
