namespace Runink.Simulation.Tests;

public sealed class HistoryTests
{
    private readonly Workload _workload = new(
        new WorkloadOptions { Kinds = [ObjectKind.Register], Slots = 1, OperationsPerObject = 3 }, new Prng(1));

    private readonly Judge _judge = new();
    private readonly History _history;
    private long _step;

    public HistoryTests() => _history = new History(_workload, _judge);

    [Fact]
    public void An_object_is_judged_once_nobody_works_on_it_any_more()
    {
        for (var i = 0; i < 3; i++) _history.Return(Answered(Begin()));
        Assert.Empty(_judge.Heard);
        _history.Return(Answered(Begin()));
        Assert.Equal(3, Assert.Single(_judge.Heard).Count);
    }

    [Fact]
    public void An_object_is_not_judged_while_someone_waits_for_it()
    {
        var slow = Begin();
        for (var i = 0; i < 3; i++) _history.Return(Answered(Begin()));
        Assert.Empty(_judge.Heard);
        _history.Return(Answered(slow));
        Assert.Equal(3, Assert.Single(_judge.Heard).Count);
    }

    [Fact]
    public void An_operation_without_an_answer_stays_open_in_the_history()
    {
        _history.Abandon(Begin());
        for (var i = 0; i < 3; i++) _history.Return(Answered(Begin()));
        Assert.Single(Assert.Single(_judge.Heard), operation => operation.IsOpen);
    }

    [Fact]
    public void An_operation_that_certainly_did_nothing_leaves_the_history()
    {
        _history.Withdraw(Begin());
        for (var i = 0; i < 3; i++) _history.Return(Answered(Begin()));
        Assert.Equal(2, Assert.Single(_judge.Heard).Count);
    }

    [Fact]
    public void Clients_leave_an_object_on_which_too_much_is_open()
    {
        var workload = new Workload(new WorkloadOptions { Kinds = [ObjectKind.List], Slots = 1 }, new Prng(1));
        var history = new History(workload, _judge);
        for (var i = 0; i < 20; i++)
        {
            var operation = new Operation(workload.Next(0), i);
            history.Begin(operation);
            history.Abandon(operation);
        }

        Assert.All(_judge.Heard, operations => Assert.Equal(8, operations.Count));
        Assert.Equal(2, _judge.Heard.Count);
    }

    [Fact]
    public void In_the_end_everything_is_judged_and_nothing_twice()
    {
        for (var i = 0; i < 7; i++) _history.Return(Answered(Begin()));
        _history.Close();
        _history.Close();
        Assert.Equal(7, _judge.Heard.Sum(operations => operations.Count));
    }

    private Operation Begin()
    {
        var operation = new Operation(_workload.Next(0), _step++);
        _history.Begin(operation);
        return operation;
    }

    private Operation Answered(Operation operation)
    {
        operation.Answer(default, _step++);
        return operation;
    }

    private sealed class Judge : ClusterObserver
    {
        public List<IReadOnlyList<Operation>> Heard { get; } = [];

        public override void HistoryClosed(ObjectId target, IReadOnlyList<Operation> history) => Heard.Add([.. history]);
    }
}
