namespace Runink.Cli.Synth;

/// <summary>
/// A regular expression turned around: it makes texts that match. Understands literals, classes, groups, alternatives and
/// repetition; what only looks around (look-ahead, back-references, word boundaries) it does not.
/// </summary>
internal abstract class TextPattern
{
    private const int MoreThanLeast = 8;
    private const ulong PlentyOfTexts = 1_000_000_000_000;

    /// <summary>How many different texts <see cref="WriteNth"/> can make; at most <see cref="ulong.MaxValue"/>.</summary>
    public abstract ulong Capacity { get; }

    /// <summary>Bytes of the longest text.</summary>
    public abstract long Longest { get; }

    /// <summary>Writes a random text.</summary>
    public abstract void WriteAny(ref SplitMix random, ByteWriter to);

    /// <summary>Writes the text with that number; different numbers below <see cref="Capacity"/> give different texts.</summary>
    public abstract void WriteNth(ulong number, ByteWriter to);

    private static ulong Plus(ulong a, ulong b) => b > ulong.MaxValue - a ? ulong.MaxValue : a + b;

    private static ulong Times(ulong a, ulong b) => b != 0 && a > ulong.MaxValue / b ? ulong.MaxValue : a * b;

    /// <summary>One of a set of characters.</summary>
    internal sealed class Characters(byte[] set) : TextPattern
    {
        public override ulong Capacity => (ulong)set.Length;

        public override long Longest => 1;

        public override void WriteAny(ref SplitMix random, ByteWriter to) => to.Write(set[random.Below(set.Length)]);

        public override void WriteNth(ulong number, ByteWriter to) => to.Write(set[(int)(number % (ulong)set.Length)]);
    }

    /// <summary>Parts one after another; the last part differs between one number and the next.</summary>
    internal sealed class Sequence(IReadOnlyList<TextPattern> parts) : TextPattern
    {
        // The number of texts that the parts from here on can make.
        private readonly ulong[] _from = From(parts);

        public override ulong Capacity => _from[0];

        public override long Longest { get; } = parts.Sum(part => part.Longest);

        public override void WriteAny(ref SplitMix random, ByteWriter to)
        {
            foreach (var part in parts) part.WriteAny(ref random, to);
        }

        public override void WriteNth(ulong number, ByteWriter to)
        {
            for (var i = 0; i < parts.Count; i++)
            {
                var below = _from[i + 1];
                parts[i].WriteNth(number / below, to);
                number %= below;
            }
        }

        private static ulong[] From(IReadOnlyList<TextPattern> parts)
        {
            var from = new ulong[parts.Count + 1];
            from[^1] = 1;
            for (var i = parts.Count - 1; i >= 0; i--) from[i] = Times(parts[i].Capacity, from[i + 1]);
            return from;
        }
    }

    /// <summary>One of several patterns.</summary>
    internal sealed class Alternatives(IReadOnlyList<TextPattern> choices) : TextPattern
    {
        public override ulong Capacity { get; } =
            choices.Aggregate(0UL, (sum, choice) => Plus(sum, choice.Capacity));

        public override long Longest { get; } = choices.Max(choice => choice.Longest);

        public override void WriteAny(ref SplitMix random, ByteWriter to) =>
            choices[random.Below(choices.Count)].WriteAny(ref random, to);

        public override void WriteNth(ulong number, ByteWriter to)
        {
            var i = 0;
            for (; i < choices.Count - 1 && number >= choices[i].Capacity; i++) number -= choices[i].Capacity;
            choices[i].WriteNth(number, to);
        }
    }

    /// <summary>A pattern several times.</summary>
    /// <param name="part">What is repeated.</param>
    /// <param name="least">Fewest times.</param>
    /// <param name="most">Most times, or null when nothing limits it.</param>
    internal sealed class Repeated(TextPattern part, int least, int? most) : TextPattern
    {
        private readonly int _most = most ?? least + MoreThanLeast;
        private readonly Sequence _numbered = new([.. Enumerable.Repeat(part, TimesWhenNumbered(part, least, most))]);

        public override ulong Capacity => _numbered.Capacity;

        public override long Longest => Math.Max(_most * part.Longest, _numbered.Longest);

        public override void WriteAny(ref SplitMix random, ByteWriter to)
        {
            var times = least + random.Below(_most - least + 1);
            for (var i = 0; i < times; i++) part.WriteAny(ref random, to);
        }

        public override void WriteNth(ulong number, ByteWriter to) => _numbered.WriteNth(number, to);

        // Always equally often, so that different numbers cannot meet in one text; often enough for a large table.
        private static int TimesWhenNumbered(TextPattern part, int least, int? most)
        {
            var times = least;
            var limit = most ?? Math.Max(least, 64);
            for (var texts = Enumerable.Range(0, least).Aggregate(1UL, (all, _) => Times(all, part.Capacity));
                times < limit && part.Capacity > 1 && texts < PlentyOfTexts;
                times++)
            {
                texts = Times(texts, part.Capacity);
            }

            return times;
        }
    }
}
