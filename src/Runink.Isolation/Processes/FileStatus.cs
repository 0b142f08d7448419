namespace Runink.Isolation.Processes;

/// <summary>Whose an open file is, what it is, and who may do what with it.</summary>
/// <param name="Owner">Its user.</param>
/// <param name="Group">Its group.</param>
/// <param name="Mode">Type and permissions, as the kernel writes them.</param>
internal readonly record struct FileStatus(uint Owner, uint Group, int Mode)
{
    private const int TypeMask = 0xF000;
    private const int TypeDirectory = 0x4000;
    private const int TypeFile = 0x8000;
    private const int TypePipe = 0x1000;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & TypeMask) == TypeDirectory;

    /// <summary>Whether it is a plain file.</summary>
    public bool IsFile => (Mode & TypeMask) == TypeFile;

    /// <summary>Whether it is a named pipe.</summary>
    public bool IsPipe => (Mode & TypeMask) == TypePipe;
}
