using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Runink.Bench.Barn;

// The floor under any gRPC server on Kestrel: every call is read to its end and answered with the same bytes, and nothing else
// is done. Its arguments are the port, and perhaps a file: then a call is answered when what it brought is durable there, which is the
// floor under any store that syncs.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
    kestrel.Listen(IPAddress.Loopback, int.Parse(args[0]), listen => listen.Protocols = HttpProtocols.Http2);
});

// A RangeResponse with one value of 256 bytes, of 10,000 keys (fields 2 and 4; in the pair, key 1 and value 5).
var pair = (byte[])[0x0A, 16, .. new byte[16], 0x2A, 0x80, 0x02, .. new byte[256]];
var message = (byte[])[0x12, (byte)(pair.Length & 0x7F | 0x80), (byte)(pair.Length >> 7), .. pair, 0x20, 0x90, 0x4E];
var reply = new byte[5 + message.Length];
BinaryPrimitives.WriteInt32BigEndian(reply.AsSpan(1), message.Length);
message.CopyTo(reply, 5);
using var file = args.Length > 1 ? new SyncedFile(args[1]) : null;
var app = builder.Build();
app.Run(async context =>
{
    var body = context.Request.BodyReader;
    while (true)
    {
        var read = await body.ReadAsync();
        var durable = file is not null && read.IsCompleted ? file.Append(read.Buffer) : ValueTask.CompletedTask;
        body.AdvanceTo(file is null || read.IsCompleted ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
        await durable;
        if (read.IsCompleted) break;
    }

    context.Response.ContentType = "application/grpc";
    await context.Response.BodyWriter.WriteAsync(reply);
    context.Response.AppendTrailer("grpc-status", "0");
});
Console.WriteLine("ready");
app.Run();
