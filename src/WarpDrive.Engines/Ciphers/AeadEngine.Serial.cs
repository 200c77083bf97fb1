namespace WarpDrive.Engines.Ciphers;

/// <remarks>The CBC-MAC of SM4-CCM waits until the round ends, so that those of many jobs go through the lanes side by side.</remarks>
public sealed unsafe partial class AeadEngine
{
    private SerialQueue<Sm4Lane>? _sm4Ccm;

    private void QueueSm4Ccm(int index, PreparedKey key, Sm4Path path, ref AeadJob job)
    {
        _sm4Ccm ??= new SerialQueue<Sm4Lane>();
        byte* tag = _sm4Ccm.NextChain();
        byte* message = Ccm<Sm4Blocks>.Begin(new Sm4Blocks(key.Sm4, path), tag, ref job);
        _sm4Ccm.Add(index, key, new Sm4Lane { Keys = key.Sm4.Encryption, Chain = tag, Source = message, Blocks = job.Length / TagSize });
    }

    private void FinishSm4Ccm(Span<AeadJob> round)
    {
        if (_sm4Ccm == null || _sm4Ccm.Count == 0)
        {
            return;
        }

        Sm4Path path = CipherPaths.ToSm4(_forced);
        int together = Sm4Kernels.Serial(_sm4Ccm.Lanes, Sm4SerialMode.CbcMac, path);
        for (int i = 0; i < _sm4Ccm.Count; i++)
        {
            ref AeadJob job = ref round[_sm4Ccm.Job(i)];
            job.Lanes = (ushort)together;
            var blocks = new Sm4Blocks(_sm4Ccm.Key(i).Sm4, path);
            Ccm<Sm4Blocks>.ChainRest(blocks, _sm4Ccm.Chain(i), job);
            Ccm<Sm4Blocks>.End(blocks, _sm4Ccm.Chain(i), ref job);
        }

        _sm4Ccm.Clear();
    }
}
