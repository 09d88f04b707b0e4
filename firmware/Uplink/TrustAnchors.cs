using System;
using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>
/// Up to two trust anchors on the volume, <c>anchor-1.pem</c> and <c>anchor-2.pem</c>, and at most one proposal, <c>anchor-1.new</c> or <c>anchor-2.new</c>. Each attempt to connect trusts one of them alone: the one
/// that worked last, after a refused certificate the next. So it is known which one the broker's certificate leads to, and a proposal is confirmed by a connection and by nothing else; one that never works harms nothing.
/// </summary>
public sealed class TrustAnchors : ITrustAnchors
{
    /// <summary>The most bytes of an anchor.</summary>
    public const int MaximumLength = 8192;

    /// <summary>How long before an anchor expires the owner is warned, in milliseconds: 30 days.</summary>
    public const long WarningMilliseconds = WarningDays * DayMilliseconds;

    /// <summary>Proposals that a connection confirmed since start-up.</summary>
    public int Confirmed;

    /// <summary>Attempts with a proposal in which the broker's certificate was refused.</summary>
    public int ProposalsRefused;

    /// <summary>Writes and deletions that the volume refused.</summary>
    public int VolumeFailures;

    /// <summary>The same in days.</summary>
    public const int WarningDays = 30;

    private const int Slots = 2;
    private const long DayMilliseconds = 86400000;
    private const string Prefix = "anchor-";

    // A proposal is tried in every so many attempts, so that a wrong one does not keep the unit away.
    private const int AttemptsBetweenProposal = 4;

    private readonly IFileVolume _volume;
    private readonly TimeKeeper _time;
    private readonly CertificateDates _dates = new CertificateDates();
    private readonly long[] _notAfter = new long[Slots + 1];
    private readonly byte[] _buffer = new byte[MaximumLength];
    private readonly PairedFile _warned;
    private readonly byte[] _warnedRecord = new byte[4];
    private int _warnedDay;

    // What the link trusts while there is no anchor.
    private string[] _configuredFiles = new string[0];
    private long _configuredNotAfter;
    private int _proposed;
    private int _preferred = 1;
    private int _selected;
    private bool _isProposalSelected;
    private int _attemptsUntilProposal;

    /// <summary>Makes the anchors; <see cref="Load"/> comes next.</summary>
    /// <param name="volume">Where they lie.</param>
    /// <param name="time">Whose floor a proposal's end is held against; null where there is none.</param>
    public TrustAnchors(IFileVolume volume, TimeKeeper time)
    {
        _volume = volume;
        _time = time;
        _warned = new PairedFile(volume, "warned", _warnedRecord.Length);
    }

    /// <summary>Names the files with the authorities that the link trusts while there is no anchor, so that their end is warned of too. Before <see cref="Load"/>.</summary>
    /// <param name="names">Of PEM files on the volume; one that is empty, or not there, is passed over. Of a file with several certificates the first one counts.</param>
    public void SetConfiguredFiles(string[] names)
    {
        _configuredFiles = names;
    }

    /// <inheritdoc/>
    public int Count => (IsThere(1) ? 1 : 0) + (IsThere(2) ? 1 : 0);

    /// <inheritdoc/>
    public int ProposedSlot => _proposed;

    /// <summary>The slot of the attempt that is under way or was the newest; 0 when there is no anchor, and the link trusts what it has of its own.</summary>
    public int SelectedSlot => _selected;

    /// <summary>True when that attempt trusts the proposal for the slot.</summary>
    public bool IsProposalSelected => _isProposalSelected;

    /// <summary>Looks what is on the volume, and finishes what a power cut interrupted.</summary>
    public void Load()
    {
        for (int slot = 1; slot <= Slots; slot++)
        {
            _notAfter[slot] = ReadNotAfter(FileNameOf(slot));
            if (_volume.Length(ProposalNameOf(slot)) > 0)
            {
                _proposed = slot;
            }
        }

        _configuredNotAfter = 0;
        for (int index = 0; index < _configuredFiles.Length; index++)
        {
            long notAfter = _configuredFiles[index].Length == 0 ? 0 : ReadNotAfter(_configuredFiles[index]);
            _configuredNotAfter = Earlier(_configuredNotAfter, notAfter);
        }

        _warnedDay = _warned.TryLoad(_warnedRecord) ? BigEndian.ReadInt32(_warnedRecord, 0) : 0;
    }

    /// <inheritdoc/>
    public int Read(int slot, byte[] buffer) => IsSlot(slot) ? ReadFile(FileNameOf(slot), buffer) : 0;

    /// <summary>Reads the anchor that the attempt trusts, as PEM.</summary>
    /// <returns>Its length; 0 when there is none.</returns>
    public int ReadSelected(byte[] buffer)
    {
        return _selected == 0 ? 0 : ReadFile(_isProposalSelected ? ProposalNameOf(_selected) : FileNameOf(_selected), buffer);
    }

    /// <inheritdoc/>
    public long NotAfterUtcMilliseconds(int slot) => IsSlot(slot) ? _notAfter[slot] : 0;

    /// <summary>The earliest end of an anchor that is there, or, without any, of the configured authorities; 0 when it is not known.</summary>
    public long EarliestNotAfterUtcMilliseconds() => Count == 0 ? _configuredNotAfter : Earlier(_notAfter[1], _notAfter[2]);

    /// <summary>True when an anchor ends within <see cref="WarningMilliseconds"/> or has ended.</summary>
    public bool IsWarningDue(long utcMilliseconds)
    {
        long first = EarliestNotAfterUtcMilliseconds();
        return first != 0 && utcMilliseconds >= first - WarningMilliseconds;
    }

    /// <summary>True once a day of UTC while <see cref="IsWarningDue"/>, restarts included.</summary>
    /// <param name="utcMilliseconds">The time as well as it is known.</param>
    public bool TakeWarning(long utcMilliseconds)
    {
        int day = (int)(utcMilliseconds / DayMilliseconds);

        // A day far ahead was written by a clock that was wrong.
        bool isTold = day <= _warnedDay && day >= _warnedDay - WarningDays;
        if (isTold || !IsWarningDue(utcMilliseconds))
        {
            return false;
        }

        _warnedDay = day;
        BigEndian.WriteInt32(_warnedRecord, 0, day);
        if (!_warned.TrySave(_warnedRecord))
        {
            VolumeFailures++;
        }

        return true;
    }

    /// <inheritdoc/>
    public TrustAnchorResult Propose(int slot, byte[] bytes, int count)
    {
        if (!IsSlot(slot))
        {
            return TrustAnchorResult.BadSlot;
        }

        if (count < 1 || count > MaximumLength || bytes[0] == 0x30)
        {
            return TrustAnchorResult.BadCertificate;
        }

        Array.Copy(bytes, 0, _buffer, 0, count);
        if (!_dates.TryRead(_buffer, count))
        {
            return TrustAnchorResult.BadCertificate;
        }

        if (_time != null && _dates.NotAfterUtcMilliseconds <= _time.FloorUtcMilliseconds)
        {
            return TrustAnchorResult.Expired;
        }

        // One proposal at a time.
        for (int other = 1; other <= Slots; other++)
        {
            _volume.Delete(ProposalNameOf(other));
        }

        _proposed = 0;
        if (!_volume.Create(ProposalNameOf(slot), bytes, 0, count))
        {
            VolumeFailures++;
            return TrustAnchorResult.VolumeFailed;
        }

        _proposed = slot;
        _attemptsUntilProposal = 0;
        return TrustAnchorResult.Proposed;
    }

    /// <summary>Chooses what the next attempt trusts.</summary>
    internal void BeginAttempt()
    {
        _isProposalSelected = _proposed != 0 && (_attemptsUntilProposal <= 0 || Count == 0);
        if (_isProposalSelected)
        {
            _selected = _proposed;
            _attemptsUntilProposal = AttemptsBetweenProposal;
            return;
        }

        _attemptsUntilProposal--;
        _selected = IsThere(_preferred) ? _preferred : IsThere(Slots + 1 - _preferred) ? Slots + 1 - _preferred : 0;
    }

    /// <summary>The attempt opened a connection: what it trusted is right.</summary>
    internal void OnOpened()
    {
        if (_selected == 0)
        {
            return;
        }

        if (_isProposalSelected)
        {
            Confirm();
        }

        _preferred = _selected;
    }

    /// <summary>The attempt failed. A refused certificate may lead to the other anchor.</summary>
    internal void OnFailed(LinkFailure failure)
    {
        if (failure != LinkFailure.Tls && failure != LinkFailure.CertificateUntrusted && failure != LinkFailure.CertificateExpired && failure != LinkFailure.CertificateNotYetValid)
        {
            return;
        }

        if (_isProposalSelected)
        {
            ProposalsRefused++;
        }
        else if (_selected != 0)
        {
            _preferred = Slots + 1 - _selected;
        }
    }

    // 0 is not known.
    private static long Earlier(long first, long second) => first == 0 || (second != 0 && second < first) ? second : first;

    private static bool IsSlot(int slot) => slot == 1 || slot == 2;

    private static string FileNameOf(int slot) => Prefix + (slot == 1 ? "1" : "2") + ".pem";

    private static string ProposalNameOf(int slot) => Prefix + (slot == 1 ? "1" : "2") + ".new";

    private bool IsThere(int slot) => _notAfter[slot] != 0;

    // The proposal stays until the anchor is written: a cut between the two leaves it to be confirmed again.
    private void Confirm()
    {
        int length = ReadFile(ProposalNameOf(_proposed), _buffer);
        if (length == 0)
        {
            VolumeFailures++;
            return;
        }

        _volume.Delete(FileNameOf(_proposed));
        if (!_volume.Create(FileNameOf(_proposed), _buffer, 0, length))
        {
            VolumeFailures++;
            _notAfter[_proposed] = 0;
            return;
        }

        _notAfter[_proposed] = ReadNotAfter(FileNameOf(_proposed));
        _volume.Delete(ProposalNameOf(_proposed));
        _proposed = 0;
        _isProposalSelected = false;
        Confirmed++;
    }

    private int ReadFile(string name, byte[] buffer)
    {
        int length = _volume.Length(name);
        return length > 0 && length <= buffer.Length && length <= MaximumLength && _volume.Read(name, 0, buffer, 0, length) == length ? length : 0;
    }

    private long ReadNotAfter(string name)
    {
        int length = ReadFile(name, _buffer);
        return length > 0 && _dates.TryRead(_buffer, length) ? _dates.NotAfterUtcMilliseconds : 0;
    }
}
