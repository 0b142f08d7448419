using System.Xml.Linq;
using Runink.Barn.Tests.Serving;
using Runink.Cli.Tests.Commands.Server.Configuration;
using YamlDotNet.RepresentationModel;

namespace Runink.Cli.Tests.Deploy;

public sealed class KubernetesTests
{
    private static readonly Dictionary<string, YamlNode> Objects = Load();

    private static YamlNode Pod => Objects["StatefulSet/barn"]["spec"]["template"]["spec"];

    private static YamlNode Container => Assert.Single((YamlSequenceNode)Pod["containers"]);

    [Fact]
    public void Three_replicas_of_which_two_must_stay_each_with_a_claim()
    {
        var set = Objects["StatefulSet/barn"]["spec"];
        Assert.Equal("3", Text(set["replicas"]));
        Assert.Equal("Parallel", Text(set["podManagementPolicy"]));
        Assert.Equal("2", Text(Objects["PodDisruptionBudget/barn"]["spec"]["minAvailable"]));
        var claim = Assert.Single((YamlSequenceNode)set["volumeClaimTemplates"]);
        Assert.Equal("10Gi", Text(claim["spec"]["resources"]["requests"]["storage"]));
        Assert.Contains((YamlSequenceNode)Container["volumeMounts"], mount => Text(mount["name"]) == Text(claim["metadata"]["name"]));
    }

    [Fact]
    public void Members_find_each_other_by_a_headless_service_before_they_are_ready()
    {
        var service = Objects["Service/barn"]["spec"];
        Assert.Equal("None", Text(service["clusterIP"]));
        Assert.Equal("true", Text(service["publishNotReadyAddresses"]));
        Assert.Equal("barn", Text(Objects["StatefulSet/barn"]["spec"]["serviceName"]));
        string[] selectors =
        [
            Text(service["selector"]["app"]), Text(Objects["Service/barn-client"]["spec"]["selector"]["app"]),
            Text(Objects["PodDisruptionBudget/barn"]["spec"]["selector"]["matchLabels"]["app"]),
            Text(Objects["StatefulSet/barn"]["spec"]["selector"]["matchLabels"]["app"]),
        ];
        Assert.All(selectors, label => Assert.Equal(Text(Objects["StatefulSet/barn"]["spec"]["template"]["metadata"]["labels"]["app"]), label));
    }

    [Theory]
    [InlineData("barn-0")]
    [InlineData("barn-1")]
    [InlineData("barn-2")]
    public void The_server_takes_the_settings_of_every_pod(string pod)
    {
        using var directory = new TemporaryDirectory();
        var server = Settings(pod, directory).Accepted().Server;
        Assert.Equal(["barn-0", "barn-1", "barn-2"], server.InitialCluster.Select(member => member.Name));
        Assert.Equal([$"https://{pod}.barn:2380"], server.AdvertisePeerUrls);
        Assert.StartsWith("/var/lib/barn/", server.DataDirectory, StringComparison.Ordinal);
        Assert.True(server.MayBeginCluster);
    }

    [Fact]
    public void A_fourth_pod_starts_once_the_initial_cluster_names_it()
    {
        using var directory = new TemporaryDirectory();
        var settings = Settings("barn-3", directory);
        Assert.Contains("does not name this member, 'barn-3'", settings.Refused().Message, StringComparison.Ordinal);

        var cluster = string.Join(',', Enumerable.Range(0, 4).Select(number => $"barn-{number}=https://barn-{number}.barn:2380"));
        var server = settings.And("RUNINK_INITIAL_CLUSTER", cluster).Accepted().Server;
        Assert.Equal(["https://barn-3.barn:2380"], server.AdvertisePeerUrls);
        Assert.True(server.MayBeginCluster);
    }

    [Fact]
    public void Probes_ask_what_the_server_answers()
    {
        Assert.Equal("/livez", Text(Container["livenessProbe"]["httpGet"]["path"]));
        Assert.Equal("/livez", Text(Container["startupProbe"]["httpGet"]["path"]));
        Assert.Equal("/readyz", Text(Container["readinessProbe"]["httpGet"]["path"]));
        foreach (var probe in new[] { "livenessProbe", "startupProbe", "readinessProbe" })
            Assert.Equal("HTTPS", Text(Container[probe]["httpGet"]["scheme"]));
    }

    [Fact]
    public void The_container_may_do_nothing_that_it_does_not_need()
    {
        Assert.Equal("true", Text(Pod["securityContext"]["runAsNonRoot"]));
        Assert.Equal("RuntimeDefault", Text(Pod["securityContext"]["seccompProfile"]["type"]));
        Assert.Equal("false", Text(Pod["automountServiceAccountToken"]));
        Assert.Equal("false", Text(Container["securityContext"]["allowPrivilegeEscalation"]));
        Assert.Equal("true", Text(Container["securityContext"]["readOnlyRootFilesystem"]));
        Assert.Equal("ALL", Text(Assert.Single((YamlSequenceNode)Container["securityContext"]["capabilities"]["drop"])));
        Assert.NotEmpty(Text(Container["resources"]["limits"]["memory"]));
        Assert.NotEmpty(Text(Container["resources"]["limits"]["cpu"]));
    }

    [Fact]
    public void The_image_is_the_one_that_the_project_makes()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src/Runink.Cli/Runink.Cli.csproj"));
        var version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;
        Assert.Equal($"{project.Descendants("ContainerRepository").Single().Value}:{version}", Text(Container["image"]));
        Assert.Equal(project.Descendants("ContainerUser").Single().Value, Text(Pod["securityContext"]["runAsUser"]));
    }

    /// <summary>The variables of a pod, with certificates in a directory.</summary>
    private static Given Settings(string pod, TemporaryDirectory directory)
    {
        using var authority = new TestAuthority("authority");
        var (certificate, key) = authority.IssueTo("CN=barn");
        directory.Write("ca.crt", authority.Pem);
        directory.Write("tls.crt", certificate);
        directory.Write("tls.key", key);
        var given = Given.Flags(("insecure", "false"));
        foreach (var variable in (YamlSequenceNode)Container["env"])
        {
            var value = ((YamlMappingNode)variable).Children.TryGetValue("value", out var text) ? Text(text) : pod;
            given.And(Text(variable["name"]), value
                .Replace("$(RUNINK_NAME)", pod, StringComparison.Ordinal)
                .Replace("/etc/barn/", directory.Path + "/", StringComparison.Ordinal));
        }

        return given;
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static Dictionary<string, YamlNode> Load()
    {
        using var text = File.OpenText(Path.Combine(Repository.Root, "deploy/kubernetes/barn.yaml"));
        var stream = new YamlStream();
        stream.Load(text);
        return stream.Documents.Select(document => document.RootNode).ToDictionary(
            root => $"{Text(root["kind"])}/{Text(root["metadata"]["name"])}", StringComparer.Ordinal);
    }
}
