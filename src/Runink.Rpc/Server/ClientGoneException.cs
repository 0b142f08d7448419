namespace Runink.Rpc;

/// <summary>The client has reset the call, or its connection has ended; the token of the call follows in a moment.</summary>
internal sealed class ClientGoneException(Exception? cause = null) : OperationCanceledException("the client has gone", cause);
