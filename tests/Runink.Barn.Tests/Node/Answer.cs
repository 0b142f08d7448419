namespace Runink.Barn.Tests;

/// <summary>What a node was asked, and what it has answered by now.</summary>
internal sealed class Answer<T>(ValueTask<T> question)
{
    private readonly Task<T> _task = question.AsTask();

    public bool IsTold => _task.IsCompleted;

    /// <summary>The answer, which must be there; throws what the node threw.</summary>
    public T Value
    {
        get
        {
            Assert.True(IsTold, "there is no answer yet");
            return _task.GetAwaiter().GetResult();
        }
    }
}
