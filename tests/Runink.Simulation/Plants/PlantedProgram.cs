using System.Reflection;
using System.Runtime.Loader;

namespace Runink.Simulation;

/// <summary>
/// A second copy of this program in which a part of the product is another one: within this context its name resolves to the image, and
/// this program, which uses it, is loaded anew, so that all of its types bind to that image. Everything else is shared.
/// </summary>
public sealed class PlantedProgram : AssemblyLoadContext
{
    private static readonly Assembly Program = typeof(PlantedProgram).Assembly;
    private readonly Assembly _planted;

    private PlantedProgram(string name, byte[] image) : base(name)
    {
        using var stream = new MemoryStream(image);
        _planted = LoadFromStream(stream);
    }

    /// <summary>Whether the caller itself runs in such a copy.</summary>
    public static bool IsThisOne => GetLoadContext(Program) != Default;

    public static PlantedProgram Load(Plant plant) => new(plant.Name, PlantCompiler.Compile(plant));

    /// <summary>Runs the copy with a command line, and returns its exit code.</summary>
    public int Run(params string[] arguments) => (int)Anew(Program).EntryPoint!.Invoke(null, [arguments])!;

    /// <summary>The copy's own version of a static method whose parameters and result are types of the runtime.</summary>
    public T Bind<T>(T method) where T : Delegate
    {
        var type = method.Method.DeclaringType!;
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return Anew(type.Assembly).GetType(type.FullName!, throwOnError: true)!
            .GetMethod(method.Method.Name, Static)!.CreateDelegate<T>();
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == _planted.GetName().Name ? _planted : assemblyName.Name == Program.GetName().Name ? Anew(Program) : null;

    private Assembly Anew(Assembly assembly) => LoadFromAssemblyPath(assembly.Location);
}
