using Google.Protobuf;
using Runink.Protocol.ReflectionV1;
using Asked = Runink.Protocol.ReflectionV1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Runink.Rpc;

/// <summary>The answer to each question that reflection knows.</summary>
internal sealed class ReflectionAnswers(DescriptorIndex index, IReadOnlyList<string> services)
{
    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Asked.ListServices:
                response.ListServicesResponse =
                    new ListServiceResponse { Service = { services.Select(name => new ServiceResponse { Name = name }) } };
                break;
            case Asked.FileByFilename:
                SetFiles(response, index.ByName(request.FileByFilename), request.FileByFilename);
                break;
            case Asked.FileContainingSymbol:
                SetFiles(response, index.BySymbol(request.FileContainingSymbol), request.FileContainingSymbol);
                break;
            case Asked.FileContainingExtension:
                var extension = request.FileContainingExtension;
                response.ErrorResponse = Error(RpcCode.NotFound, $"no extension {extension.ExtensionNumber} of {extension.ContainingType}");
                break;
            case Asked.AllExtensionNumbersOfType when index.IsMessage(request.AllExtensionNumbersOfType):
                response.AllExtensionNumbersResponse =
                    new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case Asked.AllExtensionNumbersOfType:
                response.ErrorResponse = Error(RpcCode.NotFound, $"{request.AllExtensionNumbersOfType} is not known");
                break;
            default:
                throw new RpcException(RpcCode.InvalidArgument, "the request asks nothing");
        }

        return response;
    }

    private static void SetFiles(ServerReflectionResponse response, List<ByteString>? files, string asked)
    {
        if (files is null) response.ErrorResponse = Error(RpcCode.NotFound, $"{asked} is not known");
        else response.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files } };
    }

    private static ErrorResponse Error(RpcCode code, string message) => new() { ErrorCode = (int)code, ErrorMessage = message };
}
