using System.Globalization;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>Text of a device's attributes: formats, visibility and write errors of uacce.md §9.</summary>
internal static class DeviceAttributes
{
    /// <summary>Reads an attribute of a device that is registered.</summary>
    /// <param name="device">The device.</param>
    /// <param name="attribute">A name of <see cref="DeviceAttribute"/>.</param>
    /// <exception cref="LinuxException">ENOENT: hidden or unknown.</exception>
    internal static string Read(RegisteredDevice device, string attribute)
    {
        DeviceProfile profile = device.Profile;
        string? text = attribute switch
        {
            DeviceAttribute.Api => device.Api,
            DeviceAttribute.Flags => Decimal((uint)device.Flags),
            DeviceAttribute.AvailableInstances => Decimal(device.Model.AvailableInstances),
            DeviceAttribute.Algorithms => string.Join('\n', profile.Algorithms),
            DeviceAttribute.RegionMmioSize when profile.MmioSize != 0 => Decimal(profile.MmioSize),
            DeviceAttribute.RegionDusSize when profile.DusSize != 0 => Decimal(profile.DusSize),
            DeviceAttribute.Isolate when device.Isolation is { } isolation => isolation.IsIsolated ? "1" : "0",
            DeviceAttribute.IsolateStrategy when device.Isolation is { } isolation => Decimal(isolation.Threshold),
            DeviceAttribute.NumaNode => Decimal(profile.NumaNode),
            _ => null,
        };
        return text is null ? throw new LinuxException("read", Errno.ENOENT, $"{device.Name}/{attribute}") : text + "\n";
    }

    /// <summary>Writes an attribute of a device that is registered.</summary>
    /// <param name="device">The device.</param>
    /// <param name="attribute">A name of <see cref="DeviceAttribute"/>.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="LinuxException">ENOENT: hidden or unknown. EACCES: read-only. EINVAL: not a number, or too large. EPERM: virtual function, or isolated.</exception>
    internal static void Write(RegisteredDevice device, string attribute, string value)
    {
        if (attribute != DeviceAttribute.IsolateStrategy)
        {
            Read(device, attribute);   // a hidden one does not exist, whatever the mode would be
            LinuxException.Throw("write", Errno.EACCES, $"{device.Name}/{attribute} is read-only");
        }

        if (device.Isolation is not { } isolation)
        {
            throw new LinuxException("write", Errno.ENOENT, $"{device.Name}/{attribute}");
        }

        if (!TryParse(value, out uint threshold) || threshold > IsolationPolicy.MaxThreshold)
        {
            LinuxException.Throw("write", Errno.EINVAL, $"{attribute} takes 0…{IsolationPolicy.MaxThreshold}, not '{value.TrimEnd('\n')}'");
        }

        if (!isolation.TrySetThreshold(threshold))
        {
            LinuxException.Throw("write", Errno.EPERM, $"{device.Name} is a virtual function or isolated already");
        }
    }

    /// <summary>The kernel's reading of a number: decimal, 0x hexadecimal, leading-0 octal; one plus sign and one final newline allowed.</summary>
    internal static bool TryParse(string text, out uint value)
    {
        ReadOnlySpan<char> digits = text;
        digits = digits is [.. var withoutNewline, '\n'] ? withoutNewline : digits;
        digits = digits is ['+', .. var withoutSign] ? withoutSign : digits;
        uint radix = 10;
        if (digits is ['0', 'x' or 'X', _, ..])
        {
            radix = 16;
            digits = digits[2..];
        }
        else if (digits is ['0', _, ..])
        {
            radix = 8;
            digits = digits[1..];
        }

        ulong sum = 0;
        foreach (char c in digits)
        {
            uint digit = char.IsAsciiHexDigit(c) ? (uint)Convert.ToInt32(c.ToString(), 16) : uint.MaxValue;
            if (digit >= radix || (sum = (sum * radix) + digit) > uint.MaxValue)
            {
                value = 0;
                return false;
            }
        }

        value = (uint)sum;
        return !digits.IsEmpty;
    }

    private static string Decimal(long value) => value.ToString(CultureInfo.InvariantCulture);
}
