using System;
using System.Collections;
using System.Reflection;

[assembly: AssemblyVersion("3.0.0.0")]

namespace nanoFramework.TestFramework
{
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class TestClassAttribute : Attribute
    {
        public TestClassAttribute() { }
    }

    [AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
    public class TestMethodAttribute : Attribute
    {
        public TestMethodAttribute() { }
    }

    [AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
    public class SetupAttribute : Attribute
    {
        public SetupAttribute() { }
    }

    [AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
    public class CleanupAttribute : Attribute
    {
        public CleanupAttribute() { }
    }

    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public class DataRowAttribute : Attribute
    {
        public DataRowAttribute(params object[] methodParameters) { }
        public object[] MethodParameters => throw null;
    }

    public static class OutputHelper
    {
        public static void Write(string message) => throw null;
        public static void WriteLine(string message) => throw null;
    }

    public sealed class Assert
    {
        public static void AreEqual(bool a, bool b, string message = "") => throw null;
        public static void AreEqual(byte a, byte b, string message = "") => throw null;
        public static void AreEqual(char a, char b, string message = "") => throw null;
        public static void AreEqual(DateTime a, DateTime b, string message = "") => throw null;
        public static void AreEqual(double a, double b, string message = "") => throw null;
        public static void AreEqual(short a, short b, string message = "") => throw null;
        public static void AreEqual(int a, int b, string message = "") => throw null;
        public static void AreEqual(long a, long b, string message = "") => throw null;
        public static void AreEqual(object a, object b, string message = "") => throw null;
        public static void AreEqual(sbyte a, sbyte b, string message = "") => throw null;
        public static void AreEqual(float a, float b, string message = "") => throw null;
        public static void AreEqual(string a, string b, string message = "") => throw null;
        public static void AreEqual(ushort a, ushort b, string message = "") => throw null;
        public static void AreEqual(uint a, uint b, string message = "") => throw null;
        public static void AreEqual(ulong a, ulong b, string message = "") => throw null;
        public static void AreNotEqual(bool a, bool b, string message = "") => throw null;
        public static void AreNotEqual(byte a, byte b, string message = "") => throw null;
        public static void AreNotEqual(char a, char b, string message = "") => throw null;
        public static void AreNotEqual(DateTime a, DateTime b, string message = "") => throw null;
        public static void AreNotEqual(double a, double b, string message = "") => throw null;
        public static void AreNotEqual(short a, short b, string message = "") => throw null;
        public static void AreNotEqual(int a, int b, string message = "") => throw null;
        public static void AreNotEqual(long a, long b, string message = "") => throw null;
        public static void AreNotEqual(object a, object b, string message = "") => throw null;
        public static void AreNotEqual(sbyte a, sbyte b, string message = "") => throw null;
        public static void AreNotEqual(float a, float b, string message = "") => throw null;
        public static void AreNotEqual(string a, string b, string message = "") => throw null;
        public static void AreNotEqual(ushort a, ushort b, string message = "") => throw null;
        public static void AreNotEqual(uint a, uint b, string message = "") => throw null;
        public static void AreNotEqual(ulong a, ulong b, string message = "") => throw null;
        public static void AreNotSame(object a, object b, string message = "") => throw null;
        public static void AreSame(object a, object b, string message = "") => throw null;
        public static void Contains(string expected, string actual, string message = "") => throw null;
        public static void DoesNotContains(string expected, string actual, string message = "") => throw null;
        public static void EndsWith(string expected, string actual, string message = "") => throw null;
        public static void IsFalse(bool condition, string message = "") => throw null;
        public static void IsInstanceOfType(object value, Type expectedType, string message = "") => throw null;
        public static void IsNotInstanceOfType(object value, Type wrongType, string message = "") => throw null;
        public static void IsNotNull(object value, string message = "") => throw null;
        public static void IsNull(object value, string message = "") => throw null;
        public static void IsTrue(bool condition, string message = "") => throw null;
        public static void SkipTest(string message = "") => throw null;
        public static void StartsWith(string expected, string actual, string message = "") => throw null;
    }

    public sealed class CollectionAssert
    {
        public static void AreEqual(ICollection expected, ICollection actual, string message = "") => throw null;
        public static void AreNotEqual(ICollection notExpected, ICollection actual, string message = "") => throw null;
        public static void Empty(ICollection collection, string message = "") => throw null;
        public static void NotEmpty(ICollection collection, string message = "") => throw null;
    }
}
