using System.Text;
using Runink.Execution.Sources;

namespace Runink.Execution.Tests.Sources;

/// <summary>Real files for one test, gone after it.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("runink-records-");

    public SourceFile Write(string name, byte[] content)
    {
        string path = Path.Combine(_directory.FullName, name);
        File.WriteAllBytes(path, content);
        return new SourceFile(path, name);
    }

    public SourceFile Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public void Dispose() => _directory.Delete(recursive: true);
}
