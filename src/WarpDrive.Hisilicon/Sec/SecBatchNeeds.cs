namespace WarpDrive.Hisilicon.Sec;

/// <summary>What the requests of one call need together.</summary>
internal struct SecBatchNeeds
{
    /// <summary>Scatter lists.</summary>
    internal int Lists;
    /// <summary>Some request needs private memory.</summary>
    internal bool Private;
    /// <summary>Every request is leased.</summary>
    internal bool Leased;
}
