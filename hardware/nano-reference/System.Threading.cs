using System;
using System.Reflection;

[assembly: AssemblyVersion("1.1.0.0")]

namespace System.Threading
{
    public struct CancellationToken
    {
        private object _source;
        public static CancellationToken None => throw null;
        public bool CanBeCanceled => throw null;
        public bool IsCancellationRequested => throw null;
    }

    public class CancellationTokenSource : IDisposable
    {
        public CancellationTokenSource() { }
        public CancellationTokenSource(int millisecondsDelay) { }
        public bool IsCancellationRequested => throw null;
        public CancellationToken Token => throw null;
        public void Cancel() => throw null;
        public void Dispose() => throw null;
    }
}
