using Google.Protobuf;
using Google.Protobuf.Reflection;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn.Tests;

/// <summary>Requests of the API, on the wire and as JSON, spoiled in any way.</summary>
public sealed class RequestFuzzTests
{
    private static readonly IMessage[] Requests = RequestCorpus.All;
    private static readonly byte[][] Corpus = [.. Requests.Select(request => request.ToByteArray())];
    private static readonly string[] Json = [.. Requests.Select(JsonMessages.Write)];
    private static readonly RequestReader[] Readers = [.. Requests.Select(RequestReader.Of)];

    [Fact]
    public void Every_request_of_the_services_is_in_the_corpus()
    {
        FileDescriptor[] files =
        [
            KvReflection.Descriptor, WatchReflection.Descriptor, LeaseReflection.Descriptor, MaintenanceReflection.Descriptor,
            ClusterReflection.Descriptor, AuthReflection.Descriptor, LockReflection.Descriptor, ElectionReflection.Descriptor,
        ];
        var taken = files.SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(method => method.InputType.Name);
        Assert.Equal(taken.Distinct().Order(), Requests.Select(request => request.Descriptor.Name).Distinct().Order());
    }

    [Fact]
    public void A_spoiled_request_is_refused_or_means_what_is_written_again()
    {
        Fuzzing.Run(chance =>
        {
            // Half of the time a message of another type: fields of the wrong kind.
            var reader = Readers[chance.Next(Readers.Length)];
            var spoiled = Fuzzing.Spoil(chance.Next(2) == 0 ? reader.Bytes : Corpus[chance.Next(Corpus.Length)], chance);
            if (reader.Read(spoiled) is not { } read) return;
            var again = reader.Read(reader.Write(read));
            Assert.True(read.Equals(again), $"{read.Descriptor.Name} {Convert.ToHexString(spoiled)}");
        });
    }

    [Fact]
    public void A_spoiled_transaction_that_is_let_through_can_be_read_back_from_the_log()
    {
        var reader = RequestReader.Of(RequestCorpus.Txn);
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(reader.Bytes, chance);
            if (reader.Read(spoiled) is not TxnRequest request) return;
            TxnCommand txn;
            try
            {
                txn = request.ToCommand();
            }
            catch (RpcException)
            {
                return;
            }

            if (KvRequestCheck.Check(txn) is not null) return;
            var entry = EntryBuffer.Encode(new KvEnvelope(1, 2, 3, txn), NodeCore.System);
            Assert.True(entry.Span.SequenceEqual(EntryBuffer.Encode(KvCommandCodec.Decode(entry), NodeCore.System).Span), Convert.ToHexString(spoiled));
        });
    }

    [Fact]
    public void A_spoiled_body_of_json_is_refused_as_such_or_means_what_is_written_again()
    {
        Fuzzing.Run(chance =>
        {
            var reader = Readers[chance.Next(Readers.Length)];
            var text = Spoil(chance.Next(2) == 0 ? reader.Json : Json[chance.Next(Json.Length)], chance);
            IMessage read;
            try
            {
                read = reader.ReadJson(text);
            }
            catch (RpcException refused)
            {
                Assert.Equal(RpcCode.InvalidArgument, refused.Code);
                return;
            }

            Assert.True(read.Equals(reader.ReadJson(JsonMessages.Write(read))), text);
        });
    }

    private static string Spoil(string text, Random chance)
    {
        const string Pieces = "{}[]\",:\\0123456789.eE+-truefalsn null\u0000\u20AC\uD800";
        var letters = new System.Text.StringBuilder(text);
        for (var i = chance.Next(1, 4); i > 0; i--)
        {
            var at = chance.Next(letters.Length);
            if (chance.Next(3) == 0) letters[at] = Pieces[chance.Next(Pieces.Length)];
            else if (chance.Next(2) == 0) letters.Insert(at, Pieces[chance.Next(Pieces.Length)]);
            else letters.Remove(at, Math.Min(letters.Length - at, chance.Next(1, 6)));
            if (letters.Length == 0) break;
        }

        return letters.ToString();
    }
}
