namespace WarpDrive.Engines.Native;

/// <summary>IMB_STATUS.</summary>
internal enum ImbStatus
{
    BeingProcessed = 0,
    CompletedCipher = 1,
    CompletedAuth = 2,
    Completed = 3,
    InvalidArguments = 4,
}
