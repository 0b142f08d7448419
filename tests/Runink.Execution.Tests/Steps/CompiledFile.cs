using System.Globalization;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Arrow.Rows;
using Runink.Execution.Steps;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Projects;

namespace Runink.Execution.Tests.Steps;

/// <summary>A step in a project of its own, and what came of running it.</summary>
internal sealed class CompiledFile : IDisposable
{
    private const string Source = "steps/S.cs";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("runink-step-");
    private readonly StringWriter _errors = new();

    public byte[] Output { get; private set; } = [];

    public long InputLength { get; private set; }

    public long InputRead { get; private set; }

    public string LastWords => _errors.ToString().TrimEnd().Split('\n')[^1];

    private string File => Path.Combine(_root.FullName, "compiled");

    public void Dispose() => _root.Delete(recursive: true);

    public void Compile(string code)
    {
        System.IO.File.WriteAllText(Path.Combine(_root.CreateSubdirectory("steps").FullName, "S.cs"), code);
        List<Diagnostic> found = [];
        var project = Project.Find(_root.FullName);
        var step = new CSharpStepBuilder(project.StatePath).Build(CSharpFile.Read(project, Source, null, found)!, found);
        Assert.True(step is not null, string.Join('\n', found.Select(one => one.Message)));
        System.IO.File.WriteAllBytes(File, step.ToBytes());
    }

    public void Damage() => System.IO.File.WriteAllText(File, "not a step");

    /// <summary>A stream of some rows.</summary>
    public byte[] Stream(ArrowField[] fields, params object?[][] rows)
    {
        using var bytes = new MemoryStream();
        using var stream = new ArrowStreamWriter(bytes, new ArrowSchema(fields));
        var writer = new RowWriter(stream);
        foreach (var row in rows)
        {
            for (var i = 0; i < fields.Length; i++) writer.Setters[i].DynamicInvoke(row[i]);
            writer.EndRow();
        }

        writer.Complete();
        return bytes.ToArray();
    }

    public int Run(byte[] input)
    {
        using var read = new Counted(input, this);
        using var written = new MemoryStream();
        var code = StepHost.Run(File, read, written, _errors);
        (Output, InputLength) = (written.ToArray(), input.Length);
        return code;
    }

    /// <summary>What comes back, a text for each row: its values, and behind the last bar why it is rejected.</summary>
    public IReadOnlyList<string> Pass(ArrowField[] fields, params object?[][] rows)
    {
        Assert.True(Run(Stream(fields, rows)) == ExitCodes.Ok, _errors.ToString());
        return Rows(Output);
    }

    public static IReadOnlyList<string> Rows(byte[] bytes)
    {
        var stream = ArrowStreamReader.Open(new MemoryStream(bytes));
        using var reader = new RowReader(stream, [.. stream.Schema.Fields.Select(_ => true)]);
        var rows = new List<string>();
        while (reader.Next()) rows.Add(string.Join('|', reader.Getters.Select(getter => Text(getter.DynamicInvoke()))));
        return rows;
    }

    private static string Text(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private sealed class Counted(byte[] bytes, CompiledFile owner) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            owner.InputRead += read;
            return read;
        }
    }
}
