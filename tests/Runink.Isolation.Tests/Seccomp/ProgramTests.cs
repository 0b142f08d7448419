using Runink.Isolation.Seccomp;

namespace Runink.Isolation.Tests.Seccomp;

/// <summary>What slices are made of runs unharmed under the filter; what lies in the system's folders, in the agent's own sandbox.</summary>
public sealed class ProgramTests
{
    private const string Shell = """
        set -e
        seq 1 1000 | sort -rn | head -1 > /dev/shm/out; mkfifo /dev/shm/pipe; (echo through > /dev/shm/pipe) & read word < /dev/shm/pipe; wait
        cp -a /dev/shm/out /dev/shm/copy; ln -s moved /dev/shm/link; mv /dev/shm/copy /dev/shm/moved; touch /dev/shm/moved; ls -l /dev/shm > /dev/null
        tar -C /dev/shm -cf - out | tar -tf - ; (ulimit -n 64; kill -TERM $BASHPID) || true; echo $(< /dev/shm/link) $word
        """;

    private const string Python = """
        import asyncio, ctypes, hashlib, json, mmap, multiprocessing, os, random, select, socket, sqlite3, subprocess, tempfile, threading, time
        threads = [threading.Thread(target=lambda: hashlib.sha256(os.urandom(1 << 20)).digest()) for _ in range(4)]
        [t.start() for t in threads]; [t.join() for t in threads]
        with multiprocessing.Pool(2) as pool: assert pool.map(abs, [-1, 2]) == [1, 2]
        assert subprocess.run(["/bin/echo", "child"], capture_output=True, check=True).stdout == b"child\n"
        a, b = socket.socketpair(); a.sendall(b"x"); assert b.recv(1) == b"x"
        server = socket.create_server(("127.0.0.1", 0)); client = socket.create_connection(server.getsockname()); server.accept()
        assert socket.getaddrinfo("localhost", 80)
        mmap.mmap(-1, 4096).close(); db = sqlite3.connect(tempfile.mktemp()); db.execute("create table t(x)"); db.commit()
        async def nap(): await asyncio.sleep(0.001); return 7
        assert asyncio.run(nap()) == 7
        os.posix_fallocate(os.memfd_create("m"), 0, 4096); os.pidfd_open(os.getpid()); time.sleep(0.001)
        print("python well")
        """;

    private const string Node = """
        const { Worker } = require('worker_threads'), fs = require('fs'), net = require('net'), { execFileSync } = require('child_process');
        const crypto = require('crypto'), zlib = require('zlib'), assert = require('assert');
        (async () => {
          await fs.promises.writeFile('/dev/shm/node', 'x'.repeat(100000)); assert.equal((await fs.promises.readFile('/dev/shm/node')).length, 100000);
          assert.equal(execFileSync('/bin/echo', ['child']).toString(), 'child\n');
          await new Promise(done => new Worker('let s = 0; for (let i = 0; i < 1e6; i++) s += i', { eval: true }).on('exit', done));
          await new Promise(done => { const server = net.createServer(c => c.end('hi')).listen(0, '127.0.0.1', () =>
            net.connect(server.address().port, '127.0.0.1').on('data', d => { assert.equal(d.toString(), 'hi'); server.close(done); })); });
          await new Promise((done, fail) => crypto.pbkdf2('a', 'b', 1000, 32, 'sha256', e => e ? fail(e) : done()));
          zlib.gzipSync(Buffer.alloc(1 << 20)); const shared = new SharedArrayBuffer(8); Atomics.add(new Int32Array(shared), 0, 1);
          console.log('node well');
        })();
        """;

    [Fact]
    public Task Bash_and_the_tools_of_the_system_run() => RunsAsync("out\n1000 through\n", "bash", "bash", "-c", Shell);

    [Fact]
    public Task Python_runs() => RunsAsync("python well\n", "python3", "python3", "-c", Python);

    [Fact]
    public Task Node_runs() => RunsAsync("node well\n", "node", "nodejs", "-e", Node);

    [Fact]
    public void Java_runs()
    {
        if (Needs.Find("java") is null) Assert.Skip("there is no java: a bonus");
        FilteredSandbox.Needed();
        Assert.Equal(0, FilteredSandbox.Filtered(SeccompFilter.Default, "java", "-XX:+UseG1GC", "-version").Exit);
    }

    [Fact]
    public async Task Java_of_the_system_runs_with_its_settings()
    {
        // Debian's has its settings in /etc, and does not start without them.
        var java = Directory.Exists("/usr/lib/jvm")
            ? Directory.GetDirectories("/usr/lib/jvm").Select(home => Path.Combine(home, "bin", "java")).Where(File.Exists).ToList()
            : [];
        if (java.Count == 0) Assert.Skip("there is no java: a bonus");
        foreach (var program in java) await RunProgramAsync("", program, "-Xmx64m", "-XX:+UseSerialGC", "-version");
    }

    [Fact]
    public void Runi_runs_a_pipeline_with_its_engine()
    {
        FilteredSandbox.Needed();
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var runi = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Runink.Cli", configuration, "runi"));
        Needs.Met(File.Exists(runi), "runi is not built: dotnet build src/Runink.Cli");
        // Its slices run here as plain processes: a sandbox makes none inside itself.
        var demo = FilteredSandbox.Filtered(SeccompFilter.Default, runi, "demo", "/dev/shm/demo", "--rows", "1000", "--isolation", "none");
        Assert.True(demo.Exit == 0, demo.Output + demo.Error);
    }

    [Fact]
    public void Threads_collections_compilation_sockets_and_children_of_dotnet_work()
    {
        FilteredSandbox.Needed();
        // This project's own tests, as a .NET program that does all of that.
        var tests = FilteredSandbox.Filtered(
            SeccompFilter.Default, "dotnet", Path.Combine(AppContext.BaseDirectory, "Runink.Isolation.Tests.dll"),
            "--results-directory", "/dev/shm/results", "--filter-class", "*EgressForwarderTests", "--filter-class", "*SyscallPolicyTests");
        Assert.True(tests.Exit == 0, tests.Output + tests.Error);
    }

    private static async Task RunsAsync(string output, string program, string package, params string[] arguments)
    {
        Needs.Program(program, package);
        await RunProgramAsync(output, Needs.Find(program)!, arguments);
    }

    private static async Task RunProgramAsync(string output, string program, params string[] arguments)
    {
        await using var agent = TestAgent.Open();
        var run = await agent.RunAsync(TestAgent.Shell("") with
        {
            Program = program,
            Arguments = arguments,
            Limits = new() { MemoryBytes = 1L << 30, Processes = 256 },
            SeccompFilter = SeccompFilter.Default,
        });
        Assert.Equal((0, output), (run.Exit.Code, run.Output + (run.Exit.Code == 0 ? "" : run.Error)));
    }
}
