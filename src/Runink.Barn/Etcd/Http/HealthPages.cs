using Microsoft.AspNetCore.Http;

namespace Runink.Barn;

/// <summary>
/// <c>/health</c> as etcd answers it, and <c>/livez</c> and <c>/readyz</c> as later versions do: each is made of checks, which
/// <c>?verbose</c> lists and <c>?exclude=NAME</c> leaves out.
/// </summary>
internal sealed class HealthPages(EtcdContext context, ServerMetrics metrics)
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(1);

    public async Task HealthAsync(HttpContext http)
    {
        var excluded = http.Request.Query["exclude"];
        var alarm = context.Node.View.Alarms.Select(entry => MaintenanceService.Name(entry.Alarm))
            .FirstOrDefault(name => !excluded.Contains(name));
        var problem = alarm is not null ? $"ALARM {alarm}"
            : context.Node.Status.Leader == 0 ? "RAFT NO LEADER"
            : await ReadProblemAsync(http.Request.Query["serializable"] == "true").ConfigureAwait(false);
        metrics.CountHealthCheck(problem is null);
        http.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = problem is null ? "application/json" : "text/plain; charset=utf-8";
        await http.Response.WriteAsync(problem is null ? """{"health":"true"}""" : """{"health":"false"}""" + "\n").ConfigureAwait(false);
    }

    /// <summary>Whether the process is of any use: false asks for it to be started again.</summary>
    public Task LiveAsync(HttpContext http) => AnswerAsync(http, [Check("serializable_read", () => new(FailureProblem()))]);

    /// <summary>Whether requests should be sent here.</summary>
    public Task ReadyAsync(HttpContext http) => AnswerAsync(http,
    [
        Check("data_corruption", () => new(IsCorrupt() ? "alarm CORRUPT" : null)),
        Check("serializable_read", () => new(FailureProblem())),
        Check("linearizable_read", () => ReadProblemAsync(serializable: false)),
    ]);

    private static (string Name, Func<Task<string?>> Problem) Check(string name, Func<ValueTask<string?>> problem) =>
        (name, () => problem().AsTask());

    /// <summary>An alarm about another member is no reason to send requests elsewhere.</summary>
    private bool IsCorrupt() => context.Node.View is var view && (view.IsCorrupt(0) || view.IsCorrupt(context.Node.Options.MemberId));

    private string? FailureProblem() => context.Node.Status.Failure?.Message;

    private async ValueTask<string?> ReadProblemAsync(bool serializable)
    {
        if (FailureProblem() is { } failure) return failure;
        if (serializable) return null;
        try
        {
            await context.Node.ReadAsync().AsTask().WaitAsync(ReadTimeout).ConfigureAwait(false);
            return null;
        }
        catch (Exception refused) when (refused is KvErrorException or TimeoutException)
        {
            return refused.Message;
        }
    }

    private static async Task AnswerAsync(HttpContext http, (string Name, Func<Task<string?>> Problem)[] checks)
    {
        var excluded = http.Request.Query["exclude"];
        var lines = new List<string>();
        var isWell = true;
        foreach (var (name, check) in checks)
        {
            var problem = excluded.Contains(name) ? null : await check().ConfigureAwait(false);
            lines.Add(problem is null ? $"[+]{name} ok" : $"[-]{name} failed: {problem}");
            isWell &= problem is null;
        }

        http.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "text/plain; charset=utf-8";
        var isVerbose = !isWell || http.Request.Query.ContainsKey("verbose");
        lines.Add(isWell ? "ok" : "failed");
        await http.Response.WriteAsync(isVerbose ? string.Join('\n', lines) + "\n" : "ok\n").ConfigureAwait(false);
    }
}
