using Runink.Barn;
using Runink.Cli.Commands.Server;

namespace Runink.Cli.Tests.Commands.Server;

/// <summary>What an operator is sent to look for when a server has left service.</summary>
public sealed class ServerFailuresTests
{
    [Fact]
    public void Only_what_the_disk_did_is_said_to_be_the_disks()
    {
        foreach (var (failure, code) in new (Exception Failure, string Code)[]
        {
            (new IOException("fdatasync: Input/output error"), "R6114"),
            (new InvalidOperationException("stopped", new IOException("fdatasync: Input/output error")), "R6114"),
            (new DiskFullException("No space left on device"), "R6114"),
            (new InvalidDataException("the snapshot 00000001.snap is damaged"), "R6113"),
            (new InvalidOperationException("the commit index went back"), "R6117"),
        })
        {
            var error = ServerFailures.OutOfService(failure);
            Assert.Equal((code, 1), (error.Diagnostic.Definition.Code, error.ExitCode));
            Assert.Contains(failure.Message, error.Diagnostic.Message, StringComparison.Ordinal);
        }
    }
}
