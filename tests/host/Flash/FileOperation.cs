namespace Telltale.HostTests.Flash;

/// <summary>One changing operation; what an append writes follows from its number.</summary>
internal sealed record FileOperation(bool IsRemoval, string Name, int Length, int Number)
{
    public byte[] Content
    {
        get
        {
            byte[] content = new byte[Length];
            uint state = ((uint)Number * 2654435761) + 1;
            for (int index = 0; index < content.Length; index++)
            {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                content[index] = (byte)state;
            }

            return content;
        }
    }
}
