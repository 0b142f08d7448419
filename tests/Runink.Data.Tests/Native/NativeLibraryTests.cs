using System.Runtime.InteropServices;

namespace Runink.Data.Tests.Native;

public sealed class NativeLibraryTests
{
    [Fact]
    public void The_pinned_library_lies_beside_the_program()
    {
        var library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libduckdb.so"));
        Assert.True(NativeLibrary.TryGetExport(library, "duckdb_open_ext", out _));
    }
}
