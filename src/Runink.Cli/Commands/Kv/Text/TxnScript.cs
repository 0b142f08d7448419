using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Kv.Text;

/// <summary>
/// The text of a transaction as etcdctl takes it: a section of compares, one for when all hold, one for when not, parted by blank lines.
/// <code>
/// value("key") = "text"       also version, create, mod, lease; = != &lt; &gt;
///
/// put key "value"             also --lease=ID
/// del key --prefix            get and del: a second word ends a range; --prefix, --from-key
///
/// get key
/// </code>
/// </summary>
internal static partial class TxnScript
{
    private const int Sections = 3;
    private const string Quoted = @"""(?:[^""\\]|\\.)*""|'[^']*'";

    /// <summary>The transaction.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="RuninkException">It cannot be understood; the message names the line.</exception>
    public static TxnRequest Parse(string text, string source)
    {
        var request = new TxnRequest();
        var (section, number) = (0, 0);
        foreach (var raw in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            number++;
            var line = raw.Trim();
            try
            {
                if (line.Length == 0) section++;
                else if (section == 0) request.Compare.Add(ParseCompare(line));
                else if (section < Sections) (section == 1 ? request.Success : request.Failure).Add(ParseOperation(line));
                else throw new FormatException("a transaction has three sections, and this stands after the third");
            }
            catch (FormatException e)
            {
                const string Form = "compares, a blank line, what to do when all hold, a blank line, what to do else";
                throw new RuninkException(
                    CliErrors.BadValue.Error($"{source}, line {number}: {e.Message}", at: null, Form), ExitCodes.BadInput, e);
            }
        }

        return request.Compare.Count + request.Success.Count + request.Failure.Count > 0
            ? request
            : throw CliErrors.Usage($"{source} holds no transaction");
    }

    private static Compare ParseCompare(string line)
    {
        var match = CompareForm().Match(line);
        if (!match.Success) throw new FormatException("""a compare looks like version("key") = "1", with value, version, create, mod or lease""");
        var compare = new Compare
        {
            Key = One(match.Groups["key"].Value),
            Result = match.Groups["operator"].Value switch
            {
                "=" => Compare.Types.CompareResult.Equal,
                "!=" => Compare.Types.CompareResult.NotEqual,
                "<" => Compare.Types.CompareResult.Less,
                _ => Compare.Types.CompareResult.Greater,
            },
        };
        var operand = One(match.Groups["operand"].Value);
        switch (match.Groups["target"].Value)
        {
            case "value" or "val":
                (compare.Target, compare.Value) = (Compare.Types.CompareTarget.Value, operand);
                break;
            case "version" or "ver":
                (compare.Target, compare.Version) = (Compare.Types.CompareTarget.Version, Number(operand, NumberStyles.AllowLeadingSign));
                break;
            case "create" or "c":
                (compare.Target, compare.CreateRevision) = (Compare.Types.CompareTarget.Create, Number(operand, NumberStyles.AllowLeadingSign));
                break;
            case "mod" or "m":
                (compare.Target, compare.ModRevision) = (Compare.Types.CompareTarget.Mod, Number(operand, NumberStyles.AllowLeadingSign));
                break;
            default:
                (compare.Target, compare.Lease) = (Compare.Types.CompareTarget.Lease, Number(operand, NumberStyles.AllowHexSpecifier));
                break;
        }

        return compare;
    }

    private static RequestOp ParseOperation(string line)
    {
        var words = WordSplitter.Split(line);
        switch (words[0].ToStringUtf8())
        {
            case "put":
                return new() { RequestPut = ParsePut(words) };
            case "get":
                var (key, end) = ParseRange(words);
                return new() { RequestRange = new() { Key = key, RangeEnd = end } };
            case "del":
                var (from, to) = ParseRange(words);
                return new() { RequestDeleteRange = new() { Key = from, RangeEnd = to } };
            case var other:
                throw new FormatException($"'{other}' is none of put, get and del");
        }
    }

    private static PutRequest ParsePut(List<ByteString> words)
    {
        const string Lease = "--lease=";
        if (words.Count is not (3 or 4)) throw new FormatException("put takes a key and a value");
        var put = new PutRequest { Key = words[1], Value = words[2] };
        if (words.Count == 3) return put;
        var flag = words[3].ToStringUtf8();
        if (!flag.StartsWith(Lease, StringComparison.Ordinal)) throw new FormatException($"put takes a key, a value and at most {Lease}ID");
        put.Lease = Number(ByteString.CopyFromUtf8(flag[Lease.Length..]), NumberStyles.AllowHexSpecifier);
        return put;
    }

    private static (ByteString Key, ByteString End) ParseRange(List<ByteString> words)
    {
        var keys = words.Skip(1).Where(word => !IsFlag(word)).ToList();
        var flags = words.Skip(1).Where(IsFlag).Select(word => word.ToStringUtf8()).ToList();
        return (flags, keys.Count) switch
        {
            ([], 1) => (keys[0], ByteString.Empty),
            ([], 2) => (keys[0], keys[1]),
            (["--prefix"], 1) => KeyArguments.PrefixRange(keys[0]),
            (["--from-key"], 1) => (keys[0], ByteString.CopyFrom(0)),
            _ => throw new FormatException("get and del take a key, and one of an end, --prefix and --from-key"),
        };
    }

    private static bool IsFlag(ByteString word) => word.Length > 2 && word[0] == '-' && word[1] == '-';

    private static ByteString One(string text) =>
        WordSplitter.Split(text) is [var word] ? word : throw new FormatException($"'{text}' is not one word: put it in quotes");

    private static long Number(ByteString word, NumberStyles style) =>
        long.TryParse(word.ToStringUtf8(), style, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{word.ToStringUtf8()}' is no number");

    [GeneratedRegex(
        @"^(?<target>value|val|version|ver|create|c|mod|m|lease)\s*\(\s*(?<key>" + Quoted + @"|[^\s""')]+)\s*\)\s*"
        + @"(?<operator>!=|=|<|>)\s*(?<operand>" + Quoted + @"|[^\s""']+)$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CompareForm();
}
