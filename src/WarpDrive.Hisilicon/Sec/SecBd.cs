using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>A descriptor as one of the two formats sees it (hisi-sec.md §3, §4). Fields that a format lacks read as 0 and take nothing.</summary>
/// <typeparam name="TFormat">The format.</typeparam>
[StructLayout(LayoutKind.Sequential, Size = SecSqe.ByteSize)]
internal struct SecBd<TFormat>
    where TFormat : struct, ISecFormat
{
    private uint _first;

    /// <summary>Returned unchanged; cut off where the format has 16 bits.</summary>
    internal ulong Tag
    {
        readonly get => TFormat.HasLongTag ? GetLong(TFormat.Tag) : (ushort)GetLong(TFormat.Tag);
        set
        {
            if (TFormat.HasLongTag)
            {
                SetLong(TFormat.Tag, value);
            }
            else
            {
                Unsafe.As<uint, ushort>(ref Unsafe.AddByteOffset(ref _first, TFormat.Tag)) = (ushort)value;
            }
        }
    }

    /// <summary>Descriptor type.</summary>
    internal uint Type
    {
        readonly get => Get(TFormat.Type);
        set => Set(TFormat.Type, value);
    }

    /// <summary>The device must not touch memory, and completes without an error.</summary>
    internal bool IsInvalid
    {
        readonly get => Get(TFormat.IsInvalid) != 0;
        set => Set(TFormat.IsInvalid, value ? 1u : 0);
    }

    /// <summary>Scene.</summary>
    internal SecScene Scene
    {
        readonly get => (SecScene)Get(TFormat.Scene);
        set => Set(TFormat.Scene, (uint)value);
    }

    /// <summary>seq: authentication comes first.</summary>
    internal bool IsAuthFirst
    {
        readonly get => Get(TFormat.IsAuthFirst) != 0;
        set => Set(TFormat.IsAuthFirst, value ? 1u : 0);
    }

    /// <summary>de: 1 when the output goes to the destination, 0 without one.</summary>
    internal uint DestinationUse
    {
        readonly get => Get(TFormat.DestinationUse);
        set => Set(TFormat.DestinationUse, value);
    }

    /// <summary>Source address type.</summary>
    internal SecAddressType SourceType
    {
        readonly get => (SecAddressType)Get(TFormat.SourceType);
        set => Set(TFormat.SourceType, (uint)value);
    }

    /// <summary>Destination address type.</summary>
    internal SecAddressType DestinationType
    {
        readonly get => (SecAddressType)Get(TFormat.DestinationType);
        set => Set(TFormat.DestinationType, (uint)value);
    }

    /// <summary>MAC address type, always flat.</summary>
    internal SecAddressType MacType
    {
        readonly get => (SecAddressType)Get(TFormat.MacType);
        set => Set(TFormat.MacType, (uint)value);
    }

    /// <summary>What the cipher does.</summary>
    internal SecCipherAction Cipher
    {
        readonly get => (SecCipherAction)Get(TFormat.Cipher);
        set => Set(TFormat.Cipher, (uint)value);
    }

    /// <summary>What the authentication does.</summary>
    internal SecAuthAction Auth
    {
        readonly get => (SecAuthAction)Get(TFormat.Auth);
        set => Set(TFormat.Auth, (uint)value);
    }

    /// <summary>c_icv_len: bytes of the tag of CCM and GCM.</summary>
    internal uint TagBytes
    {
        readonly get => Get(TFormat.TagBytes);
        set => Set(TFormat.TagBytes, value);
    }

    /// <summary>c_width: variant 1…3 of ciphertext stealing.</summary>
    internal uint Stealing
    {
        readonly get => Get(TFormat.Stealing);
        set => Set(TFormat.Stealing, value);
    }

    /// <summary>c_key_len, see <see cref="SecKeyCode"/>.</summary>
    internal uint KeyCode
    {
        readonly get => Get(TFormat.KeyCode);
        set => Set(TFormat.KeyCode, value);
    }

    /// <summary>c_mode.</summary>
    internal SecCipherMode CipherMode
    {
        readonly get => (SecCipherMode)Get(TFormat.CipherMode);
        set => Set(TFormat.CipherMode, (uint)value);
    }

    /// <summary>c_alg.</summary>
    internal SecCipherAlgorithm CipherAlgorithm
    {
        readonly get => (SecCipherAlgorithm)Get(TFormat.CipherAlgorithm);
        set => Set(TFormat.CipherAlgorithm, (uint)value);
    }

    /// <summary>ai_gen.</summary>
    internal SecAuthIv AuthIv
    {
        readonly get => (SecAuthIv)Get(TFormat.AuthIv);
        set => Set(TFormat.AuthIv, (uint)value);
    }

    /// <summary>mac_len, words.</summary>
    internal uint MacWords
    {
        readonly get => Get(TFormat.MacWords);
        set => Set(TFormat.MacWords, value);
    }

    /// <summary>a_key_len, words.</summary>
    internal uint AuthKeyWords
    {
        readonly get => Get(TFormat.AuthKeyWords);
        set => Set(TFormat.AuthKeyWords, value);
    }

    /// <summary>a_alg.</summary>
    internal SecAuthAlgorithm AuthAlgorithm
    {
        readonly get => (SecAuthAlgorithm)Get(TFormat.AuthAlgorithm);
        set => Set(TFormat.AuthAlgorithm, (uint)value);
    }

    /// <summary>Selector of CTR (<see cref="SecFormat3.SelectorCounter128"/>) and XTS (<see cref="SecFormat3.SelectorTweakGb"/>).</summary>
    internal uint Selector
    {
        readonly get => Get(TFormat.Selector);
        set => Set(TFormat.Selector, value);
    }

    /// <summary>sva_prefetch, a hint.</summary>
    internal bool IsPrefetch
    {
        readonly get => Get(TFormat.IsPrefetch) != 0;
        set => Set(TFormat.IsPrefetch, value ? 1u : 0);
    }

    /// <summary>a_pad: 0 the device pads and finishes, 1 it writes the raw state.</summary>
    internal uint Padding
    {
        readonly get => Get(TFormat.Padding);
        set => Set(TFormat.Padding, value);
    }

    /// <summary>mac_sel: set in GCM streams.</summary>
    internal bool IsMacSelected
    {
        readonly get => Get(TFormat.IsMacSelected) != 0;
        set => Set(TFormat.IsMacSelected, value ? 1u : 0);
    }

    /// <summary>Where authentication begins in the input.</summary>
    internal ushort AuthOffset
    {
        readonly get => (ushort)Get(TFormat.AuthOffset);
        set => Set(TFormat.AuthOffset, value);
    }

    /// <summary>Where the cipher begins in the input, and the output in the destination.</summary>
    internal ushort CipherOffset
    {
        readonly get => (ushort)Get(TFormat.CipherOffset);
        set => Set(TFormat.CipherOffset, value);
    }

    /// <summary>a_len: bytes to authenticate.</summary>
    internal int AuthLength
    {
        readonly get => (int)Get(TFormat.AuthLength);
        set => Set(TFormat.AuthLength, (uint)value);
    }

    /// <summary>c_len: bytes to cipher.</summary>
    internal int CipherLength
    {
        readonly get => (int)Get(TFormat.CipherLength);
        set => Set(TFormat.CipherLength, (uint)value);
    }

    /// <summary>Bits of the whole message (last descriptor of a long digest); packed bytes at the end of a GCM stream.</summary>
    internal ulong TotalLength
    {
        readonly get => GetLong(TFormat.TotalLength);
        set => SetLong(TFormat.TotalLength, value);
    }

    /// <summary>Input, or its list.</summary>
    internal ulong SourceAddress
    {
        readonly get => GetLong(TFormat.SourceAddress);
        set => SetLong(TFormat.SourceAddress, value);
    }

    /// <summary>Output, or its list.</summary>
    internal ulong DestinationAddress
    {
        readonly get => GetLong(TFormat.DestinationAddress);
        set => SetLong(TFormat.DestinationAddress, value);
    }

    /// <summary>MAC, state out, or expected tag.</summary>
    internal ulong MacAddress
    {
        readonly get => GetLong(TFormat.MacAddress);
        set => SetLong(TFormat.MacAddress, value);
    }

    /// <summary>Authentication key.</summary>
    internal ulong AuthKeyAddress
    {
        readonly get => GetLong(TFormat.AuthKeyAddress);
        set => SetLong(TFormat.AuthKeyAddress, value);
    }

    /// <summary>Auth IV, or state in.</summary>
    internal ulong AuthIvAddress
    {
        readonly get => GetLong(TFormat.AuthIvAddress);
        set => SetLong(TFormat.AuthIvAddress, value);
    }

    /// <summary>Cipher key.</summary>
    internal ulong CipherKeyAddress
    {
        readonly get => GetLong(TFormat.CipherKeyAddress);
        set => SetLong(TFormat.CipherKeyAddress, value);
    }

    /// <summary>Cipher IV.</summary>
    internal ulong CipherIvAddress
    {
        readonly get => GetLong(TFormat.CipherIvAddress);
        set => SetLong(TFormat.CipherIvAddress, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Get(SecField field) => SecBits.Get(Unsafe.AddByteOffset(ref Unsafe.AsRef(in _first), field.Word), field.Low, field.Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(SecField field, uint value)
    {
        ref uint word = ref Unsafe.AddByteOffset(ref _first, field.Word);
        word = SecBits.Set(word, field.Low, field.Width, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong GetLong(int offset) => SecBits.GetLong(in Unsafe.AddByteOffset(ref Unsafe.AsRef(in _first), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SetLong(int offset, ulong value) => SecBits.SetLong(ref Unsafe.AddByteOffset(ref _first, offset), value);
}
