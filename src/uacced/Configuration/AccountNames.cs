using System.Globalization;

namespace WarpDrive.Daemon;

/// <summary>Numbers of users and groups by name, from <c>/etc/passwd</c> and <c>/etc/group</c>. Those of a directory service have to be given as numbers.</summary>
internal sealed class AccountNames
{
    private readonly string _users;
    private readonly string _groups;

    internal AccountNames(string users = "/etc/passwd", string groups = "/etc/group")
    {
        _users = users;
        _groups = groups;
    }

    /// <summary>A user by name or number; null when there is none.</summary>
    internal uint? User(string name) => Find(_users, name);

    /// <summary>A group by name or number; null when there is none.</summary>
    internal uint? Group(string name) => Find(_groups, name);

    // Both files: name:password:number:…
    private static uint? Find(string file, string name)
    {
        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
        {
            return number;
        }

        try
        {
            foreach (string line in File.ReadLines(file))
            {
                string[] fields = line.Split(':');
                if (fields.Length > 2 && fields[0] == name && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out number))
                {
                    return number;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return null;
    }
}
