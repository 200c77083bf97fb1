using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>
/// A key with what has been made of it: schedules at once, whatever a mode or a library needs beyond them when it is first asked for. A slot of
/// <see cref="KeyCache"/>, which gives it one key after the other.
/// </summary>
internal sealed unsafe class PreparedKey : IDisposable
{
    internal const int MaxLength = 64;

    // Parts of the native block.
    private const int DataOffset = 64;
    private const int TweakOffset = DataOffset + AesSchedule.Size;
    private const int DesOffset = TweakOffset + AesSchedule.Size;
    private const int MacOffset = DesOffset + 3 * IpsecMb.DesScheduleSize;
    private const int MacSize = AesSchedule.Size + 64;
    private const int GcmOffset = MacOffset + MacSize;
    private const int PointersOffset = GcmOffset + IpsecMb.GcmKeySize;
    private const int BlockSize = PointersOffset + 64;

    // One context for each mode of EVP and direction, GCM in both directions, CMAC.
    private const int Gcm = 2 * 6;
    private const int Cmac = Gcm + 2;

    private readonly byte* _block = (byte*)NativeMemory.AlignedAlloc(BlockSize, IpsecMb.Alignment);
    private readonly nint[] _contexts = new nint[Cmac + 1];
    private Sm4Key? _sm4;
    private Sm4Key? _sm4Tweak;
    private GhashKey? _ghash;
    private uint _contextsReady;
    private uint _contextsRefused;
    private bool _hasGhash;
    private bool _hasGcm;
    private bool _hasCmac;
    private bool _hasXcbc;
    private bool _hasDes;

    internal PreparedKey() => new Span<byte>(_block, BlockSize).Clear();

    /// <summary>What the key is for.</summary>
    internal KeyUse Use { get; private set; }

    /// <summary>Bytes of the raw key.</summary>
    internal int Length { get; private set; }

    /// <summary>Number of the last round that used the key.</summary>
    internal ulong Round { get; set; }

    /// <summary>The raw key.</summary>
    internal byte* Raw => _block;

    /// <summary>AES, of XTS the data key.</summary>
    internal AesSchedule* Aes => (AesSchedule*)(_block + DataOffset);

    /// <summary>XTS with AES: the tweak key.</summary>
    internal AesSchedule* AesTweak => (AesSchedule*)(_block + TweakOffset);

    /// <summary>SM4, of XTS the data key.</summary>
    internal Sm4Key Sm4 => _sm4!;

    /// <summary>XTS with SM4: the tweak key.</summary>
    internal Sm4Key Sm4Tweak => _sm4Tweak!;

    /// <summary>Whether this is that key, in a time that depends on the lengths only.</summary>
    internal bool Is(KeyUse use, ReadOnlySpan<byte> key)
    {
        if (Use != use || Length != key.Length)
        {
            return false;
        }

        // Asked for each job: all words are looked at, and no branch depends on what is in them.
        ulong difference = 0;
        int i = 0;
        for (; i <= key.Length - sizeof(ulong); i += sizeof(ulong))
        {
            difference |= Unsafe.ReadUnaligned<ulong>(_block + i) ^ MemoryMarshal.Read<ulong>(key[i..]);
        }

        for (; i < key.Length; i++)
        {
            difference |= (uint)(_block[i] ^ key[i]);
        }

        return difference == 0;
    }

    /// <summary>Takes a key instead of the one before, which is erased.</summary>
    internal void Set(KeyUse use, ReadOnlySpan<byte> key)
    {
        Erase();
        key.CopyTo(new Span<byte>(_block, MaxLength));
        Length = key.Length;
        Use = use;
        int half = key.Length / 2;
        switch (use)
        {
            case KeyUse.Aes:
                AesSchedule.Expand(_block, key.Length, Aes);
                break;
            case KeyUse.AesXts:
                AesSchedule.Expand(_block, half, Aes);
                AesSchedule.Expand(_block + half, half, AesTweak);
                break;
            case KeyUse.Sm4:
                (_sm4 ??= new Sm4Key()).Set(key);
                break;
            case KeyUse.Sm4Xts:
                (_sm4 ??= new Sm4Key()).Set(key[..half]);
                (_sm4Tweak ??= new Sm4Key()).Set(key[half..]);
                break;
        }
    }

    /// <summary>The EVP_CIPHER_CTX of a mode with this key, or null when the library lacks the cipher or refuses the key.</summary>
    internal void* Context(CipherKind kind, BlockMode mode, bool decrypt)
    {
        int keyLength = Use is KeyUse.AesXts ? Length / 2 : Length;
        return Context((int)mode * 2 + (decrypt ? 1 : 0), LibCrypto.Ciphers.Find(kind, mode, keyLength), decrypt);
    }

    /// <summary>The EVP_CIPHER_CTX of GCM with this key, or null.</summary>
    internal void* GcmContext(bool decrypt) =>
        Context(Gcm + (decrypt ? 1 : 0), LibCrypto.Ciphers.FindGcm(Use == KeyUse.Sm4 ? CipherKind.Sm4 : CipherKind.Aes, Length), decrypt);

    /// <summary>The CMAC_CTX with this key, ready for a message.</summary>
    internal void* CmacContext()
    {
        ref nint context = ref _contexts[Cmac];
        if (context == 0)
        {
            context = (nint)LibCrypto.Ciphers.NewCmac();
            if (context == 0)
            {
                throw new InsufficientMemoryException("CMAC_CTX_new failed");
            }
        }

        if ((_contextsReady & 1u << Cmac) == 0)
        {
            void* cbc = LibCrypto.Ciphers.Find(CipherKind.Aes, BlockMode.Cbc, Length);
            EvpCipher.Check(LibCrypto.Ciphers.InitialiseCmac((void*)context, Raw, (nuint)Length, cbc, null), "CMAC_Init");
            _contextsReady |= 1u << Cmac;
        }
        else
        {
            EvpCipher.Check(LibCrypto.Ciphers.InitialiseCmac((void*)context, null, 0, null, null), "CMAC_Init");
        }

        return (void*)context;
    }

    /// <summary>The GHASH key: the zero block encrypted (SP 800-38D, 7.1).</summary>
    internal GhashKey Ghash()
    {
        if (!_hasGhash)
        {
            byte* h = stackalloc byte[16];
            new Span<byte>(h, 16).Clear();
            EncryptBlock(h);
            (_ghash ??= new GhashKey()).Set(new ReadOnlySpan<byte>(h, 16));
            CryptographicOperations.ZeroMemory(new Span<byte>(h, 16));
            _hasGhash = true;
        }

        return _ghash!;
    }

    /// <summary>The struct gcm_key_data of libIPSec_MB.</summary>
    internal void* ImbGcm(ImbManager* manager)
    {
        byte* data = _block + GcmOffset;
        if (!_hasGcm)
        {
            (Length switch { 16 => manager->GcmKey128, 24 => manager->GcmKey192, _ => manager->GcmKey256 })(Raw, data);
            _hasGcm = true;
        }

        return data;
    }

    /// <summary>The three schedules of triple DES, for both directions.</summary>
    internal byte* ImbDes(ImbManager* manager)
    {
        byte* schedules = _block + DesOffset;
        if (!_hasDes)
        {
            for (int i = 0; i < 3; i++)
            {
                _ = manager->DesSchedule(schedules + i * IpsecMb.DesScheduleSize, Raw + i * 8);
            }

            _hasDes = true;
        }

        return schedules;
    }

    /// <summary>Pointers to the three schedules, as triple DES wants them.</summary>
    internal void* ImbDesPointers(ImbManager* manager)
    {
        byte* schedules = ImbDes(manager);
        var pointers = (byte**)(_block + PointersOffset);
        for (int i = 0; i < 3; i++)
        {
            pointers[i] = schedules + i * IpsecMb.DesScheduleSize;
        }

        return pointers;
    }

    /// <summary>The two subkeys of CMAC (SP 800-38B, 6.1), 16 bytes each.</summary>
    internal byte* CmacSubkeys()
    {
        byte* subkeys = _block + MacOffset + AesSchedule.Size;
        if (!_hasCmac)
        {
            new Span<byte>(subkeys, 16).Clear();
            EncryptBlock(subkeys);
            MacSubkeys.Double(subkeys, subkeys);
            MacSubkeys.Double(subkeys, subkeys + 16);
            _hasCmac = true;
        }

        return subkeys;
    }

    /// <summary>The three keys of XCBC (RFC 3566, section 4): the first expanded, the others 16 bytes each behind it.</summary>
    internal AesSchedule* XcbcKeys(out byte* others)
    {
        var first = (AesSchedule*)(_block + MacOffset);
        others = _block + MacOffset + AesSchedule.Size + 32;
        if (!_hasXcbc)
        {
            byte* key = stackalloc byte[16];
            MacSubkeys.Fill(key, 1);
            MacSubkeys.Fill(others, 2);
            MacSubkeys.Fill(others + 16, 3);
            EncryptBlock(key);
            EncryptBlock(others);
            EncryptBlock(others + 16);
            AesSchedule.Expand(key, 16, first);
            CryptographicOperations.ZeroMemory(new Span<byte>(key, 16));
            _hasXcbc = true;
        }

        return first;
    }

    /// <summary>Encrypts one block in place.</summary>
    internal void EncryptBlock(byte* block)
    {
        if (Use is KeyUse.Sm4)
        {
            Sm4Kernels.EcbEncrypt(Sm4, block, block, 16);
        }
        else
        {
            new AesBlocks(Aes).Encrypt(block, block, 1);
        }
    }

    /// <summary>Erases the key and everything made of it; the slot can take another.</summary>
    internal void Erase()
    {
        if (Use == KeyUse.None)
        {
            return;
        }

        Use = KeyUse.None;
        Length = 0;
        CryptographicOperations.ZeroMemory(new Span<byte>(_block, BlockSize));
        _sm4?.Dispose();
        _sm4Tweak?.Dispose();
        _ghash?.Dispose();
        for (int i = 0; i < Cmac; i++)
        {
            if ((_contextsReady & 1u << i) != 0)
            {
                LibCrypto.Ciphers.ResetContext((void*)_contexts[i]);   // cleanses the key in it
            }
        }

        if (_contexts[Cmac] != 0)
        {
            LibCrypto.Ciphers.FreeCmac((void*)_contexts[Cmac]);        // CMAC has no reset that keeps the context usable
            _contexts[Cmac] = 0;
        }

        _contextsReady = 0;
        _contextsRefused = 0;
        _hasGhash = _hasGcm = _hasCmac = _hasXcbc = _hasDes = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Erase();
        for (int i = 0; i < Cmac; i++)
        {
            if (_contexts[i] != 0)
            {
                LibCrypto.Ciphers.FreeContext((void*)_contexts[i]);
                _contexts[i] = 0;
            }
        }

        NativeMemory.AlignedFree(_block);
    }

    private void* Context(int index, void* cipher, bool decrypt)
    {
        uint bit = 1u << index;
        if ((_contextsReady & bit) == 0)
        {
            if (cipher == null || (_contextsRefused & bit) != 0)
            {
                return null;
            }

            if (!EvpCipher.TryPrepare(ref _contexts[index], cipher, Raw, decrypt))
            {
                _contextsRefused |= bit;
                return null;
            }

            _contextsReady |= bit;
        }

        return (void*)_contexts[index];
    }
}
