using Runink.Protocol;

namespace Runink.Barn;

/// <summary>Gives out tokens for passwords.</summary>
internal sealed class Authenticator(EtcdContext context)
{
    public async ValueTask<AuthenticateResponse> AuthenticateAsync(AuthenticateRequest request, Caller caller)
    {
        while (true)
        {
            var view = await context.ReadAsync().ConfigureAwait(false);
            if (!view.Auth.Enabled) throw KvErrors.AuthNotEnabled.ToException();
            var user = view.Auth.FindUser(request.Name);
            if (!await context.Passwords.CheckAsync(user, request.Password).ConfigureAwait(false))
                throw KvErrors.AuthFailed.ToException();

            // The password may have been changed while it was checked: then it is checked again.
            var now = context.Node.View;
            if (now.Auth.FindUser(request.Name) is not { } same) continue;
            if (!same.PasswordHash.Span.SequenceEqual(user!.PasswordHash.Span)) continue;
            return new AuthenticateResponse
            {
                Header = context.HeaderMessage(now.Revision),
                Token = context.Tokens.Make(same),
            };
        }
    }
}
