using Runink.Pipelines.Tests;

namespace Runink.Data.Tests.Arrow;

/// <summary>The files of the format's own project.</summary>
internal static class OfficialFiles
{
    internal static string Folder() => RepositoryFiles.SharedFolder("conformance", "arrow-ipc", "cpp-21.0.0");
}
