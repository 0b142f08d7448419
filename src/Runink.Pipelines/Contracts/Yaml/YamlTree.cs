using Runink.Pipelines.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Runink.Pipelines.Contracts.Yaml;

/// <summary>
/// Builds a tree out of YAML text. Built from parser events, not by the library's own tree: that one recurses without a bound.
/// </summary>
internal sealed class YamlTree
{
    private const int MaximumDepth = 64;

    private readonly Parser _parser;
    private readonly string _file;
    private readonly Dictionary<AnchorName, YamlNode> _anchors = [];
    private int _depth;

    private YamlTree(string text, string file)
    {
        _parser = new Parser(new StringReader(text));
        _file = file;
    }

    /// <summary>Reads one document. Null when it cannot be read, which is reported, or when it is empty.</summary>
    public static YamlNode? Load(string text, string file, ErrorDefinition definition, ICollection<Diagnostic> found)
    {
        var tree = new YamlTree(text, file);
        try
        {
            return tree.Document();
        }
        catch (TreeException wrong)
        {
            found.Add(definition.Error(wrong.Message, wrong.At));
        }
        catch (YamlException wrong)
        {
            found.Add(definition.Error(Sentence(wrong), tree.Span(wrong.Start, wrong.End)));
        }

        catch (InvalidOperationException)
        {
            // The library's scanner gives up in this way on some texts, a plain scalar that begins with a colon among them.
            var last = tree._parser.Current?.End ?? Mark.Empty;
            found.Add(definition.Error("this is not valid YAML near here", tree.Span(last, last)));
        }

        return null;
    }

    private YamlNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        var root = Node();
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            throw new TreeException("the file holds more than one YAML document", Span(second.Start, second.End));
        return root;
    }

    private YamlNode Node()
    {
        var start = _parser.Current!;
        if (++_depth > MaximumDepth)
            throw new TreeException($"the file is nested more than {MaximumDepth} levels deep", Span(start.Start, start.Start));
        YamlNode node = start switch
        {
            AnchorAlias => Alias(),
            MappingStart => Mapping(),
            SequenceStart => Sequence(),
            _ => Scalar(),
        };
        _depth--;
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored) _anchors[anchored.Anchor] = node;
        return node;
    }

    private YamlNode Alias()
    {
        var alias = _parser.Consume<AnchorAlias>();
        return _anchors.GetValueOrDefault(alias.Value)
            ?? throw new TreeException($"the anchor '&{alias.Value}' is not defined before this", Span(alias.Start, alias.End));
    }

    private YamlScalar Scalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return new YamlScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, Span(scalar.Start, scalar.End));
    }

    private YamlList Sequence()
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Node());
        return new YamlList(items, Span(start.Start, start.Start));
    }

    private YamlMap Mapping()
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var node = Node();
            if (node is not YamlScalar key) throw new TreeException("a key is plain text, not a list or a mapping", node.At);
            if (!keys.Add(key.Text)) throw new TreeException($"the key '{key.Text}' is given twice", key.At);
            entries.Add(new YamlEntry(key, Node()));
        }

        return new YamlMap(entries, entries.Count > 0 ? entries[0].Key.At : Span(start.Start, start.Start));
    }

    private SourceSpan Span(Mark start, Mark end)
    {
        var length = end.Line == start.Line ? end.Column - start.Column : 0;
        return new SourceSpan(_file, (int)Math.Max(1, start.Line), (int)Math.Max(1, start.Column), (int)Math.Max(0, length));
    }

    private static string Sentence(YamlException wrong)
    {
        var message = (wrong.InnerException ?? wrong).Message.TrimEnd('.');
        var place = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return $"this is not valid YAML: {(place < 0 ? message : message[(place + 3)..])}";
    }

    private sealed class TreeException(string message, SourceSpan at) : Exception(message)
    {
        public SourceSpan At { get; } = at;
    }
}
