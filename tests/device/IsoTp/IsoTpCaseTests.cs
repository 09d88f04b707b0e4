using nanoFramework.TestFramework;

namespace Telltale.DeviceTests.IsoTp;

/// <summary>The cases of ISO 15765-2:2016, clause by clause: frames in, frames out, time and result. <see cref="IsoTpScript"/> says how to read them.</summary>
[TestClass]
public class IsoTpCaseTests
{
    // Single frames.
    [DataRow("9.2 a single frame is sent whole", "sender; begin 2; tx 02 00 01 CC CC CC CC CC; end N_OK")]
    [DataRow("9.2 the longest single frame is sent", "sender; begin 7; tx 07 00 01 02 03 04 05 06; end N_OK")]
    [DataRow("9.2 a single frame is a message, without flow control", "receiver; rx 02 00 01 CC CC CC CC CC; end N_OK 2; none")]
    [DataRow("9.6.2.1 the longest single frame", "receiver; rx 07 00 01 02 03 04 05 06; end N_OK 7")]
    [DataRow("9.6.2.1 a single frame as short as its data", "receiver; rx 01 00; end N_OK 1")]
    [DataRow("9.6.2.2 SF_DL 0 is ignored", "receiver; rx 00 00 01 02 03 04 05 06; idle; ignored 1; lost 0")]
    [DataRow("9.6.2.2 SF_DL 8 is ignored", "receiver; rx 08 00 01 02 03 04 05 06; idle; ignored 1; lost 0")]
    [DataRow("9.6.2.2 SF_DL 15 is ignored", "receiver; rx 0F 00 01 02 03 04 05 06; idle; ignored 1; lost 0")]
    [DataRow("9.6.2.2 SF_DL beyond the frame is ignored", "receiver; rx 05 00 01 02 03; idle; ignored 1; lost 0")]
    [DataRow("9.6.2.2 SF_DL 7 with an address byte is ignored", "receiver; addressing extended; rx F1 07 00 01 02 03 04 05; idle; ignored 1")]
    [DataRow("9.6.2.2 the escape of CAN FD is ignored", "receiver; rx 00 0A 00 01 02 03 04 05; idle; ignored 1")]

    // First frames.
    [DataRow("9.3 a segmented message is sent", "sender; begin 8; tx 10 08 00 01 02 03 04 05; none; busy; rx 30 00 00; tx 21 06 07 CC CC CC CC CC; end N_OK")]
    [DataRow("9.3 a segmented message is received", "receiver; rx 10 08 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; busy; rx 21 06 07; none; end N_OK 8")]
    [DataRow("9.6.3.1 12 bits of length", "sender; begin 300; tx 11 2C 00 01 02 03 04 05; busy")]
    [DataRow("9.6.3.1 the longest message that is offered", "sender; begin 4095; tx 1F FF 00 01 02 03 04 05; busy")]
    [DataRow("9.6.3.1 the longest message that is taken", "receiver; capacity 4095; rx 1F FF 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; busy")]
    [DataRow("9.6.3.2 FF_DL 7 is ignored", "receiver; rx 10 07 00 01 02 03 04 05; idle; ignored 1; none")]
    [DataRow("9.6.3.2 FF_DL 7 after an address byte is the least", "receiver; addressing mixed; rx 40 10 07 00 01 02 03 04; tx 40 30 02 00 CC CC CC CC; rx 40 21 05 06; end N_OK 7")]
    [DataRow("9.6.3.2 FF_DL 6 after an address byte is ignored", "receiver; addressing mixed; rx 40 10 06 00 01 02 03 04; idle; ignored 1; none")]
    [DataRow("9.6.3.2 a first frame that does not fill its frame is ignored", "receiver; rx 10 14 00 01 02 03 04; idle; ignored 1; none")]
    [DataRow("9.6.3.2 FF_DL above the buffer is answered with overflow", "receiver; rx 10 41 00 01 02 03 04 05; tx 32 02 00 CC CC CC CC CC; end N_BUFFER_OVFLW; lost 1; rx 21 06 07; ignored 1")]
    [DataRow("9.6.3.2 the escape sequence is answered with overflow", "receiver; capacity 4095; rx 10 00 00 00 10 00 00 01; tx 32 02 00 CC CC CC CC CC; end N_BUFFER_OVFLW")]
    [DataRow("9.6.3.2 the escape sequence with 4 GB is answered with overflow", "receiver; rx 10 00 FF FF FF FF 00 01; tx 32 02 00 CC CC CC CC CC; end N_BUFFER_OVFLW")]
    [DataRow("9.6.3.2 the escape sequence after an address byte is answered with overflow", "receiver; addressing mixed; rx 40 10 00 00 00 10 00 00; tx 40 32 02 00 CC CC CC CC; end N_BUFFER_OVFLW")]
    [DataRow("9.6.3.2 the escape sequence for what needs none is ignored", "receiver; rx 10 00 00 00 0F FF 00 01; idle; ignored 1; none")]

    // Consecutive frames.
    [DataRow("9.6.4.3 the sequence number begins with 1 and goes round", "sender; begin 121; tx 10 79 00 01 02 03 04 05; rx 30 00 00; tx 21 06 07 08 09 0A 0B 0C; tx 22 0D 0E 0F 10 11 12 13; tx 23 14 15 16 17 18 19 1A; tx 24 1B 1C 1D 1E 1F 20 21; tx 25 22 23 24 25 26 27 28; tx 26 29 2A 2B 2C 2D 2E 2F; tx 27 30 31 32 33 34 35 36; tx 28 37 38 39 3A 3B 3C 3D; tx 29 3E 3F 40 41 42 43 44; tx 2A 45 46 47 48 49 4A 4B; tx 2B 4C 4D 4E 4F 50 51 52; tx 2C 53 54 55 56 57 58 59; tx 2D 5A 5B 5C 5D 5E 5F 60; tx 2E 61 62 63 64 65 66 67; tx 2F 68 69 6A 6B 6C 6D 6E; tx 20 6F 70 71 72 73 74 75; tx 21 76 77 78 CC CC CC CC; end N_OK")]
    [DataRow("9.6.4.3 the receiver counts likewise", "receiver; blockSize 0; capacity 121; rx 10 79 00 01 02 03 04 05; tx 30 00 00 CC CC CC CC CC; rx 21 06 07 08 09 0A 0B 0C; rx 22 0D 0E 0F 10 11 12 13; rx 23 14 15 16 17 18 19 1A; rx 24 1B 1C 1D 1E 1F 20 21; rx 25 22 23 24 25 26 27 28; rx 26 29 2A 2B 2C 2D 2E 2F; rx 27 30 31 32 33 34 35 36; rx 28 37 38 39 3A 3B 3C 3D; rx 29 3E 3F 40 41 42 43 44; rx 2A 45 46 47 48 49 4A 4B; rx 2B 4C 4D 4E 4F 50 51 52; rx 2C 53 54 55 56 57 58 59; rx 2D 5A 5B 5C 5D 5E 5F 60; rx 2E 61 62 63 64 65 66 67; rx 2F 68 69 6A 6B 6C 6D 6E; rx 20 6F 70 71 72 73 74 75; rx 21 76 77 78; end N_OK 121")]
    [DataRow("9.6.4.4 a sequence number left out", "receiver; rx 10 14 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 22 0D 0E 0F 10 11 12 13; end N_WRONG_SN; lost 1")]
    [DataRow("9.6.4.4 a sequence number twice", "receiver; rx 10 1E 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 21 06 07 08 09 0A 0B 0C; rx 21 06 07 08 09 0A 0B 0C; end N_WRONG_SN; lost 1")]
    [DataRow("9.6.4.4 what follows a wrong number is ignored", "receiver; rx 10 1E 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 23 06; end N_WRONG_SN; rx 21 06 07 08 09 0A 0B 0C; end N_WRONG_SN; ignored 1; lost 1")]

    // Flow control.
    [DataRow("9.6.5.1 flow status wait is waited for", "sender; begin 8; tx 10 08 00 01 02 03 04 05; rx 31 00 00; none; busy; rx 30 00 00; tx 21 06 07 CC CC CC CC CC; end N_OK")]
    [DataRow("9.6.5.1 flow status overflow ends the message", "sender; begin 8; tx 10 08 00 01 02 03 04 05; rx 32 00 00; end N_BUFFER_OVFLW")]
    [DataRow("9.6.5.2 flow status 3 ends the message", "sender; begin 8; tx 10 08 00 01 02 03 04 05; rx 33 00 00; end N_INVALID_FS")]
    [DataRow("9.6.5.2 flow status 15 ends the message", "sender; begin 8; tx 10 08 00 01 02 03 04 05; rx 3F 00 00; end N_INVALID_FS")]
    [DataRow("9.6.5.3 BS 1 is one frame at a time", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 01 00; tx 21 06 07 08 09 0A 0B 0C; none; busy; rx 30 01 00; tx 22 0D 0E 0F 10 11 12 13; end N_OK")]
    [DataRow("9.6.5.3 BS 0 is all of them", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 00; tx 21 06 07 08 09 0A 0B 0C; tx 22 0D 0E 0F 10 11 12 13; end N_OK")]
    [DataRow("9.6.5.3 the receiver asks for each block", "receiver; blockSize 1; rx 10 14 00 01 02 03 04 05; tx 30 01 00 CC CC CC CC CC; rx 21 06 07 08 09 0A 0B 0C; tx 30 01 00 CC CC CC CC CC; rx 22 0D 0E 0F 10 11 12 13; none; end N_OK 20")]
    [DataRow("9.6.5.3 the receiver asks once with BS 0", "receiver; blockSize 0; rx 10 14 00 01 02 03 04 05; tx 30 00 00 CC CC CC CC CC; rx 21 06 07 08 09 0A 0B 0C; none; rx 22 0D 0E 0F 10 11 12 13; none; end N_OK 20")]
    [DataRow("9.6.5.4 STmin is said as it is set", "receiver; separation F3; rx 10 14 00 01 02 03 04 05; tx 30 02 F3 CC CC CC CC CC")]
    [DataRow("9.6.5.4 STmin 0 is at once", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 00; tx 21 06 07 08 09 0A 0B 0C; tx 22 0D 0E 0F 10 11 12 13")]
    [DataRow("9.6.5.4 STmin 10 ms", "sender; begin 20; tx 10 14 00 01 02 03 04 05; at 50; rx 30 00 0A; tx 21 06 07 08 09 0A 0B 0C; at 60; none; at 61; tx 22 0D 0E 0F 10 11 12 13; end N_OK")]
    [DataRow("9.6.5.4 STmin 127 ms", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 7F; tx 21 06 07 08 09 0A 0B 0C; at 127; none; at 128; tx 22 0D 0E 0F 10 11 12 13")]
    [DataRow("9.6.5.4 STmin 100 us is a millisecond", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 F1; tx 21 06 07 08 09 0A 0B 0C; at 1; none; at 2; tx 22 0D 0E 0F 10 11 12 13")]
    [DataRow("9.6.5.4 STmin 900 us is a millisecond", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 F9; tx 21 06 07 08 09 0A 0B 0C; at 1; none; at 2; tx 22 0D 0E 0F 10 11 12 13")]
    [DataRow("9.6.5.5 STmin 0x80 stands for 127 ms", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 80; tx 21 06 07 08 09 0A 0B 0C; at 127; none; at 128; tx 22 0D 0E 0F 10 11 12 13")]
    [DataRow("9.6.5.5 STmin 0xF0 stands for 127 ms", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 F0; tx 21 06 07 08 09 0A 0B 0C; at 127; none; at 128; tx 22 0D 0E 0F 10 11 12 13")]
    [DataRow("9.6.5.5 STmin 0xFA stands for 127 ms", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 FA; tx 21 06 07 08 09 0A 0B 0C; at 127; none; at 128; tx 22 0D 0E 0F 10 11 12 13")]
    [DataRow("9.6.5.6 each flow control has its own BS and STmin", "sender; begin 34; tx 10 22 00 01 02 03 04 05; rx 30 01 7F; tx 21 06 07 08 09 0A 0B 0C; at 5; rx 30 02 00; tx 22 0D 0E 0F 10 11 12 13; tx 23 14 15 16 17 18 19 1A; none; rx 30 00 0A; tx 24 1B 1C 1D 1E 1F 20 21; end N_OK")]

    // Wait frames.
    [DataRow("9.7 a consumer that is not ready has the sender wait", "receiver; hold; rx 10 08 00 01 02 03 04 05; at 199; none; at 200; tx 31 02 00 CC CC CC CC CC; at 399; none; at 400; tx 31 02 00 CC CC CC CC CC; release; at 410; tx 30 02 00 CC CC CC CC CC; rx 21 06 07; end N_OK 8")]
    [DataRow("9.7 a consumer that is ready soon needs no wait frame", "receiver; hold; rx 10 08 00 01 02 03 04 05; none; busy; release; at 20; tx 30 02 00 CC CC CC CC CC; rx 21 06 07; end N_OK 8")]
    [DataRow("9.7 between two blocks too", "receiver; blockSize 1; rx 10 14 00 01 02 03 04 05; tx 30 01 00 CC CC CC CC CC; hold; rx 21 06 07 08 09 0A 0B 0C; none; at 200; tx 31 01 00 CC CC CC CC CC; release; at 210; tx 30 01 00 CC CC CC CC CC; rx 22 0D 0E 0F 10 11 12 13; end N_OK 20")]
    [DataRow("9.7 a consumer that is not ready within a block", "receiver; rx 10 14 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; hold; rx 21 06 07 08 09 0A 0B 0C; rx 22 0D 0E 0F 10 11 12 13; end N_OK 20")]
    [DataRow("9.7 N_WFTmax wait frames in a row and no more", "receiver; waitFrames 2; hold; rx 10 08 00 01 02 03 04 05; at 200; tx 31 02 00 CC CC CC CC CC; at 400; tx 31 02 00 CC CC CC CC CC; busy; at 600; end N_WFT_OVRN; lost 1; none")]
    [DataRow("9.7 N_WFTmax 0 sends none", "receiver; waitFrames 0; hold; rx 10 08 00 01 02 03 04 05; at 199; busy; at 200; end N_WFT_OVRN; none")]
    [DataRow("9.7 the count begins anew with each block", "receiver; blockSize 1; waitFrames 1; hold; rx 10 14 00 01 02 03 04 05; at 200; tx 31 01 00 CC CC CC CC CC; release; at 210; tx 30 01 00 CC CC CC CC CC; hold; rx 21 06 07 08 09 0A 0B 0C; at 410; tx 31 01 00 CC CC CC CC CC; release; at 420; tx 30 01 00 CC CC CC CC CC; rx 22 0D 0E 0F 10 11 12 13; end N_OK 20")]
    [DataRow("9.7 a sender bears so many wait frames and no more", "sender; waitFrames 2; begin 8; tx 10 08 00 01 02 03 04 05; at 900; rx 31 00 00; at 1800; rx 31 00 00; busy; at 2700; rx 31 00 00; end N_WFT_OVRN")]
    [DataRow("9.7 a sender counts wait frames anew after going on", "sender; waitFrames 1; begin 20; tx 10 14 00 01 02 03 04 05; rx 31 00 00; rx 30 01 00; tx 21 06 07 08 09 0A 0B 0C; rx 31 00 00; busy; rx 30 01 00; tx 22 0D 0E 0F 10 11 12 13; end N_OK")]
    [DataRow("9.8.4 consecutive frames while the sender should wait are ignored", "receiver; hold; rx 10 14 00 01 02 03 04 05; at 200; tx 31 02 00 CC CC CC CC CC; rx 21 06 07 08 09 0A 0B 0C; busy; ignored 1; release; at 210; tx 30 02 00 CC CC CC CC CC; rx 21 06 07 08 09 0A 0B 0C; rx 22 0D 0E 0F 10 11 12 13; end N_OK 20")]

    // Time-outs.
    [DataRow("9.8.2 N_As of a single frame", "sender; full; begin 3; busy; at 1000; busy; at 1001; end N_TIMEOUT_A; free; at 1002; none")]
    [DataRow("9.8.2 N_As of a first frame", "sender; full; begin 20; at 1001; end N_TIMEOUT_A")]
    [DataRow("9.8.2 N_As of a consecutive frame", "sender; begin 20; tx 10 14 00 01 02 03 04 05; full; at 500; rx 30 00 00; at 1500; busy; at 1501; end N_TIMEOUT_A; free; at 1502; none")]
    [DataRow("9.8.2 a controller that has room within N_As", "sender; full; begin 20; at 900; free; at 950; tx 10 14 00 01 02 03 04 05; at 1900; full; rx 30 00 00; at 2800; free; at 2850; tx 21 06 07 08 09 0A 0B 0C; tx 22 0D 0E 0F 10 11 12 13; end N_OK")]
    [DataRow("9.8.2 N_Ar of flow control", "receiver; full; rx 10 14 00 01 02 03 04 05; at 1000; busy; at 1001; end N_TIMEOUT_A; free; at 1002; none")]
    [DataRow("9.8.2 N_Ar of flow control between two blocks", "receiver; blockSize 1; rx 10 14 00 01 02 03 04 05; tx 30 01 00 CC CC CC CC CC; full; at 100; rx 21 06 07 08 09 0A 0B 0C; at 1100; busy; at 1101; end N_TIMEOUT_A; lost 1")]
    [DataRow("9.8.2 N_Ar of a wait frame", "receiver; hold; rx 10 14 00 01 02 03 04 05; full; at 200; at 1200; busy; at 1201; end N_TIMEOUT_A; lost 1")]
    [DataRow("9.8.2 N_Ar of flow status overflow leaves the result", "receiver; full; rx 10 41 00 01 02 03 04 05; end N_BUFFER_OVFLW; at 1001; end N_BUFFER_OVFLW; lost 1; free; at 1002; none")]
    [DataRow("9.8.2 flow control that finds room within N_Ar", "receiver; full; rx 10 08 00 01 02 03 04 05; at 900; free; at 950; tx 30 02 00 CC CC CC CC CC; at 1949; busy; rx 21 06 07; end N_OK 8")]
    [DataRow("9.8.2 N_Bs after a first frame", "sender; begin 20; tx 10 14 00 01 02 03 04 05; at 1000; busy; at 1001; end N_TIMEOUT_Bs; rx 30 00 00; ignored 1; none")]
    [DataRow("9.8.2 N_Bs after a block", "sender; begin 20; tx 10 14 00 01 02 03 04 05; at 800; rx 30 01 00; tx 21 06 07 08 09 0A 0B 0C; at 1800; busy; at 1801; end N_TIMEOUT_Bs")]
    [DataRow("9.8.2 N_Bs after a wait frame", "sender; begin 20; tx 10 14 00 01 02 03 04 05; at 800; rx 31 00 00; at 1800; busy; at 1801; end N_TIMEOUT_Bs")]
    [DataRow("9.8.2 N_Br when the loop comes too late to put off any longer", "receiver; hold; rx 10 14 00 01 02 03 04 05; at 1001; end N_Br; lost 1; none")]
    [DataRow("9.8.2 N_Br when the consumer is ready too late", "receiver; hold; rx 10 14 00 01 02 03 04 05; release; at 1001; end N_Br; none")]
    [DataRow("9.8.2 N_Cs when the loop comes too late for the next frame", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 0A; tx 21 06 07 08 09 0A 0B 0C; at 1011; end N_Cs; none")]
    [DataRow("9.8.2 N_Cs when the loop comes just in time", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 0A; tx 21 06 07 08 09 0A 0B 0C; at 1010; tx 22 0D 0E 0F 10 11 12 13; end N_OK")]
    [DataRow("9.8.2 N_Cr after flow control", "receiver; rx 10 14 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; at 1000; busy; at 1001; end N_TIMEOUT_Cr; lost 1; rx 21 06 07 08 09 0A 0B 0C; ignored 1")]
    [DataRow("9.8.2 N_Cr after a consecutive frame", "receiver; rx 10 14 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; at 900; rx 21 06 07 08 09 0A 0B 0C; at 1900; busy; at 1901; end N_TIMEOUT_Cr; lost 1")]

    // What comes unexpectedly, by the table of 9.8.3: in idle, while receiving, while sending.
    [DataRow("9.8.3 idle: a consecutive frame is ignored", "receiver; rx 21 06 07; idle; ignored 1; lost 0")]
    [DataRow("9.8.3 idle: flow control is ignored", "sender; rx 30 00 00; idle; none")]
    [DataRow("9.8.3 idle: an unknown frame is ignored", "receiver; rx 40 00 00; rx F0 00 00; idle; ignored 2; none")]
    [DataRow("9.8.3 receiving: a single frame takes the place of the message", "receiver; rx 10 14 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 02 00 01; end N_OK 2; lost 1; rx 21 06 07 08 09 0A 0B 0C; ignored 1")]
    [DataRow("9.8.3 receiving: a first frame takes the place of the message", "receiver; rx 10 14 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 10 08 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; lost 1; rx 21 06 07; end N_OK 8")]
    [DataRow("9.8.3 receiving: a first frame that is too long ends both", "receiver; rx 10 14 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 10 41 00 01 02 03 04 05; tx 32 02 00 CC CC CC CC CC; end N_BUFFER_OVFLW; lost 2")]
    [DataRow("9.8.3 receiving: a malformed single frame is ignored", "receiver; rx 10 08 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 00 00; rx 21 06 07; end N_OK 8; ignored 1")]
    [DataRow("9.8.3 receiving: flow control is ignored", "receiver; rx 10 08 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 32 00 00; busy; rx 21 06 07; end N_OK 8")]
    [DataRow("9.8.3 receiving: an unknown frame is ignored", "receiver; rx 10 08 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 41 00 00; rx 21 06 07; end N_OK 8; ignored 1")]
    [DataRow("9.8.3 receiving: a consecutive frame that is too short is ignored", "receiver; rx 10 08 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 21 06; busy; rx 21 06 07; end N_OK 8; ignored 1")]
    [DataRow("9.8.3 receiving: a consecutive frame before flow control was sent is ignored", "receiver; full; rx 10 08 00 01 02 03 04 05; rx 21 06 07; busy; ignored 1; free; at 10; tx 30 02 00 CC CC CC CC CC; rx 21 06 07; end N_OK 8")]
    [DataRow("9.8.3 sending: flow control within a block is ignored", "sender; begin 20; tx 10 14 00 01 02 03 04 05; rx 30 00 0A; tx 21 06 07 08 09 0A 0B 0C; rx 30 00 00; none; ignored 1; at 11; tx 22 0D 0E 0F 10 11 12 13; end N_OK")]
    [DataRow("9.8.3 sending: flow control of two bytes is ignored", "sender; begin 8; tx 10 08 00 01 02 03 04 05; rx 30 00; none; busy; ignored 1; rx 30 00 00; tx 21 06 07 CC CC CC CC CC")]
    [DataRow("9.8.3 sending: an unknown frame is ignored", "sender; begin 8; tx 10 08 00 01 02 03 04 05; rx 40 00 00; busy; rx 30 00 00; tx 21 06 07 CC CC CC CC CC; end N_OK")]
    [DataRow("9.8.3 sending: a single frame is received meanwhile", "sender; begin 8; tx 10 08 00 01 02 03 04 05; rx 02 00 01; busy; receiver; end N_OK 2; rx 30 00 00; tx 21 06 07 CC CC CC CC CC")]
    [DataRow("9.8.3 sending: a message is received meanwhile", "sender; begin 8; tx 10 08 00 01 02 03 04 05; rx 10 08 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 30 00 00; tx 21 06 07 CC CC CC CC CC; end N_OK; receiver; busy; rx 21 06 07; end N_OK 8")]

    // Addressing.
    [DataRow("8.3.1 a functional message is a single frame", "sender; addressing toAll; refused 8; begin 7; tx 07 00 01 02 03 04 05 06; end N_OK")]
    [DataRow("8.3.1 a functional single frame is taken", "receiver; addressing fromAll; rx 02 00 01 CC CC CC CC CC; end N_OK 2; refused 2; none")]
    [DataRow("8.3.1 a functional first frame is ignored", "receiver; addressing fromAll; rx 10 08 00 01 02 03 04 05; idle; ignored 1; none")]
    [DataRow("10.3.3 normal fixed addressing, sent", "sender; addressing fixed; begin 8; tx 10 08 00 01 02 03 04 05; rx 30 00 00; tx 21 06 07 CC CC CC CC CC; end N_OK")]
    [DataRow("10.3.3 normal fixed addressing, received", "receiver; addressing fixed; rx 10 08 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 21 06 07; end N_OK 8")]
    [DataRow("10.3.4 extended addressing, a single frame sent", "sender; addressing extended; begin 6; tx 12 06 00 01 02 03 04 05; end N_OK")]
    [DataRow("10.3.4 extended addressing, a single frame received", "receiver; addressing extended; rx F1 06 00 01 02 03 04 05; end N_OK 6")]
    [DataRow("10.3.4 extended addressing, sent", "sender; addressing extended; begin 12; tx 12 10 0C 00 01 02 03 04; rx F1 30 00 00; tx 12 21 05 06 07 08 09 0A; tx 12 22 0B CC CC CC CC CC; end N_OK")]
    [DataRow("10.3.4 extended addressing, received", "receiver; addressing extended; rx F1 10 0C 00 01 02 03 04; tx 12 30 02 00 CC CC CC CC; rx F1 21 05 06 07 08 09 0A; rx F1 22 0B; end N_OK 12")]
    [DataRow("10.3.4 extended addressing, for another target", "receiver; addressing extended; rx F2 02 00 01; idle; ignored 0; rx F1 10 08 00 01 02 03 04; tx 12 30 02 00 CC CC CC CC; rx F2 21 00 00 00; rx F1 21 05 06 07; end N_OK 8; ignored 0")]
    [DataRow("10.3.4 extended addressing, nothing after the address", "receiver; addressing extended; rx F1; idle; ignored 1")]
    [DataRow("10.3.4 extended addressing, flow control for another target", "sender; addressing extended; begin 8; tx 12 10 08 00 01 02 03 04; rx F2 30 00 00; none; rx F1 30 00 00; tx 12 21 05 06 07 CC CC CC; end N_OK; ignored 0")]
    [DataRow("10.3.4 extended addressing, flow control of two bytes is ignored", "sender; addressing extended; begin 8; tx 12 10 08 00 01 02 03 04; rx F1 30 00; none; busy; ignored 1")]
    [DataRow("10.3.5 mixed addressing, 11 bit, sent", "sender; addressing mixed; begin 7; tx 40 10 07 00 01 02 03 04; rx 40 30 00 00; tx 40 21 05 06 CC CC CC CC; end N_OK")]
    [DataRow("10.3.5 mixed addressing, 29 bit, sent", "sender; addressing mixed29; begin 7; tx 40 10 07 00 01 02 03 04; rx 40 30 00 00; tx 40 21 05 06 CC CC CC CC; end N_OK")]
    [DataRow("10.3.5 mixed addressing, 29 bit, received", "receiver; addressing mixed29; rx 40 10 08 00 01 02 03 04; tx 40 30 02 00 CC CC CC CC; rx 41 21 05 06 07; rx 40 21 05 06 07; end N_OK 8; ignored 0")]

    // Length of frames.
    [DataRow("10.4.2 the last frame may be as short as its data", "receiver; rx 10 0E 00 01 02 03 04 05; tx 30 02 00 CC CC CC CC CC; rx 21 06 07 08 09 0A 0B 0C; rx 22 0D; end N_OK 14")]
    [DataRow("10.4.2 a frame without data is ignored", "receiver; rx; idle; ignored 1")]
    [TestMethod]
    public void Clause(string name, string commands)
    {
        OutputHelper.WriteLine(name);
        IsoTpScript.Run(commands);
    }
}
