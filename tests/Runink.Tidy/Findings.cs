namespace Runink.Tidy;

/// <summary>Fails with every finding on a line of its own, so that all can be mended in one go.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string?> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
