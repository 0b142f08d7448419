namespace Runink.Pipelines.Projects;

/// <summary>The project's masking key: 32 random bytes, kept as base64 text in a file that only its owner may read.</summary>
public static class MaskingKey
{
    /// <summary>Makes the key and returns its file. An existing key is an error: replacing it would change every masked value.</summary>
    public static string Create(Project project) => throw new NotSupportedException();

    /// <summary>The key as base64 text. A missing, damaged or too widely readable key is an error.</summary>
    public static string Load(Project project) => throw new NotSupportedException();
}
