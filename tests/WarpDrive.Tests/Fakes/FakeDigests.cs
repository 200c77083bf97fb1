using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tests.Fakes;

internal sealed class FakeDigests(FakeDigestEngine engine) : FakeWork<DigestRequest, Completion>
{
    public override string? Refusal(in DigestRequest request) => engine.Refusal(request);

    public override Completion Execute(in DigestRequest request) => engine.Execute(request);

    public override Completion Lose(in DigestRequest request) => new() { Tag = request.Tag, Status = RequestStatus.DeviceLost };
}
