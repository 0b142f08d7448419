using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

// The floor under any gRPC server on Kestrel: every call is read to its end and answered with the same bytes, and nothing else
// is done. Its argument is the port.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
    kestrel.Listen(IPAddress.Loopback, int.Parse(args[0]), listen => listen.Protocols = HttpProtocols.Http2);
});

// As long as the answer to a read of one value of 256 bytes.
var reply = new byte[5 + 310];
BinaryPrimitives.WriteInt32BigEndian(reply.AsSpan(1), reply.Length - 5);
var app = builder.Build();
app.Run(async context =>
{
    var body = context.Request.BodyReader;
    while (true)
    {
        var read = await body.ReadAsync();
        body.AdvanceTo(read.Buffer.End);
        if (read.IsCompleted) break;
    }

    context.Response.ContentType = "application/grpc";
    await context.Response.BodyWriter.WriteAsync(reply);
    context.Response.AppendTrailer("grpc-status", "0");
});
Console.WriteLine("ready");
app.Run();
