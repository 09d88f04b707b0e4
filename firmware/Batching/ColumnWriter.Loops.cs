namespace Telltale.Batching;

/// <content>
/// The hot loops, one for each way to predict, because a branch or a call for each value costs more than the code. One code a value; everything is local;
/// between values fewer than 16 bits wait in an int, to which a short code adds at most 16. A value less its prediction, lifted by half of the first form's range, is at once
/// the test for that form and its bits.
/// </content>
internal sealed partial class ColumnWriter
{
    // The longest code that the hot loops write themselves: what waits and what comes must fit an int.
    private const int LongestFastCode = 16;

    // Runs shorter than this have such a code too.
    private const int LongestFastRun = 504;

    // Each value from the one before.
    private void PutDeltas(int[] values, int start, int stride, int end, int parameter)
    {
        byte[] output = Output;
        int position = Position;
        int bits = _bits;
        int bitCount = _bitCount;
        int far = 0;
        int one = 1 << parameter;
        int two = one << 1;
        int scale = two;
        int longScale = two << 1;
        int length = parameter + 1;
        int low = one >> 1;
        int lift = one - low;
        int mask = one - 1;
        int outside = -one;
        int farOutside = -two;
        int longLength = length + 1;
        int previous = values[start];
        for (int at = start + stride; at < end; at += stride)
        {
            int value = values[at];
            int offset = value - previous + low;
            previous = value;
            if ((offset & outside) == 0)
            {
                bits = (bits * scale) | offset;
                bitCount += length;
            }
            else if (((offset + lift) & farOutside) == 0)
            {
                bits = (bits * longScale) | two | ((offset + lift) & mask);
                bitCount += longLength;
            }
            else
            {
                int residual = offset - low;
                int rest = ((residual << 1) ^ (residual >> 31)) - one;
                far++;
                if ((rest & farOutside) == 0)
                {
                    bits = (((bits << 2) | 3) * scale) | rest;
                    bitCount += length + 2;
                }
                else
                {
                    int significant = length;
                    for (int over = (int)((uint)rest >> significant); over != 0; over = (int)((uint)over >> 1))
                    {
                        significant++;
                    }

                    int farLength = significant + significant - parameter + 1;
                    if (farLength <= LongestFastCode)
                    {
                        bits = (((bits << 2) | 3) << (farLength - 2)) | rest;
                        bitCount += farLength;
                    }
                    else
                    {
                        Keep(position, bits, bitCount);
                        PutFar(rest, parameter);
                        position = Position;
                        bits = _bits;
                        bitCount = _bitCount;
                    }
                }
            }

            if ((bitCount & 16) != 0)
            {
                bitCount &= 15;
                int pair = bits >> bitCount;
                output[position] = (byte)(pair >> 8);
                output[position + 1] = (byte)pair;
                position += 2;
            }
        }

        Position = position;
        _bits = bits;
        _bitCount = bitCount;
        Far = far;
    }

    // Each value from the straight line through the two before.
    private void PutBends(int[] values, int start, int stride, int end, int parameter)
    {
        byte[] output = Output;
        int position = Position;
        int bits = _bits;
        int bitCount = _bitCount;
        int far = 0;
        int one = 1 << parameter;
        int two = one << 1;
        int scale = two;
        int longScale = two << 1;
        int length = parameter + 1;
        int low = one >> 1;
        int lift = one - low;
        int mask = one - 1;
        int outside = -one;
        int farOutside = -two;
        int longLength = length + 1;
        int previous = values[start];
        int step = 0;
        for (int at = start + stride; at < end; at += stride)
        {
            int value = values[at];
            int delta = value - previous;
            int offset = delta - step + low;
            previous = value;
            step = delta;
            if ((offset & outside) == 0)
            {
                bits = (bits * scale) | offset;
                bitCount += length;
            }
            else if (((offset + lift) & farOutside) == 0)
            {
                bits = (bits * longScale) | two | ((offset + lift) & mask);
                bitCount += longLength;
            }
            else
            {
                int residual = offset - low;
                int rest = ((residual << 1) ^ (residual >> 31)) - one;
                far++;
                if ((rest & farOutside) == 0)
                {
                    bits = (((bits << 2) | 3) * scale) | rest;
                    bitCount += length + 2;
                }
                else
                {
                    int significant = length;
                    for (int over = (int)((uint)rest >> significant); over != 0; over = (int)((uint)over >> 1))
                    {
                        significant++;
                    }

                    int farLength = significant + significant - parameter + 1;
                    if (farLength <= LongestFastCode)
                    {
                        bits = (((bits << 2) | 3) << (farLength - 2)) | rest;
                        bitCount += farLength;
                    }
                    else
                    {
                        Keep(position, bits, bitCount);
                        PutFar(rest, parameter);
                        position = Position;
                        bits = _bits;
                        bitCount = _bitCount;
                    }
                }
            }

            if ((bitCount & 16) != 0)
            {
                bitCount &= 15;
                int pair = bits >> bitCount;
                output[position] = (byte)(pair >> 8);
                output[position + 1] = (byte)pair;
                position += 2;
            }
        }

        Position = position;
        _bits = bits;
        _bitCount = bitCount;
        Far = far;
    }

    // Each value from a mean of those before.
    private void PutMeans(int[] values, int start, int stride, int end, int parameter)
    {
        byte[] output = Output;
        int position = Position;
        int bits = _bits;
        int bitCount = _bitCount;
        int far = 0;
        int one = 1 << parameter;
        int two = one << 1;
        int scale = two;
        int longScale = two << 1;
        int length = parameter + 1;
        int low = one >> 1;
        int lift = one - low;
        int mask = one - 1;
        int outside = -one;
        int farOutside = -two;
        int longLength = length + 1;
        int mean = (values[start] - low) << BatchFormat.MeanShift;
        for (int at = start + stride; at < end; at += stride)
        {
            int offset = values[at] - (mean >> BatchFormat.MeanShift);
            mean += offset - low;
            if ((offset & outside) == 0)
            {
                bits = (bits * scale) | offset;
                bitCount += length;
            }
            else if (((offset + lift) & farOutside) == 0)
            {
                bits = (bits * longScale) | two | ((offset + lift) & mask);
                bitCount += longLength;
            }
            else
            {
                int residual = offset - low;
                int rest = ((residual << 1) ^ (residual >> 31)) - one;
                far++;
                if ((rest & farOutside) == 0)
                {
                    bits = (((bits << 2) | 3) * scale) | rest;
                    bitCount += length + 2;
                }
                else
                {
                    int significant = length;
                    for (int over = (int)((uint)rest >> significant); over != 0; over = (int)((uint)over >> 1))
                    {
                        significant++;
                    }

                    int farLength = significant + significant - parameter + 1;
                    if (farLength <= LongestFastCode)
                    {
                        bits = (((bits << 2) | 3) << (farLength - 2)) | rest;
                        bitCount += farLength;
                    }
                    else
                    {
                        Keep(position, bits, bitCount);
                        PutFar(rest, parameter);
                        position = Position;
                        bits = _bits;
                        bitCount = _bitCount;
                    }
                }
            }

            if ((bitCount & 16) != 0)
            {
                bitCount &= 15;
                int pair = bits >> bitCount;
                output[position] = (byte)(pair >> 8);
                output[position + 1] = (byte)pair;
                position += 2;
            }
        }

        Position = position;
        _bits = bits;
        _bitCount = bitCount;
        Far = far;
    }

    // Each difference from another signal from a mean of those before.
    private void PutDifferences(int[] values, int start, int stride, int end, int back, int parameter)
    {
        byte[] output = Output;
        int position = Position;
        int bits = _bits;
        int bitCount = _bitCount;
        int far = 0;
        int one = 1 << parameter;
        int two = one << 1;
        int scale = two;
        int longScale = two << 1;
        int length = parameter + 1;
        int low = one >> 1;
        int lift = one - low;
        int mask = one - 1;
        int outside = -one;
        int farOutside = -two;
        int longLength = length + 1;
        int mean = (values[start] - values[start - back] - low) << BatchFormat.MeanShift;
        for (int at = start + stride; at < end; at += stride)
        {
            int offset = values[at] - values[at - back] - (mean >> BatchFormat.MeanShift);
            mean += offset - low;
            if ((offset & outside) == 0)
            {
                bits = (bits * scale) | offset;
                bitCount += length;
            }
            else if (((offset + lift) & farOutside) == 0)
            {
                bits = (bits * longScale) | two | ((offset + lift) & mask);
                bitCount += longLength;
            }
            else
            {
                int residual = offset - low;
                int rest = ((residual << 1) ^ (residual >> 31)) - one;
                far++;
                if ((rest & farOutside) == 0)
                {
                    bits = (((bits << 2) | 3) * scale) | rest;
                    bitCount += length + 2;
                }
                else
                {
                    int significant = length;
                    for (int over = (int)((uint)rest >> significant); over != 0; over = (int)((uint)over >> 1))
                    {
                        significant++;
                    }

                    int farLength = significant + significant - parameter + 1;
                    if (farLength <= LongestFastCode)
                    {
                        bits = (((bits << 2) | 3) << (farLength - 2)) | rest;
                        bitCount += farLength;
                    }
                    else
                    {
                        Keep(position, bits, bitCount);
                        PutFar(rest, parameter);
                        position = Position;
                        bits = _bits;
                        bitCount = _bitCount;
                    }
                }
            }

            if ((bitCount & 16) != 0)
            {
                bitCount &= 15;
                int pair = bits >> bitCount;
                output[position] = (byte)(pair >> 8);
                output[position + 1] = (byte)pair;
                position += 2;
            }
        }

        Position = position;
        _bits = bits;
        _bitCount = bitCount;
        Far = far;
    }

    // Runs of values without a change, and the changes between them. Returns how many these are. There is room for a value behind the last.
    private int PutSparse(int[] values, int start, int stride, int end, int parameter)
    {
        byte[] output = Output;
        int position = Position;
        int bits = _bits;
        int bitCount = _bitCount;
        int far = 0;
        int changes = 0;
        int one = 1 << parameter;
        int two = one << 1;
        int low = one >> 1;
        int expected = values[start];
        int at = start + stride;

        // A value behind the last one that is no continuation ends the last run, so that the end needs no test of its own.
        while (at < end)
        {
            int runStart = at;
            values[end] = ~expected;
            while (values[at] == expected)
            {
                at += stride;
            }

            int run = (at - runStart) / stride;
            if (run < LongestFastRun)
            {
                run += 1 << BatchFormat.RunOrder;
                int runLength = (_lengths[run >> BatchFormat.RunOrder] << 1) + BatchFormat.RunOrder - 1;
                bits = (bits << runLength) | run;
                bitCount += runLength;
            }
            else
            {
                Keep(position, bits, bitCount);
                PutRun(run);
                position = Position;
                bits = _bits;
                bitCount = _bitCount;
            }

            if ((bitCount & 16) != 0)
            {
                bitCount &= 15;
                int pair = bits >> bitCount;
                output[position] = (byte)(pair >> 8);
                output[position + 1] = (byte)pair;
                position += 2;
            }

            if (at >= end)
            {
                break;
            }

            int value = values[at];
            int residual = value - expected;
            expected = value;
            at += stride;
            changes++;
            if (residual > 0)
            {
                residual--;
            }

            int offset = residual + low;
            if ((uint)offset < (uint)one)
            {
                bits = (bits << (parameter + 1)) | offset;
                bitCount += parameter + 1;
            }
            else if ((uint)(residual + one) < (uint)two)
            {
                bits = (bits << (parameter + 2)) | two | ((residual + one) & (one - 1));
                bitCount += parameter + 2;
            }
            else
            {
                far++;
                Keep(position, bits, bitCount);
                PutFar(((residual << 1) ^ (residual >> 31)) - one, parameter);
                position = Position;
                bits = _bits;
                bitCount = _bitCount;
            }

            if ((bitCount & 16) != 0)
            {
                bitCount &= 15;
                int pair = bits >> bitCount;
                output[position] = (byte)(pair >> 8);
                output[position + 1] = (byte)pair;
                position += 2;
            }
        }

        Position = position;
        _bits = bits;
        _bitCount = bitCount;
        Far = far;
        return changes;
    }
}
