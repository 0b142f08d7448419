using System.Globalization;
using System.Text;

namespace Runink.Barn;

/// <summary>Writes metrics in the text format of Prometheus.</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public MetricsText Counter(string name, string help, double value) => Head(name, help, "counter").Sample(name, value);

    public MetricsText Gauge(string name, string help, double value) => Head(name, help, "gauge").Sample(name, value);

    /// <summary>What stands above the samples of a metric.</summary>
    public MetricsText Head(string name, string help, string type)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <param name="name">The metric.</param>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Names and values; values hold nothing that would have to be escaped.</param>
    public MetricsText Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            var separator = '{';
            foreach (var (label, text) in labels)
            {
                _text.Append(separator).Append(label).Append("=\"").Append(text).Append('"');
                separator = ',';
            }

            _text.Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
        return this;
    }

    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();
}
