using System.Runtime.InteropServices;

namespace Telltale.Mosquitto;

/// <summary>Owns a <c>struct mosquitto</c>.</summary>
internal sealed class MosquittoHandle : SafeHandle
{
    /// <summary>Made by the marshaller.</summary>
    public MosquittoHandle()
        : base(nint.Zero, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == nint.Zero;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMethods.mosquitto_destroy(handle);
        return true;
    }
}
