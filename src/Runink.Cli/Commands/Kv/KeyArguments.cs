using System.CommandLine;
using Google.Protobuf;

namespace Runink.Cli.Commands.Kv;

/// <summary>The keys that a command is about: one, those between two, those with a prefix, or all from one on.</summary>
internal sealed class KeyArguments
{
    private static readonly ByteString Zero = ByteString.CopyFrom(0);

    private readonly Argument<string?> _key = new("KEY") { Description = "The key.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Argument<string?> _end = new("END")
    {
        Description = "With it: all keys from KEY up to, but not including, this one.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _prefix = new("--prefix") { Description = "All keys that begin with KEY; without KEY, all keys." };
    private readonly Option<bool> _fromKey = new("--from-key") { Description = "All keys from KEY on." };
    private readonly Option<bool> _hex = Hex();

    /// <summary>The option that turns words into bytes.</summary>
    public static Option<bool> Hex() => new("--hex") { Description = "Keys and values on the command line are hexadecimal." };

    /// <summary>Gives a command these arguments.</summary>
    public void AddTo(Command command)
    {
        command.Add(_key);
        command.Add(_end);
        command.Add(_prefix);
        command.Add(_fromKey);
        command.Add(_hex);
    }

    /// <summary>Key and end of the range as the API has them; the end is empty for a single key.</summary>
    public (ByteString Key, ByteString End) Read(ParseResult parsed)
    {
        var (key, end, hex) = (parsed.GetValue(_key), parsed.GetValue(_end), parsed.GetValue(_hex));
        var (prefix, fromKey) = (parsed.GetValue(_prefix), parsed.GetValue(_fromKey));
        if (new[] { prefix, fromKey, end is not null }.Count(given => given) > 1)
            throw CliErrors.Usage("END, --prefix and --from-key exclude each other");
        if (string.IsNullOrEmpty(key) && !prefix && !fromKey) throw CliErrors.Usage("KEY is missing", "all keys are --prefix without a KEY");
        var bytes = Bytes(key ?? "", hex);
        if (prefix) return PrefixRange(bytes);
        if (fromKey) return (bytes.IsEmpty ? Zero : bytes, Zero);
        return (bytes, end is null ? ByteString.Empty : Bytes(end, hex));
    }

    /// <summary>The bytes of a word.</summary>
    public static ByteString Bytes(string word, bool hex)
    {
        if (!hex) return ByteString.CopyFromUtf8(word);
        try
        {
            return ByteString.CopyFrom(Convert.FromHexString(word));
        }
        catch (FormatException)
        {
            throw CliErrors.Usage($"'{word}' is not hexadecimal", "with --hex, write two digits for each byte: 6b6579");
        }
    }

    /// <summary>The range of all keys that begin with a prefix.</summary>
    public static (ByteString Key, ByteString End) PrefixRange(ByteString prefix)
    {
        var end = prefix.ToByteArray();
        var last = end.Length - 1;
        while (last >= 0 && end[last] == 0xff) last--;
        if (last < 0) return (prefix.IsEmpty ? Zero : prefix, Zero);
        end[last]++;
        return (prefix, ByteString.CopyFrom(end, 0, last + 1));
    }
}
