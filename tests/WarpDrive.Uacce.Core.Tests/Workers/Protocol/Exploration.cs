namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>Goes through the states that threads reach in every order of their accesses, and of the stores leaving their buffers.</summary>
/// <param name="threads">How many threads there are.</param>
internal abstract class Exploration<TState>(int threads)
    where TState : class, IModelState<TState>
{
    private readonly HashSet<string> _seen = [];
    private readonly Stack<TState> _open = new();

    /// <summary>Different states that were reached.</summary>
    public int States => _seen.Count;

    /// <summary>Ends in which nobody can go on and everything was served.</summary>
    public int GoodEnds { get; private set; }

    /// <summary>Ends in which all workers sleep over a ring: lost wake-ups.</summary>
    public int LostWakeUps { get; private set; }

    /// <summary>Goes through all states, or until the first loss.</summary>
    /// <param name="first">Where it begins.</param>
    /// <param name="toFirstLoss">Whether one loss is enough.</param>
    protected void Run(TState first, bool toFirstLoss)
    {
        Visit(first);
        while (_open.TryPop(out TState? state) && !(toFirstLoss && LostWakeUps > 0))
        {
            bool moved = false;
            for (int thread = 0; thread < threads; thread++)
            {
                if (state.HasStores(thread))
                {
                    TState flushed = state.Copy();
                    flushed.Flush(thread);
                    Visit(flushed);
                    moved = true;
                }

                moved |= Advance(state, thread);
            }

            if (!moved)
            {
                if (state.IsServed)
                {
                    GoodEnds++;
                }
                else
                {
                    LostWakeUps++;
                }
            }
        }
    }

    /// <summary>Lets a thread do its next access and visits what comes of it.</summary>
    /// <returns>False when it has nothing to do, or must wait.</returns>
    protected abstract bool Advance(TState state, int thread);

    protected void Visit(TState state)
    {
        if (_seen.Add(state.Key()))
        {
            _open.Push(state);
        }
    }
}
