using System.Diagnostics;

namespace Runink.Barn.Tests;

public sealed class DirectoryRecoveryTests
{
    [Fact]
    public async Task The_directory_of_another_user_is_left_to_that_user()
    {
        var own = Directory.CreateTempSubdirectory("runink-").FullName;
        try
        {
            // Root can give a directory away; for anybody else that of root is another's.
            if (Environment.IsPrivilegedProcess) await Process.Start("chown", ["1", own]).WaitForExitAsync(TestContext.Current.CancellationToken);
            var others = Environment.IsPrivilegedProcess ? own : "/";
            var refused = Assert.Throws<UnusableDirectoryException>(() => DirectoryRecovery.Examine(others, TimeProvider.System));
            Assert.Contains("sudo -u", refused.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(own));
        }
        finally
        {
            Directory.Delete(own);
        }
    }
}
