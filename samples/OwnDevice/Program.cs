// Write your own device, in three steps: a descriptor, a model, and a program that uses it. Try: dotnet run --project samples/OwnDevice
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Samples.OwnDevice;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

// 3a. Put the device into a registry, and offer the registry to this process. (A daemon would offer it to others.)
var registry = new DeviceRegistry();
registry.Add(new CountDevice());
using var provider = new EmbeddedProvider(registry, ownsRegistry: true);
UacceDevice device = provider.ListDevices().Single();
DeviceInfo info = device.ReadInfo();
Console.WriteLine($"{info.Name}: {info.Api}, {string.Join(' ', info.Algorithms)}, {info.AvailableInstances} queues");

// 3b. Open a queue and bring it up. Served: a worker thread does the work; Inline: this thread, whenever it looks for completions.
using QmQueuePair<CountDescriptor> queue = QmQueuePair.Open<CountDescriptor>(info, device.Open(new QueueOpenOptions(QueueDriving.Served)));

// 3c. Memory that does not move while the device works on it, a descriptor, a doorbell, a completion.
byte[] text = GC.AllocateArray<byte>(1 << 20, pinned: true);
text.AsSpan().Fill((byte)'a');
text[12345] = (byte)'b';
CountDescriptor[] requests = new CountDescriptor[3];
foreach ((int i, char wanted) in "ab".Index())
{
    requests[i] = new CountDescriptor { Address = AddressOf(text), Length = (uint)text.Length, Wanted = (byte)wanted };
}

requests[2] = new CountDescriptor { Address = 8, Length = 8 };   // nobody's memory: a failed request, not a crash
if (queue.TrySend(requests) != SubmitResult.Queued)
{
    return 1;
}

for (int received = 0; received < requests.Length;)
{
    if (!queue.Wait(TimeSpan.FromSeconds(10)) || queue.TryReceive(requests.AsSpan(received), out int count) != ReceiveResult.Received)
    {
        return 1;
    }

    received += count;
}

foreach (CountDescriptor done in requests)
{
    Console.WriteLine($"{(char)done.Wanted}: {done.Status}, {done.Count}");
}

return 0;

static ulong AddressOf(byte[] pinned) => (ulong)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
