using System.Runtime.InteropServices;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Tests.Native;

/// <summary>The offsets and values of intel-ipsec-mb.h that are used here, checked by the C compiler against the header.</summary>
public sealed class ImbLayoutTests
{
    [Fact]
    public void Jobs_managers_and_values_are_as_the_header_says()
    {
        CCompiler.Require("/usr/include/intel-ipsec-mb.h", "libipsec-mb-dev");

        string source = $"""
            #include <stddef.h>
            #include <intel-ipsec-mb.h>
            #define AT(type, field, offset) _Static_assert(offsetof(type, field) == offset, #field)
            #define SAME(name, value) _Static_assert(name == value, #name)
            _Static_assert(sizeof(IMB_JOB) <= {Marshal.SizeOf<ImbJob>()}, "job");
            _Static_assert(sizeof(struct gcm_key_data) <= {IpsecMb.GcmKeySize}, "gcm_key_data");
            _Static_assert(sizeof(struct gcm_context_data) <= {IpsecMb.GcmContextSize}, "gcm_context_data");
            _Static_assert(16 * 15 <= {IpsecMb.AesScheduleSize}, "AES schedule");
            SAME(IMB_DES_KEY_SCHED_SIZE, {IpsecMb.DesScheduleSize});
            SAME(IMB_MAX_JOBS, {IpsecMb.MaxJobs});
            SAME(IMB_VERSION(1, 3, 0), {IpsecMb.OldestVersion});
            {Job("enc_keys", nameof(ImbJob.EncryptionKeys))}
            {Job("dec_keys", nameof(ImbJob.DecryptionKeys))}
            {Job("key_len_in_bytes", nameof(ImbJob.KeyLength))}
            {Job("src", nameof(ImbJob.Source))}
            {Job("dst", nameof(ImbJob.Destination))}
            {Job("cipher_start_src_offset_in_bytes", nameof(ImbJob.CipherOffset))}
            {Job("msg_len_to_cipher_in_bytes", nameof(ImbJob.CipherLength))}
            {Job("hash_start_src_offset_in_bytes", nameof(ImbJob.HashOffset))}
            {Job("msg_len_to_hash_in_bytes", nameof(ImbJob.HashLength))}
            {Job("iv", nameof(ImbJob.Iv))}
            {Job("iv_len_in_bytes", nameof(ImbJob.IvLength))}
            {Job("auth_tag_output", nameof(ImbJob.Tag))}
            {Job("auth_tag_output_len_in_bytes", nameof(ImbJob.TagLength))}
            {Job("u.HMAC._hashed_auth_key_xor_ipad", nameof(ImbJob.HmacInner))}
            {Job("u.HMAC._hashed_auth_key_xor_opad", nameof(ImbJob.HmacOuter))}
            {Job("u.XCBC._k1_expanded", nameof(ImbJob.MacKeys))}
            {Job("u.XCBC._k2", nameof(ImbJob.MacSubkey1))}
            {Job("u.XCBC._k3", nameof(ImbJob.MacSubkey2))}
            {Job("u.CMAC._key_expanded", nameof(ImbJob.MacKeys))}
            {Job("u.CMAC._skey1", nameof(ImbJob.MacSubkey1))}
            {Job("u.CMAC._skey2", nameof(ImbJob.MacSubkey2))}
            {Job("u.CCM.aad", nameof(ImbJob.Associated))}
            {Job("u.CCM.aad_len_in_bytes", nameof(ImbJob.AssociatedLength))}
            {Job("u.GCM.aad", nameof(ImbJob.Associated))}
            {Job("u.GCM.aad_len_in_bytes", nameof(ImbJob.AssociatedLength))}
            {Job("u.GMAC._key", nameof(ImbJob.GmacKey))}
            {Job("u.GMAC._iv", nameof(ImbJob.GmacIv))}
            {Job("u.GMAC.iv_len_in_bytes", nameof(ImbJob.GmacIvLength))}
            {Job("status", nameof(ImbJob.Status))}
            {Job("cipher_mode", nameof(ImbJob.CipherMode))}
            {Job("cipher_direction", nameof(ImbJob.Direction))}
            {Job("hash_alg", nameof(ImbJob.Hash))}
            {Job("chain_order", nameof(ImbJob.Order))}
            {Job("user_data", nameof(ImbJob.UserData))}
            {Job("user_data2", nameof(ImbJob.UserData2))}
            {Manager("features", nameof(ImbManager.Features))}
            {Manager("used_arch", nameof(ImbManager.Architecture))}
            {Manager("imb_errno", nameof(ImbManager.Error))}
            {Manager("get_next_job", nameof(ImbManager.GetNextJob))}
            {Manager("submit_job", nameof(ImbManager.SubmitJob))}
            {Manager("submit_job_nocheck", nameof(ImbManager.SubmitJobUnchecked))}
            {Manager("get_completed_job", nameof(ImbManager.GetCompletedJob))}
            {Manager("flush_job", nameof(ImbManager.FlushJob))}
            {Manager("keyexp_128", nameof(ImbManager.ExpandKey128))}
            {Manager("keyexp_192", nameof(ImbManager.ExpandKey192))}
            {Manager("keyexp_256", nameof(ImbManager.ExpandKey256))}
            {Manager("cmac_subkey_gen_128", nameof(ImbManager.CmacSubkeys128))}
            {Manager("xcbc_keyexp", nameof(ImbManager.XcbcKeys))}
            {Manager("des_key_sched", nameof(ImbManager.DesSchedule))}
            {Manager("sha1_one_block", nameof(ImbManager.Sha1OneBlock))}
            {Manager("sha224_one_block", nameof(ImbManager.Sha224OneBlock))}
            {Manager("sha256_one_block", nameof(ImbManager.Sha256OneBlock))}
            {Manager("sha384_one_block", nameof(ImbManager.Sha384OneBlock))}
            {Manager("sha512_one_block", nameof(ImbManager.Sha512OneBlock))}
            {Manager("md5_one_block", nameof(ImbManager.Md5OneBlock))}
            {Manager("gcm128_enc", nameof(ImbManager.GcmEncrypt128))}
            {Manager("gcm192_enc", nameof(ImbManager.GcmEncrypt192))}
            {Manager("gcm256_enc", nameof(ImbManager.GcmEncrypt256))}
            {Manager("gcm128_dec", nameof(ImbManager.GcmDecrypt128))}
            {Manager("gcm192_dec", nameof(ImbManager.GcmDecrypt192))}
            {Manager("gcm256_dec", nameof(ImbManager.GcmDecrypt256))}
            {Manager("gcm128_pre", nameof(ImbManager.GcmKey128))}
            {Manager("gcm192_pre", nameof(ImbManager.GcmKey192))}
            {Manager("gcm256_pre", nameof(ImbManager.GcmKey256))}
            {Value("IMB_CIPHER_CBC", ImbCipher.Cbc)} {Value("IMB_CIPHER_CNTR", ImbCipher.Ctr)} {Value("IMB_CIPHER_NULL", ImbCipher.Null)}
            {Value("IMB_CIPHER_GCM", ImbCipher.Gcm)} {Value("IMB_CIPHER_DES", ImbCipher.Des)} {Value("IMB_CIPHER_CCM", ImbCipher.Ccm)}
            {Value("IMB_CIPHER_DES3", ImbCipher.Des3)} {Value("IMB_CIPHER_ECB", ImbCipher.Ecb)}
            {Value("IMB_DIR_ENCRYPT", ImbDirection.Encrypt)} {Value("IMB_DIR_DECRYPT", ImbDirection.Decrypt)}
            {Value("IMB_ORDER_CIPHER_HASH", ImbOrder.CipherHash)} {Value("IMB_ORDER_HASH_CIPHER", ImbOrder.HashCipher)}
            {Value("IMB_STATUS_BEING_PROCESSED", ImbStatus.BeingProcessed)} {Value("IMB_STATUS_COMPLETED_CIPHER", ImbStatus.CompletedCipher)}
            {Value("IMB_STATUS_COMPLETED_AUTH", ImbStatus.CompletedAuth)} {Value("IMB_STATUS_COMPLETED", ImbStatus.Completed)}
            {Value("IMB_STATUS_INVALID_ARGS", ImbStatus.InvalidArguments)}
            {Value("IMB_AUTH_HMAC_SHA_1", ImbHash.HmacSha1)} {Value("IMB_AUTH_HMAC_SHA_224", ImbHash.HmacSha224)}
            {Value("IMB_AUTH_HMAC_SHA_256", ImbHash.HmacSha256)} {Value("IMB_AUTH_HMAC_SHA_384", ImbHash.HmacSha384)}
            {Value("IMB_AUTH_HMAC_SHA_512", ImbHash.HmacSha512)} {Value("IMB_AUTH_AES_XCBC", ImbHash.AesXcbc)}
            {Value("IMB_AUTH_MD5", ImbHash.HmacMd5)} {Value("IMB_AUTH_NULL", ImbHash.Null)} {Value("IMB_AUTH_AES_GMAC", ImbHash.AesGmac)}
            {Value("IMB_AUTH_AES_CCM", ImbHash.AesCcm)} {Value("IMB_AUTH_AES_CMAC", ImbHash.AesCmac)}
            {Value("IMB_AUTH_SHA_1", ImbHash.Sha1)} {Value("IMB_AUTH_SHA_224", ImbHash.Sha224)} {Value("IMB_AUTH_SHA_256", ImbHash.Sha256)}
            {Value("IMB_AUTH_SHA_384", ImbHash.Sha384)} {Value("IMB_AUTH_SHA_512", ImbHash.Sha512)}
            {Value("IMB_AUTH_AES_GMAC_128", ImbHash.AesGmac128)} {Value("IMB_AUTH_AES_GMAC_192", ImbHash.AesGmac192)}
            {Value("IMB_AUTH_AES_GMAC_256", ImbHash.AesGmac256)} {Value("IMB_AUTH_AES_CMAC_256", ImbHash.AesCmac256)}
            """;
        (int exit, string messages) = CCompiler.Check(source);
        Assert.True(exit == 0, messages);

        (int broken, _) = CCompiler.Check(source + "\nAT(IMB_JOB, src, 25);\n");
        Assert.NotEqual(0, broken);   // the assertions are seen
    }

    private static string Job(string field, string name) => $"AT(IMB_JOB, {field}, {Marshal.OffsetOf<ImbJob>(name)});";

    private static string Manager(string field, string name) => $"AT(IMB_MGR, {field}, {Marshal.OffsetOf<ImbManager>(name)});";

    private static string Value<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum => $"SAME({name}, {value:D});";
}
