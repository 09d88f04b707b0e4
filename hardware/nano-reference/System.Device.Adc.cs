using System.Reflection;

[assembly: AssemblyVersion("1.1.0.0")]

namespace System.Device.Adc
{
    public abstract class AdcChannelBase
    {
        public abstract int ReadValue();
    }

    public class AdcChannel : AdcChannelBase, IDisposable
    {
        internal AdcChannel() { }
        public void Dispose() => throw null;
        public override int ReadValue() => throw null;
    }

    public abstract class AdcControllerBase
    {
    }

    public class AdcController : AdcControllerBase
    {
        public AdcController() { }
        public int MaxValue => throw null;
        public int MinValue => throw null;
        public AdcChannel OpenChannel(int channelNumber) => throw null;
    }
}
