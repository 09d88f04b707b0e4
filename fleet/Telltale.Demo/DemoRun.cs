using Telltale.Fleet;
using Telltale.Mosquitto;
using Telltale.Unit;
using Telltale.Virtual.Board;
using Telltale.Virtual.Link;

namespace Telltale.Demo;

/// <summary>
/// The whole way on one machine: a broker with TLS, the owner's receiver and store, an enrolled unit, and a vehicle that it is plugged into.
/// </summary>
public sealed class DemoRun : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);

    private readonly DemoOptions _options;
    private readonly string _folder;
    private readonly DotNetCryptography _cryptography = new();
    private BrokerReceiver? _receiver;

    private DemoRun(DemoOptions options)
    {
        _options = options;
        _folder = options.Folder ?? Directory.CreateTempSubdirectory("telltale-demo-").FullName;
        Home = new FleetHome(_folder);
        Unit = Home.Enrol("demo vehicle");
        Home.WriteBrokerFiles();
        Broker = new LocalBroker(Path.Combine(_folder, "local-broker"), Home.BrokerPasswordsFile, Home.BrokerAccessFile);
        Store = SampleStore.Open(Home.StoreFile);
    }

    /// <summary>The owner's folder.</summary>
    public FleetHome Home { get; }

    /// <summary>The unit that drives.</summary>
    public EnrolledUnit Unit { get; }

    /// <summary>The broker between the two.</summary>
    public LocalBroker Broker { get; }

    /// <summary>Where samples arrive.</summary>
    public SampleStore Store { get; }

    /// <summary>How the owner's receiver reaches the broker.</summary>
    public MosquittoOptions ReceiverOptions => new()
    {
        Host = LocalBroker.Host,
        Port = Broker.Port,
        ClientId = Home.ReceiverClientId,
        UserName = BrokerAccounts.ReceiverUser,
        Password = FleetHome.ReadPasswordFile(Home.ReceiverPasswordFile),
        CertificateAuthorityFile = Broker.CertificateAuthorityFile,
    };

    private MosquittoOptions UnitOptions => new()
    {
        Host = LocalBroker.Host,
        Port = Broker.Port,
        ClientId = Unit.UnitId,
        UserName = Unit.UnitId,
        Password = FleetHome.ReadPasswordFile(Unit.BrokerPasswordFile),
        CertificateAuthorityFile = Broker.CertificateAuthorityFile,
    };

    /// <summary>Enrols a unit and starts broker and receiver.</summary>
    /// <exception cref="DemoException">Something that the demo needs is missing or did not start.</exception>
    public static async Task<DemoRun> StartAsync(DemoOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        DemoRun run = new(options);
        try
        {
            run.Broker.Start();
            if (options.HasReceiver)
            {
                run._receiver = new BrokerReceiver(run.ReceiverOptions, run.Store, run.Home, run._cryptography);
                run._receiver.Start();
                await run._receiver.Ready.WaitAsync(ReadyTimeout, cancellationToken);
            }

            return run;
        }
        catch (TimeoutException exception)
        {
            await run.DisposeAsync();
            throw new DemoException("The receiver did not reach the broker.", exception);
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Drives until the end, waits until the owner has everything, and holds the store against the vehicle's ledger.</summary>
    public async Task<DemoResult> DriveAsync(IProgress<DriveProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        DirectoryVolume volume = new(Path.Combine(_folder, "unit-volume"));
        byte[] identity = await File.ReadAllBytesAsync(Unit.IdentityFile, cancellationToken);
        if (volume.Length(Path.GetFileName(Unit.IdentityFile)) < 0)
        {
            volume.Create(Path.GetFileName(Unit.IdentityFile), identity, 0, identity.Length);
        }

        using MosquittoLink link = MosquittoLink.ForUnit(UnitOptions, Unit.UnitId);
        CountingLink counting = new(link, Topics.Uplink(Unit.UnitId));
        DriveOptions drive = new()
        {
            Volume = volume,
            Link = _ => counting,
            Speed = _options.Speed,
            Seed = _options.Seed,
            Seconds = _options.Seconds,
            GnssFile = _options.GnssFile,
            CanFile = _options.CanFile,
            CanBus = _options.CanBus,
            Profile = _options.Profile,
            Settings = new UnitSettings { BatchMilliseconds = (int)_options.BatchTime.TotalMilliseconds },
            Cryptography = _cryptography,
            DrainLimit = _options.DrainLimit,
        };
        using CancellationTokenSource disturbing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task disturbance = _options.BrokerOutage > TimeSpan.Zero ? StopBrokerAsync(disturbing.Token) : Task.CompletedTask;
        DriveResult result = await Task.Run(() => Drive.Run(drive, progress, cancellationToken), CancellationToken.None);
        await disturbing.CancelAsync();
        await disturbance;
        LedgerComparison comparison = LedgerComparison.Compare(result.Ledger, Samples());
        return new DemoResult
        {
            SamplesTaken = comparison.SamplesTaken,
            SamplesStored = comparison.SamplesStored,
            Lost = comparison.Lost,
            Duplicates = comparison.Duplicates,
            Unexpected = comparison.Unexpected,
            Frames = counting.Frames,
            BytesPublished = counting.Bytes,
            Broker = Broker.Version,
            Tls = UnitOptions.CertificateAuthorityFile is not null && counting.Frames > 0,
            WorstPositionErrorMetres = comparison.WorstPositionErrorMetres,
            IsComplete = result.IsDrained,
        };
    }

    /// <summary>Ends receiver and broker; a temporary folder is removed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_receiver is not null)
        {
            await _receiver.DisposeAsync();
        }

        Broker.Dispose();
        Store.Dispose();
        if (_options.Folder is null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task StopBrokerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(_options.Seconds / _options.Speed.Factor / 3), cancellationToken);
            Broker.Stop();
            await Task.Delay(_options.BrokerOutage, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The drive is over: whoever waits for the last frames needs the broker.
        }

        Broker.Start();
    }

    private IEnumerable<LedgerSample> Samples()
    {
        const int Page = 5000;
        long after = 0;
        while (true)
        {
            IReadOnlyList<StoredSample> samples = Store.SamplesAfter(Unit.UnitId, after, Page);
            if (samples.Count == 0)
            {
                yield break;
            }

            foreach (StoredSample sample in samples)
            {
                yield return new LedgerSample(sample.Time, sample.LatitudeDegrees, sample.LongitudeDegrees, sample.Signals);
            }

            after = samples[^1].Id;
        }
    }
}
