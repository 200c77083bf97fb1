using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>Random sequences of operations on one queue, compared step by step with the table of uacce.md §6.</summary>
public abstract class StateMachineContract : ProviderContract
{
    private const int Steps = 60;

    private readonly List<string> _history = [];
    private readonly Dictionary<RegionType, RegionMapping> _mapped = [];
    private QueueFile? _file;
    private ContractClient? _client;
    private QueueState _state;
    private bool _lost;
    private bool _gone;

    [Fact]
    public void Random_operations_answer_as_the_state_machine_says()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            Begin(seed);
            try
            {
                for (int step = 0; step < Steps; step++)
                {
                    Step(random);
                }

                End();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Assert.Fail($"seed {seed}: {string.Join(", ", _history)}: {e.Message}");
            }
        }
    }

    private void Begin(int seed)
    {
        _history.Clear();
        _mapped.Clear();
        if (_gone || seed == 0)
        {
            _gone = false;
            if (Fixture.Provider.ListDevices().Count == 0)
            {
                Fixture.AddDevice();
            }
        }

        UacceDevice device = Fixture.Provider.ListDevices()[0];
        _file = device.Open(new QueueOpenOptions(Fixture.Driving));
        _state = QueueState.Init;
        _lost = false;
        _client = null;
    }

    private void End()
    {
        _file!.Dispose();
        foreach (RegionMapping mapping in _mapped.Values)
        {
            mapping.Dispose();
        }

        if (!_gone)
        {
            Assert.Equal(Fixture.Instances, Fixture.Provider.ListDevices()[0].ReadInfo().AvailableInstances);
        }
    }

    private void Step(Random random)
    {
        int choice = random.Next(100);
        switch (choice)
        {
            case < 16:
                Expect("start", () => _file!.Ioctl(UacceIoctl.StartQueue, []), StartAnswer());
                break;
            case < 28:
                Expect("put", () => _file!.Ioctl(UacceIoctl.PutQueue, []), Dead(Errno.None), () => _state = QueueState.Init);
                break;
            case < 36:
                Expect("number", () => _file!.Ioctl(Fixture.NumberCommand, new byte[Fixture.NumberArgument]), Dead(Errno.None));
                break;
            case < 40:
                Expect("unknown", () => _file!.Ioctl(0x0000_57EE, new byte[8]), Dead(Errno.EINVAL));
                break;
            case < 56:
                Map(random.Next(2) == 0 ? RegionType.Mmio : RegionType.Dus, wrong: random.Next(4) == 0);
                break;
            case < 66:
                Unmap(random.Next(2) == 0 ? RegionType.Mmio : RegionType.Dus);
                break;
            case < 92:
                SendAndReceive(random.Next(1, 5));
                break;
            case < 96:
                _history.Add("poll");
                bool reported = _file!.Poll();
                Assert.False(reported && _state == QueueState.Zombie, "a dead queue reported something");
                break;
            case < 98:
                Reset();
                break;
            default:
                Remove();
                break;
        }
    }

    private Errno StartAnswer() =>
        _state == QueueState.Zombie ? Errno.ENXIO : _state == QueueState.Started ? Errno.EINVAL : _lost ? Errno.EIO : Errno.None;

    private Errno Dead(Errno otherwise) => _state == QueueState.Zombie ? Errno.ENXIO : otherwise;

    private void Map(RegionType type, bool wrong)
    {
        UacceDevice? device = _gone ? null : Fixture.Provider.ListDevices()[0];
        int right = device is null ? 4096 : (int)(type == RegionType.Dus ? device.ReadInfo().RegionDusSize : device.ReadInfo().RegionMmioSize);
        Errno expected = _state == QueueState.Zombie ? Errno.ENXIO : _mapped.ContainsKey(type) ? Errno.EEXIST : wrong ? Errno.EINVAL : Errno.None;
        Expect($"map {type}", () => _mapped[type] = _file!.Map(type, wrong ? right + Environment.SystemPageSize : right), expected);
        if (expected == Errno.None && type == RegionType.Dus)
        {
            _client = Fixture.Drive(_file!, _mapped[type]);
            _client.Forget();
            if (_state == QueueState.Started)
            {
                Restart();   // this client does not know the cursors of the one before
            }
        }
    }

    private void Unmap(RegionType type)
    {
        if (_mapped.Remove(type, out RegionMapping? mapping))
        {
            _history.Add($"unmap {type}");
            mapping.Dispose();
            _client = type == RegionType.Dus ? null : _client;
        }
    }

    private void SendAndReceive(int count)
    {
        if (_client is null)
        {
            return;
        }

        _history.Add($"send {count}");
        if (_state == QueueState.Started && !_lost)
        {
            for (int i = 0; i < count; i++)
            {
                _client.Send();
            }

            _client.ReceiveAll();
        }
        else
        {
            _client.Ring(DoorbellLayout.SqTail, (uint)count);
            Assert.Equal(0, _client.Receive());
        }
    }

    private void Reset()
    {
        if (_gone)
        {
            return;
        }

        _history.Add("reset");
        Fixture.ResetDevice(succeeded: true);
        _lost |= _state != QueueState.Zombie;
        Assert.True(_client is null || _client.ReceiveDead);
    }

    private void Remove()
    {
        if (_gone)
        {
            return;
        }

        _history.Add("remove");
        Fixture.RemoveDevice();
        _gone = true;
        _state = QueueState.Zombie;
        Assert.All(_mapped.Values, m => Assert.True(m.IsDeviceGone));
    }

    private void Restart()
    {
        if (!_lost)
        {
            _file!.Put();
            _client!.Forget();
            _file.Start();
        }
    }

    private void Expect(string name, Action action, Errno expected, Action? then = null)
    {
        _history.Add(name);
        if (expected != Errno.None)
        {
            Assert.Equal(expected, Refusal(action));
            return;
        }

        action();
        then?.Invoke();
        if (name == "start")
        {
            _state = QueueState.Started;
            if (_client is not null)
            {
                Restart();   // completions of the run before still carry their phase (uacce.md §6)
            }
        }
    }
}
