namespace WarpDrive.Uacce;

/// <summary>What the requests of all classes have.</summary>
public interface IRequest
{
    /// <summary>Caller's mark, returned with the completion.</summary>
    uint Tag { get; set; }
}
