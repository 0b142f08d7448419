using System.Runtime.Intrinsics.X86;
using System.Runtime.Versioning;
using Runink.Isolation.Sandbox;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

[SupportedOSPlatform("linux")]
public sealed class RuniProgramTests
{
    private const string SystemRuntime = "/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/";

    [Fact]
    public void One_file_comes_into_the_sandbox_alone_but_for_the_library_of_the_engine()
    {
        using var directory = new Installed("runi", "libduckdb.so", "secret.txt");
        var program = RuniProgram.Of(directory.File("runi"), assembly: "", directory.Path, SystemRuntime);
        Assert.Equal(directory.File("runi"), program.Executable);
        Assert.Equal("/opt/runi/runi", program.InnerExecutable);
        Assert.Equal(
            [new(directory.File("runi"), "/opt/runi/runi"), new(directory.File("libduckdb.so"), "/opt/runi/libduckdb.so")], program.Files);
        Assert.DoesNotContain("DOTNET_ROOT", program.Environment.Keys);
    }

    [Fact]
    public void Slices_are_started_with_the_compiled_program_that_lies_beside()
    {
        Assert.SkipUnless(Avx2.IsSupported, "this processor cannot run it");
        using var directory = new Installed("runi", "runi-slice", "libduckdb.so", "secret.txt");
        var slice = RuniProgram.Of(directory.File("runi"), assembly: "", directory.Path, SystemRuntime).ForSlices();
        Assert.Equal((directory.File("runi-slice"), "/opt/runi/runi-slice"), (slice.Executable, slice.InnerExecutable));
        Assert.Empty(slice.Arguments);
        Assert.Empty(slice.InnerArguments);
        Assert.Equal(
            [new(directory.File("runi-slice"), "/opt/runi/runi-slice"), new(directory.File("libduckdb.so"), "/opt/runi/libduckdb.so")], slice.Files);
    }

    [Fact]
    public void Without_it_they_are_started_with_the_program_and_its_command()
    {
        using var directory = new Installed("runi", "libduckdb.so");
        var file = RuniProgram.Of(directory.File("runi"), assembly: "", directory.Path, SystemRuntime).ForSlices();
        Assert.Equal((directory.File("runi"), "/opt/runi/runi"), (file.Executable, file.InnerExecutable));
        Assert.Equal(["slice"], file.Arguments);
        Assert.Equal(["slice"], file.InnerArguments);
        var hosted = RuniProgram.Of("/usr/bin/dotnet", "/srv/me/app/runi.dll", "/srv/me/app/", SystemRuntime).ForSlices();
        Assert.Equal(["/srv/me/app/runi.dll", "slice"], hosted.Arguments);
        Assert.Equal(["/opt/runi/runi.dll", "slice"], hosted.InnerArguments);
    }

    [Fact]
    public void An_executable_beside_its_assemblies_brings_its_directory_and_finds_the_runtime_of_the_system()
    {
        var program = RuniProgram.Of("/srv/me/app/runi", "/srv/me/app/runi.dll", "/srv/me/app/", SystemRuntime);
        Assert.Equal("/opt/runi/runi", program.InnerExecutable);
        Assert.Equal([new SandboxMount("/srv/me/app", "/opt/runi")], program.Files);
        Assert.Equal("/usr/share/dotnet", program.Environment["DOTNET_ROOT"]);
    }

    [Fact]
    public void A_runtime_outside_of_the_system_comes_along()
    {
        var program = RuniProgram.Of(
            "/srv/me/.dotnet/dotnet", "/srv/me/app/runi.dll", "/srv/me/app/", "/srv/me/.dotnet/shared/Microsoft.NETCore.App/10.0.0/");
        Assert.Equal("/srv/me/.dotnet/dotnet", program.Executable);
        Assert.Equal(["/srv/me/app/runi.dll"], program.Arguments);
        Assert.Equal("/opt/dotnet/dotnet", program.InnerExecutable);
        Assert.Equal(["/opt/runi/runi.dll"], program.InnerArguments);
        Assert.Equal([new("/srv/me/app", "/opt/runi"), new("/srv/me/.dotnet", "/opt/dotnet")], program.Files);
        Assert.Equal("/opt/dotnet", program.Environment["DOTNET_ROOT"]);
    }

    [Fact]
    public void One_that_may_not_be_started_is_as_good_as_none()
    {
        using var directory = new Installed("runi", "runi-slice");
        File.SetUnixFileMode(directory.File("runi-slice"), UnixFileMode.UserRead);
        Assert.Equal(directory.File("runi"), RuniProgram.Of(directory.File("runi"), assembly: "", directory.Path, SystemRuntime).ForSlices().Executable);
    }

    private sealed class Installed : IDisposable
    {
        public Installed(params string[] files)
        {
            foreach (var name in files)
            {
                System.IO.File.WriteAllText(File(name), "");
                System.IO.File.SetUnixFileMode(File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("runink-program-").FullName;

        public string File(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
