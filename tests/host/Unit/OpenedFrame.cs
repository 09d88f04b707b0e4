using Telltale.Sealing;

namespace Telltale.HostTests.Unit;

internal sealed record OpenedFrame(FrameKind Kind, int Sequence, int Epoch, int DictionaryId, int FrameLength);
