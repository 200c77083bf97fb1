using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>What distinguishes the routes of a library instance.</summary>
/// <param name="Provider">Provider of the device.</param>
/// <param name="Device">Name of the device.</param>
/// <param name="Class">The <see cref="RequestClass{TRequest, TCompletion}"/>.</param>
/// <param name="Options">What the queues are set up for.</param>
internal readonly record struct RouteKey(string Provider, string Device, object Class, QueueOptions Options);
