using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tests.Fakes;

internal sealed class FakeCompression(FakeEngine engine, CompressionDirection direction) : FakeWork<CompressionRequest, CompressionCompletion>
{
    public override string? Refusal(in CompressionRequest request) =>
        request.Source == 0 || request.Destination == 0 || request.SourceLength > 8 << 20 || request.DestinationLength > 8 << 20
            ? "more than 8 MiB, or no address" : null;

    public override CompressionCompletion Execute(in CompressionRequest request) => engine.Execute(request, direction);

    public override CompressionCompletion Lose(in CompressionRequest request) => new() { Tag = request.Tag, Status = RequestStatus.DeviceLost };
}
