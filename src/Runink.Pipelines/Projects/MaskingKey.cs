using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Projects;

/// <summary>The project's masking key: 32 random bytes, kept as base64 text in a file that only its owner may read.</summary>
public static class MaskingKey
{
    private const int Bytes = 32;
    private const int MaximumFileBytes = 128;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the key and returns its file.</summary>
    /// <exception cref="RuninkException">There is a key already: another one would change every masked value.</exception>
    public static string Create(Project project)
    {
        var path = project.MaskingKeyPath;
        try
        {
            PrepareDirectory(project, path);
            using var file = CreateNew(path);
            Fill(file, path);
            return path;
        }
        catch (IOException) when (File.Exists(path))
        {
            var exists = ProjectErrors.KeyExists.Error($"'{Shown(project)}' exists already", at: null);
            throw new RuninkException(exists, ExitCodes.NotFound);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"'{Shown(project)}' cannot be written: {failure.Message}", failure,
                "Check the directory's permissions and free space.");
        }
    }

    /// <summary>The key as base64 text.</summary>
    /// <exception cref="RuninkException">It is missing, damaged, or others than its owner may read or change it.</exception>
    public static string Load(Project project)
    {
        var path = project.MaskingKeyPath;
        if (!File.Exists(path))
        {
            var missing = ProjectErrors.KeyMissing.Error($"there is no masking key at '{Shown(project)}'", at: null);
            throw new RuninkException(missing, ExitCodes.BadInput);
        }

        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
                throw Unusable($"others than its owner may use '{Shown(project)}'", failure: null,
                    $"Run `chmod 600 {Shown(project)}`.");
            var text = new FileInfo(path).Length <= MaximumFileBytes ? File.ReadAllText(path).Trim() : "";
            var key = new byte[MaximumFileBytes];
            return Convert.TryFromBase64String(text, key, out var written) && written == Bytes
                ? text
                : throw Unusable($"'{Shown(project)}' does not hold {Bytes} bytes as base64 text", failure: null,
                    "Restore it from your backup.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"'{Shown(project)}' cannot be read: {failure.Message}", failure, hint: null);
        }
    }

    // Creating it exclusively is what makes one of two that try at once fail.
    private static FileStream CreateNew(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    private static void Fill(FileStream file, string path)
    {
        try
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)) + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }
    }

    private static void PrepareDirectory(Project project, string path)
    {
        Directory.CreateDirectory(project.StatePath);
        var ignore = Path.Combine(project.StatePath, ".gitignore");
        if (!File.Exists(ignore)) File.WriteAllText(ignore, "*\n");
        var directory = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static string Shown(Project project) =>
        RealPath.Below(project.Root, project.MaskingKeyPath) ?? project.MaskingKeyPath;

    private static RuninkException Unusable(string message, Exception? failure, string? hint) =>
        new(ProjectErrors.KeyUnusable.Error(message, at: null, hint), ExitCodes.BadInput, failure);
}
