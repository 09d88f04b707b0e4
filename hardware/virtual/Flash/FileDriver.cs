namespace Telltale.Virtual.Flash;

/// <summary>Whose calls reach littlefs.</summary>
public enum FileDriver
{
    /// <summary>littlefs alone: a file is opened for what the call is for, and one commit makes a write durable.</summary>
    Littlefs,

    /// <summary>
    /// nanoFramework on an ESP32: System.IO opens every file for reading and writing, whatever for, and Espressif's component then writes the time of the change
    /// into the metadata. So reading costs a commit, and an append two, or four where the length is asked for by opening (<see cref="SimulatedVolumeOptions.OpensFileForLength"/>).
    /// </summary>
    NanoFramework,
}
