using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Runink.Data.Functions;
using Runink.Data.Vectors;
using Runink.Pipelines.Contracts;

namespace Runink.Execution.Validation;

/// <summary>
/// A pattern that RE2 cannot express, as an SQL function over .NET's expressions with a time bound per value. A value that exceeds the bound does not match: it fails its
/// record instead of the run.
/// </summary>
internal sealed class PatternFunction(string pattern) : ScalarFunction(NameOf(pattern), "BOOLEAN", "VARCHAR")
{
    private readonly Regex _expression = PatternDialect.Compile(pattern);

    /// <summary>The function's name, the same for the same pattern.</summary>
    public static string NameOf(string pattern) => $"runi_match_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pattern)).AsSpan(0, 8))}";

    /// <inheritdoc/>
    protected override void Invoke(DataChunk arguments, OutputVector output)
    {
        var texts = arguments[0].Strings();
        var results = output.Values<bool>();
        for (var row = 0; row < texts.Count; row++) results[row] = Matches(texts.TextAt(row));
    }

    private bool Matches(string text)
    {
        try
        {
            return _expression.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
