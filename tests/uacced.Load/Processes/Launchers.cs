using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace WarpDrive.Daemon.Load.Processes;

/// <summary>The beginnings of command lines that start a program under other circumstances. The program behind them is the process that was started, or its child.</summary>
internal static class Launchers
{
    /// <summary>A user and group that own nothing here.</summary>
    internal const int Nobody = 65534;

    /// <summary>Another such user.</summary>
    internal const int Stranger = 12345;

    /// <summary>As it is.</summary>
    internal static string[] None => [];

    /// <summary>In a pid namespace of its own, with a <c>/proc</c> that belongs to it, as in a container.</summary>
    internal static string[] OwnPidNamespace => ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];

    /// <summary>Without the right to lock or pin a single byte; root keeps it by its capabilities.</summary>
    internal static string[] WithoutLockedMemory => ["prlimit", "--memlock=0"];

    /// <summary>As another user, without any capability or a way to get one: what <c>packaging/systemd/uacced.service</c> asks for.</summary>
    internal static string[] As(int user)
    {
        string id = user.ToString(CultureInfo.InvariantCulture);
        return ["setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"];
    }

    /// <summary>Skips the test, with words, when this machine or this user cannot start a program so.</summary>
    /// <param name="launcher">The beginning of the command line.</param>
    /// <param name="program">Path of the program.</param>
    internal static void MustReach(string[] launcher, string program)
    {
        if (launcher.Length == 0)
        {
            return;
        }

        string how = string.Join(' ', launcher);
        try
        {
            using Process probe = Process.Start(new ProcessStartInfo(launcher[0], [.. launcher[1..], "test", "-x", program]) { RedirectStandardError = true })!;
            string words = probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            Assert.SkipUnless(probe.ExitCode == 0, words.Length == 0 ? $"'{how}' does not reach {program}" : $"'{how}' is not possible here: {words}");
        }
        catch (Win32Exception e)
        {
            Assert.Skip($"'{how}' is not possible here: {e.Message}");
        }
    }
}
