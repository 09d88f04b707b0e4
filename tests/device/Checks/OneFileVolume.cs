using System;
using Telltale.Ports;

namespace Telltale.DeviceTests.Checks;

/// <summary>A volume that holds one file.</summary>
internal sealed class OneFileVolume : IFileVolume
{
    public byte[] Content;
    public bool IsFull;

    public string[] List(string prefix)
    {
        return new string[0];
    }

    public int Length(string name)
    {
        return Content == null ? -1 : Content.Length;
    }

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        if (Content == null)
        {
            return -1;
        }

        int taken = Content.Length < count ? Content.Length : count;
        Array.Copy(Content, 0, buffer, offset, taken);
        return taken;
    }

    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        return false;
    }

    public bool Create(string name, byte[] buffer, int offset, int count)
    {
        if (IsFull || Content != null)
        {
            return false;
        }

        Content = new byte[count];
        Array.Copy(buffer, offset, Content, 0, count);
        return true;
    }

    public bool Delete(string name)
    {
        Content = null;
        return true;
    }
}
