using Runink.Data.Engines;

namespace Runink.Cli.Doctor;

/// <summary>Whether the native engine is there and of the right version.</summary>
internal static class EngineChecks
{
    private const string Category = "engine";

    /// <summary>Loads the library and asks for its version.</summary>
    public static Finding Library()
    {
        try
        {
            return new Finding(Category, "DuckDB", FindingStatus.Pass, $"{Engine.Version} loads");
        }
        catch (Exception e) when (
            e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            return new Finding(Category, "DuckDB", FindingStatus.Fail, e.GetBaseException().Message.Split('\n')[0],
                "keep libduckdb.so beside the program, or build again with ./runi");
        }
    }
}
