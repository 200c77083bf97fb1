namespace WarpDrive.Daemon;

/// <summary>Who may use the daemon, and how much of it. This part of the options can be changed while it runs.</summary>
public sealed record DaemonLimits
{
    /// <summary>
    /// User ids that may connect, beside what the permissions of the socket say. Null with <see cref="AllowedGroups"/> null: everybody whom the socket lets
    /// in. Root and the daemon's own user always may.
    /// </summary>
    public IReadOnlySet<uint>? AllowedUsers { get; init; }

    /// <summary>Group ids whose members may connect; see <see cref="AllowedUsers"/>.</summary>
    public IReadOnlySet<uint>? AllowedGroups { get; init; }

    /// <summary>What a user may have that <see cref="UserQuotas"/> does not name.</summary>
    public Quota Quota { get; init; } = new();

    /// <summary>Quotas of certain user ids.</summary>
    public IReadOnlyDictionary<uint, Quota> UserQuotas { get; init; } = new Dictionary<uint, Quota>();

    /// <summary>Connections of all users together, 1…65536.</summary>
    public int TotalConnections { get; init; } = 2048;

    /// <summary>The quota of a user.</summary>
    /// <param name="uid">User id.</param>
    public Quota For(uint uid) => UserQuotas.TryGetValue(uid, out Quota? own) ? own : Quota;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(TotalConnections, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TotalConnections, 65536);
        Quota.Validate();
        foreach (Quota quota in UserQuotas.Values)
        {
            quota.Validate();
        }
    }

    /// <summary>Whether a user is let in.</summary>
    /// <param name="uid">User id.</param>
    /// <param name="groups">Its groups; asked only where groups matter.</param>
    internal bool Allows(uint uid, Func<IEnumerable<uint>> groups)
    {
        if ((AllowedUsers is null && AllowedGroups is null) || uid == 0 || uid == Linux.Libc.Geteuid())
        {
            return true;
        }

        return AllowedUsers?.Contains(uid) == true || (AllowedGroups is { } allowed && groups().Any(allowed.Contains));
    }
}
