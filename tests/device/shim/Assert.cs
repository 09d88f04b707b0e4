using System.Collections;
using Is = NUnit.Framework.Is;
using NUnitAssert = NUnit.Framework.Assert;

namespace nanoFramework.TestFramework;

/// <summary>The assertions of nanoFramework.TestFramework 3.0 that the device tests use, on NUnit's.</summary>
public static class Assert
{
    public static void AreEqual(bool a, bool b, string message = "") => NUnitAssert.That(b, Is.EqualTo(a), message);

    public static void AreEqual(byte a, byte b, string message = "") => NUnitAssert.That(b, Is.EqualTo(a), message);

    public static void AreEqual(int a, int b, string message = "") => NUnitAssert.That(b, Is.EqualTo(a), message);

    public static void AreEqual(uint a, uint b, string message = "") => NUnitAssert.That(b, Is.EqualTo(a), message);

    public static void AreEqual(long a, long b, string message = "") => NUnitAssert.That(b, Is.EqualTo(a), message);

    public static void AreEqual(string a, string b, string message = "") => NUnitAssert.That(b, Is.EqualTo(a), message);

    public static void AreNotEqual(int a, int b, string message = "") => NUnitAssert.That(b, Is.Not.EqualTo(a), message);

    public static void AreNotEqual(long a, long b, string message = "") => NUnitAssert.That(b, Is.Not.EqualTo(a), message);

    public static void AreNotEqual(string a, string b, string message = "") => NUnitAssert.That(b, Is.Not.EqualTo(a), message);

    public static void AreSame(object a, object b, string message = "") => NUnitAssert.That(b, Is.SameAs(a), message);

    public static void AreNotSame(object a, object b, string message = "") => NUnitAssert.That(b, Is.Not.SameAs(a), message);

    public static void IsTrue(bool condition, string message = "") => NUnitAssert.That(condition, Is.True, message);

    public static void IsFalse(bool condition, string message = "") => NUnitAssert.That(condition, Is.False, message);

    public static void IsNull(object value, string message = "") => NUnitAssert.That(value, Is.Null, message);

    public static void IsNotNull(object value, string message = "") => NUnitAssert.That(value, Is.Not.Null, message);

    public static void SkipTest(string message = "") => NUnitAssert.Ignore(message);
}

/// <summary>Assertions over collections.</summary>
public static class CollectionAssert
{
    public static void AreEqual(ICollection expected, ICollection actual, string message = "") => NUnitAssert.That(actual, Is.EqualTo(expected), message);

    public static void AreNotEqual(ICollection notExpected, ICollection actual, string message = "") => NUnitAssert.That(actual, Is.Not.EqualTo(notExpected), message);
}

/// <summary>Writes to the test's output.</summary>
public static class OutputHelper
{
    public static void WriteLine(string message) => NUnit.Framework.TestContext.Out.WriteLine(message);
}
