using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Runink.Rpc;

/// <summary>
/// Tells HTTP/2 from HTTP/1.1 by the bytes that every HTTP/2 client sends first, so that both are spoken on one address, in plaintext, too.
/// </summary>
internal static class PrefaceSniffer
{
    /// <summary>A client that says nothing is cut off.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>What every HTTP/2 client sends first (RFC 9113, section 3.4).</summary>
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public static async Task RouteAsync(ConnectionContext connection, ConnectionDelegate http2, ConnectionDelegate http1)
    {
        bool? isHttp2;
        using (var timeout = new CancellationTokenSource(Timeout))
        {
            isHttp2 = await SniffAsync(connection.Transport.Input, timeout.Token).ConfigureAwait(false);
        }

        if (isHttp2 is null) return;
        await (isHttp2.Value ? http2(connection) : http1(connection)).ConfigureAwait(false);
    }

    /// <summary>Takes the preface of HTTP/2, and of anything else nothing. Null: the client went without a word.</summary>
    private static async ValueTask<bool?> SniffAsync(PipeReader input, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
                var verdict = Judge(result.Buffer);
                // When it is decided nothing more counts as looked at, so that whoever reads next finds the rest.
                var taken = result.Buffer.GetPosition(verdict == true ? Preface.Length : 0);
                input.AdvanceTo(taken, verdict is null ? result.Buffer.End : taken);
                if (verdict is not null || result.IsCompleted) return verdict;
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private static bool? Judge(in ReadOnlySequence<byte> seen)
    {
        var length = (int)Math.Min(seen.Length, Preface.Length);
        Span<byte> start = stackalloc byte[Preface.Length];
        seen.Slice(0, length).CopyTo(start);
        if (!start[..length].SequenceEqual(Preface[..length])) return false;
        return length == Preface.Length ? true : null;
    }
}
