using NUnit.Framework;

namespace nanoFramework.TestFramework;

/// <summary>nanoFramework.TestFramework's attributes as NUnit's, so that the device tests run on .NET unchanged.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TestClassAttribute : TestFixtureAttribute;

/// <summary>A test; with <see cref="DataRowAttribute"/> a test for each row.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TestMethodAttribute : TestAttribute;

/// <summary>One row of arguments.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DataRowAttribute(params object[] methodParameters) : TestCaseAttribute(methodParameters);

/// <summary>Runs once before the tests of its class.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SetupAttribute : OneTimeSetUpAttribute;

/// <summary>Runs once after the tests of its class.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CleanupAttribute : OneTimeTearDownAttribute;
