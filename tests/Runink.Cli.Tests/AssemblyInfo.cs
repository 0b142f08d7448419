[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(Runink.Cli.Tests.EndToEnd.FirstGeneration))]
