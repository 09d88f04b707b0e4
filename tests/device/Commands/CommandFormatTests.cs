using nanoFramework.TestFramework;
using Telltale.Commands;

namespace Telltale.DeviceTests.Commands;

[TestClass]
public class CommandFormatTests
{
    [TestMethod]
    public void A_command_is_read_as_it_was_written()
    {
        UnitCommand command = Example();
        byte[] bytes = new byte[100];
        Assert.AreEqual(21, command.Encode(bytes));
        UnitCommand read = new UnitCommand();
        Assert.IsTrue(read.TryDecode(bytes, 21));
        Assert.AreEqual(0x01020304, read.Number);
        Assert.AreEqual((int)CommandCode.WatchLive, (int)read.Code);
        Assert.IsTrue(read.MadeUtcMilliseconds == CommandBench.Noon);
        Assert.IsTrue(read.ExpiresUtcMilliseconds == (1L << 48) - 1);
        Assert.AreEqual(3, read.ArgumentsCount);
        Assert.AreEqual(7, (int)read.Arguments[read.ArgumentsOffset]);
        Assert.AreEqual(9, (int)read.Arguments[read.ArgumentsOffset + 2]);
    }

    [TestMethod]
    public void A_command_of_another_version_cut_off_too_long_or_without_a_number_is_refused()
    {
        byte[] bytes = new byte[UnitCommand.MaximumLength + 1];
        int length = Example().Encode(bytes);
        UnitCommand read = new UnitCommand();
        Assert.IsFalse(read.TryDecode(bytes, UnitCommand.HeaderLength - 1), "cut off");
        Assert.IsFalse(read.TryDecode(bytes, UnitCommand.MaximumLength + 1), "too long");
        Assert.IsTrue(read.TryDecode(bytes, UnitCommand.MaximumLength));
        bytes[0] = 2;
        Assert.IsFalse(read.TryDecode(bytes, length), "version 2");
        bytes[0] = 1;
        bytes[2] = 0x80;
        Assert.IsFalse(read.TryDecode(bytes, length), "a number beyond 31 bits");
        for (int index = 2; index < 6; index++)
        {
            bytes[index] = 0;
        }

        Assert.IsFalse(read.TryDecode(bytes, length), "number 0");
    }

    [TestMethod]
    public void A_command_that_cannot_be_written_is_not()
    {
        byte[] bytes = new byte[UnitCommand.MaximumLength];
        UnitCommand command = Example();
        command.Number = 0;
        Assert.AreEqual(0, command.Encode(bytes));
        command = Example();
        command.ExpiresUtcMilliseconds = 1L << 48;
        Assert.AreEqual(0, command.Encode(bytes));
        command = Example();
        command.ArgumentsCount = UnitCommand.MaximumArguments + 1;
        Assert.AreEqual(0, command.Encode(bytes));
    }

    [TestMethod]
    public void A_reply_is_read_as_it_was_written()
    {
        CommandReply reply = new CommandReply();
        reply.Status = CommandStatus.AlreadyDone;
        reply.Detail = CommandStatus.Failed;
        reply.Code = CommandCode.Wipe;
        reply.StreamId[7] = 5;
        reply.Number = 0x01020304;
        reply.HighestNumber = 0x05060708;
        reply.SetText("caf\u00e9");
        byte[] bytes = new byte[CommandReply.MaximumLength + 1];
        int length = reply.Encode(bytes);
        Assert.AreEqual(CommandReply.HeaderLength + 4, length);

        CommandReply read = new CommandReply();
        Assert.IsTrue(read.TryDecode(bytes, length));
        Assert.AreEqual((int)CommandStatus.AlreadyDone, (int)read.Status);
        Assert.AreEqual((int)CommandStatus.Failed, (int)read.Detail);
        Assert.AreEqual((int)CommandCode.Wipe, (int)read.Code);
        Assert.AreEqual(5, (int)read.StreamId[7]);
        Assert.AreEqual(0x01020304, read.Number);
        Assert.AreEqual(0x05060708, read.HighestNumber);
        Assert.AreEqual(4, read.DataLength);
        Assert.AreEqual('f', (int)read.Data[2]);
        Assert.AreEqual('?', (int)read.Data[3]);

        Assert.IsFalse(read.TryDecode(bytes, CommandReply.HeaderLength - 1), "cut off");
        Assert.IsFalse(read.TryDecode(bytes, CommandReply.MaximumLength + 1), "too long");
        bytes[0] = 2;
        Assert.IsFalse(read.TryDecode(bytes, length), "version 2");
    }

    private static UnitCommand Example()
    {
        UnitCommand command = new UnitCommand();
        command.Number = 0x01020304;
        command.Code = CommandCode.WatchLive;
        command.MadeUtcMilliseconds = CommandBench.Noon;
        command.ExpiresUtcMilliseconds = (1L << 48) - 1;
        command.Arguments = new byte[] { 0, 7, 8, 9 };
        command.ArgumentsOffset = 1;
        command.ArgumentsCount = 3;
        return command;
    }
}
