using Telltale.DeviceTests.Uplink;
using Telltale.Ports;
using Telltale.Unit;

namespace Telltale.DeviceTests.Unit;

/// <summary>A board on which nothing happens.</summary>
internal sealed class IdleBoard : IUartPort, IPowerInputs
{
    public readonly FakeLink Link = new FakeLink();
    public readonly MemoryVolume Volume = new MemoryVolume();

    public int BytesToRead => 0;

    public int SupplyMillivolts => 14000;

    public int Ignition => 1;

    public UnitPorts Ports()
    {
        UnitPorts ports = new UnitPorts();
        ports.GnssUart = this;
        ports.Cryptography = new ToyCryptography();
        ports.Volume = Volume;
        ports.Link = Link;
        ports.Power = this;
        return ports;
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        return 0;
    }

    public void Write(byte[] buffer, int offset, int count)
    {
    }

    public bool Open(int baudRate)
    {
        return true;
    }
}
