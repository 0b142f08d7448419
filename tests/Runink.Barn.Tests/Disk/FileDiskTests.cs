using System.Diagnostics;

namespace Runink.Barn.Tests;

public sealed class FileDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileDisk _disk;

    public FileDiskTests() => _disk = new FileDisk(Path.Combine(_folder.Path, "node"));

    public void Dispose()
    {
        _disk.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_was_written_is_read_back_from_any_offset()
    {
        using var file = _disk.Create("wal/a.log");
        file.Write(3, [1, 2, 3]);
        file.Sync();

        var read = new byte[8];
        Assert.Equal(4, file.Read(2, read));
        Assert.Equal([0, 1, 2, 3, 0, 0, 0, 0], read);
        Assert.Equal(6, file.Length);
    }

    [Fact]
    public void A_file_that_exists_is_not_made_anew()
    {
        _disk.Create("wal/a.log").Dispose();

        Assert.Throws<IOException>(() => _disk.Create("wal/a.log"));
    }

    [Fact]
    public void A_file_that_does_not_exist_is_not_opened()
    {
        _disk.Create("wal/a.log").Dispose();

        Assert.Throws<FileNotFoundException>(() => _disk.Open("wal/b.log"));
    }

    [Fact]
    public void Room_that_was_reserved_reads_as_zeros_and_counts_as_length()
    {
        using var file = _disk.Create("wal/a.log");
        file.Write(0, [7]);
        file.Preallocate(1 << 20);

        var read = new byte[1 << 20];
        Assert.Equal(read.Length, file.Read(0, read));
        Assert.Equal(7, read[0]);
        Assert.False(read.AsSpan(1).ContainsAnyExcept((byte)0));
        Assert.Equal(1 << 20, file.Length);
    }

    [Fact]
    public void A_folder_lists_its_files_in_order_and_a_missing_one_is_empty()
    {
        foreach (var name in (string[])["wal/b", "wal/a", "wal/c", "snap/x"]) _disk.Create(name).Dispose();

        _disk.Rename("wal/c", "wal/0");
        _disk.Delete("wal/b");
        _disk.Delete("wal/never");
        _disk.SyncFolder("wal");

        Assert.Equal(["wal/0", "wal/a"], _disk.List("wal"));
        Assert.Empty(_disk.List("none"));
    }

    [Fact]
    public void A_directory_that_is_in_use_is_refused_and_its_holder_named()
    {
        var root = Path.Combine(_folder.Path, "node");

        var refused = Assert.Throws<DirectoryInUseException>(() => new FileDisk(root));

        Assert.Equal($"the data directory {root} is in use by another process (pid {Environment.ProcessId})", refused.Message);
    }

    [Fact]
    public void A_directory_that_was_given_up_can_be_taken()
    {
        _disk.Dispose();

        new FileDisk(Path.Combine(_folder.Path, "node")).Dispose();
    }

    [Fact]
    public void A_full_disk_is_told_from_other_failures()
    {
        // The kernel's own full disk; every write to it ends as on a real one.
        using var full = FileDiskFile.Open("/dev/full");

        Assert.Throws<DiskFullException>(() => full.Write(0, new byte[4096]));
    }

    [Fact]
    public void A_disk_without_room_for_another_folder_is_full()
    {
        var small = Directory.CreateDirectory(Path.Combine(_folder.Path, "small")).FullName;
        Assert.SkipWhen(!Succeeds("mount", "-t", "tmpfs", "-o", "nr_inodes=10", "tmpfs", small), "this needs the right to mount");
        try
        {
            using var disk = new FileDisk(Path.Combine(small, "node"));
            Assert.Throws<DiskFullException>(() =>
            {
                for (var i = 0; i < 100; i++) disk.Create($"wal/{i}").Dispose();
            });
            Assert.Throws<DiskFullException>(() => disk.Create("snap/a"));
            Assert.Empty(disk.List("snap"));
        }
        finally
        {
            Assert.True(Succeeds("umount", small));
        }
    }

    [Fact]
    public void Of_a_directory_that_is_made_with_those_above_it_every_name_is_made_durable()
    {
        var deep = Path.Combine(_folder.Path, "a", "b", "node");

        Assert.Equal([Path.Combine(_folder.Path, "a", "b"), Path.Combine(_folder.Path, "a"), _folder.Path], FileDisk.NewNamesIn(deep));
        new FileDisk(deep + "/").Dispose();
        Assert.Empty(FileDisk.NewNamesIn(deep));
    }

    private static bool Succeeds(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, UseShellExecute = false })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
