// NUnit's adapter passes over an assembly that does not refer to NUnit itself, so this file is compiled into the device tests on .NET.
[assembly: NUnit.Framework.NonParallelizable]
