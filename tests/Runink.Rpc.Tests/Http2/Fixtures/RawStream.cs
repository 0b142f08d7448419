namespace Runink.Rpc.Http2.Fixtures;

/// <summary>What came on one stream, and how much may go and come on it.</summary>
internal sealed class RawStream
{
    /// <summary>The blocks of headers: those of the response, then the trailers; one only if the call failed at once.</summary>
    public List<List<(string Name, string Value)>> Blocks { get; } = [];

    public List<byte> Body { get; } = [];

    /// <summary>How many frames of DATA came.</summary>
    public int Pieces { get; set; }

    public bool IsEnded { get; set; }

    /// <summary>Of a RST_STREAM.</summary>
    public RawError? Reset { get; set; }

    public bool IsOver => IsEnded || Reset is not null;

    /// <summary>What the server may still be sent.</summary>
    public long SendWindow { get; set; }

    /// <summary>What the server may still send.</summary>
    public long ReceiveWindow { get; set; }

    /// <summary>The status of the call.</summary>
    public string? Status => Value("grpc-status");

    /// <summary>The value of a header or trailer.</summary>
    public string? Value(string name) => Blocks.SelectMany(block => block).FirstOrDefault(field => field.Name == name).Value;
}
