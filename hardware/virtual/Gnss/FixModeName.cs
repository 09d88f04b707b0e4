using Telltale.Gnss;

namespace Telltale.Virtual.Gnss;

/// <summary>What the owner's side calls the modes of a fix, in JSON, in the store and on the map.</summary>
public static class FixModeName
{
    /// <summary>none, 2d, 3d, dgnss, rtk-float, rtk-fixed or dr.</summary>
    public static string Of(FixMode mode) => mode switch
    {
        FixMode.DeadReckoning => "dr",
        FixMode.TwoDimensional => "2d",
        FixMode.ThreeDimensional => "3d",
        FixMode.Differential => "dgnss",
        FixMode.RealTimeKinematicFloat => "rtk-float",
        FixMode.RealTimeKinematicFixed => "rtk-fixed",
        _ => "none",
    };
}
