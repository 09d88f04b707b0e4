using System.Reflection;

[assembly: AssemblyVersion("1.11.0.0")]

namespace nanoFramework.Runtime.Events
{
    public class BaseEvent
    {
        public ushort Source;
        public byte Message;
        public BaseEvent() { }
    }
}
