using WarpDrive.Uacce.PublicKey;

namespace WarpDrive.Uacce.Drivers;

/// <summary>A user driver for public-key devices.</summary>
public interface IPublicKeyDriver : IQueueDriver<PublicKeyRequest, Completion, PublicKeyQueueOptions>;
