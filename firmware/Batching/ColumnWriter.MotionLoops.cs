namespace Telltale.Batching;

/// <content>The hot loops of speed, course and position; see those of the other columns.</content>
internal sealed partial class ColumnWriter
{
    // The difference from the vehicle's own speed from a mean of those before.
    private void PutSpeeds(int[] rows, int stride, int end, int signal, int factor, int shift, int parameter)
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
        int back = signal - BatchFormat.Speed;
        int start = BatchFormat.Speed;
        int mean = (rows[start] - ((rows[start + back] * factor) >> shift) - low) << BatchFormat.MeanShift;
        for (int at = start + stride; at < end; at += stride)
        {
            int offset = rows[at] - ((rows[at + back] * factor) >> shift) - (mean >> BatchFormat.MeanShift);
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

    // From the value before where the shift is 0, else from a mean; the short way round.
    private void PutCourses(int[] values, int start, int stride, int end, int shift, int parameter)
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
        int mean = values[start] << shift;
        for (int at = start + stride; at < end; at += stride)
        {
            int turn = values[at] - (mean >> shift);
            if ((uint)(turn + (BatchFormat.CourseQuantaPerTurn / 2)) > BatchFormat.CourseQuantaPerTurn)
            {
                turn = Turn(turn);
            }

            mean += turn;
            int offset = turn + low;
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

    // Latitude and longitude by turns, each from the one before and the way that the mean of two speeds and courses leads.
    private void PutPredicted(
        int[] rows, int stride, int end, int ticks, Motion motion, int latitudeParameter, int longitudeParameter)
    {
        int[] sine = motion.Sine;
        int latitudeMultiplier = Motion.Multiplier(motion.LatitudeScale, ticks);
        int longitudeMultiplier = Motion.Multiplier(motion.LongitudeScale, ticks);
        byte[] output = Output;
        int position = Position;
        int bits = _bits;
        int bitCount = _bitCount;
        int far = 0;
        int farEast = 0;
        int one = 1 << latitudeParameter;
        int two = one << 1;
        int scale = two;
        int longScale = two << 1;
        int length = latitudeParameter + 1;
        int low = one >> 1;
        int lift = one - low;
        int mask = one - 1;
        int outside = -one;
        int farOutside = -two;
        int longLength = length + 1;
        int oneEast = 1 << longitudeParameter;
        int twoEast = oneEast << 1;
        int scaleEast = twoEast;
        int longScaleEast = twoEast << 1;
        int lengthEast = longitudeParameter + 1;
        int lowEast = oneEast >> 1;
        int liftEast = oneEast - lowEast;
        int maskEast = oneEast - 1;
        int outsideEast = -oneEast;
        int farOutsideEast = -twoEast;
        int longLengthEast = lengthEast + 1;
        int half = 1 << (Motion.Shift - 1);
        int course = rows[BatchFormat.Course];
        int speed = rows[BatchFormat.Speed];
        int north = speed * sine[course + Motion.Quarter];
        int east = speed * sine[course];
        int latitude = rows[BatchFormat.Latitude];
        int longitude = rows[BatchFormat.Longitude];
        for (int at = stride; at < end; at += stride)
        {
            course = rows[at + BatchFormat.Course];
            speed = rows[at + BatchFormat.Speed];
            int sum = north;
            north = speed * sine[course + Motion.Quarter];
            sum += north;
            int value = rows[at + BatchFormat.Latitude];
            int offset = value - latitude - ((((sum >> Motion.SumShift) * latitudeMultiplier) + half) >> Motion.Shift) + low;
            latitude = value;
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

                    int farLength = significant + significant - latitudeParameter + 1;
                    if (farLength <= LongestFastCode)
                    {
                        bits = (((bits << 2) | 3) << (farLength - 2)) | rest;
                        bitCount += farLength;
                    }
                    else
                    {
                        Keep(position, bits, bitCount);
                        PutFar(rest, latitudeParameter);
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

            sum = east;
            east = speed * sine[course];
            sum += east;
            value = rows[at + BatchFormat.Longitude];
            int offsetEast = value - longitude - ((((sum >> Motion.SumShift) * longitudeMultiplier) + half) >> Motion.Shift) + lowEast;
            longitude = value;
            if ((offsetEast & outsideEast) == 0)
            {
                bits = (bits * scaleEast) | offsetEast;
                bitCount += lengthEast;
            }
            else if (((offsetEast + liftEast) & farOutsideEast) == 0)
            {
                bits = (bits * longScaleEast) | twoEast | ((offsetEast + liftEast) & maskEast);
                bitCount += longLengthEast;
            }
            else
            {
                int residual = offsetEast - lowEast;
                int rest = ((residual << 1) ^ (residual >> 31)) - oneEast;
                farEast++;
                if ((rest & farOutsideEast) == 0)
                {
                    bits = (((bits << 2) | 3) * scaleEast) | rest;
                    bitCount += lengthEast + 2;
                }
                else
                {
                    int significant = lengthEast;
                    for (int over = (int)((uint)rest >> significant); over != 0; over = (int)((uint)over >> 1))
                    {
                        significant++;
                    }

                    int farLength = significant + significant - longitudeParameter + 1;
                    if (farLength <= LongestFastCode)
                    {
                        bits = (((bits << 2) | 3) << (farLength - 2)) | rest;
                        bitCount += farLength;
                    }
                    else
                    {
                        Keep(position, bits, bitCount);
                        PutFar(rest, longitudeParameter);
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
        _farSecond = farEast;
    }
}
