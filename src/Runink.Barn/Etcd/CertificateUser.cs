using System.Security.Cryptography.X509Certificates;

namespace Runink.Barn;

/// <summary>The user that a client's certificate stands for.</summary>
internal static class CertificateUser
{
    /// <summary>The common name of its subject, or null.</summary>
    public static string? Of(X509Certificate2 certificate)
    {
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        // Without a common name, another part of the subject would be answered: only what stands there as CN counts.
        return name.Length > 0 && certificate.SubjectName.EnumerateRelativeDistinguishedNames().Any(part =>
            !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3" && part.GetSingleElementValue() == name)
            ? name
            : null;
    }
}
