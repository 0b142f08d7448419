using System.Diagnostics;

namespace Runink.Cli.Tests.Commands;

public sealed class CompletionCommandTests
{
    [Fact]
    public void Bash_completes_a_command_after_sourcing_the_script()
    {
        using var directory = new TemporaryDirectory();
        var script = directory.Write("completion.bash", Runi.Run("completion", "bash").Output);
        var line = $"{Runi.Path} doc";
        var start = new ProcessStartInfo("bash", ["-c", $"""
            source {script}
            COMP_LINE='{line}'; COMP_POINT={line.Length}; COMP_WORDS=({line}); COMP_CWORD=1
            _runi; echo "$COMPREPLY"
            """])
        { UseShellExecute = false, RedirectStandardOutput = true };

        using var bash = Process.Start(start)!;
        var completed = bash.StandardOutput.ReadToEnd();

        Assert.Equal("doctor", completed.Trim());
    }
}
