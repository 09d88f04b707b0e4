namespace Telltale.Batching;

/// <content>How the vehicle moves: speed from a signal, course round the circle, position from speed and course, distance from speed.</content>
internal sealed partial class ColumnWriter
{
    private int _farSecond;

    /// <summary>Writes the speed over ground where every sample has it.</summary>
    /// <param name="slot">Where to keep what paid.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="count">Of rows.</param>
    /// <param name="signal">The column of the vehicle's own speed; 0 for none that is present throughout.</param>
    /// <param name="factor">Quanta of speed per raw value of the signal, 1 to 1,023, before the shift.</param>
    /// <param name="shift">By how many bits the product is shifted down.</param>
    public void PutSpeed(int slot, int[] rows, int stride, int count, int signal, int factor, int shift)
    {
        int start = BatchFormat.Speed;
        int end = start + (stride * count);
        int changeAt = start + stride;
        int first = rows[start];
        while (changeAt < end && rows[changeAt] == first)
        {
            changeAt += stride;
        }

        if (changeAt < end && signal > 0)
        {
            int mode = _modes[slot];
            if (mode < 0 || ((slot + _batches) & ProbingMask) == 0)
            {
                Probe(slot, rows, start, stride, end, changeAt);
                mode = ChooseOwn(slot);
                int score = ScoreOf(slot, mode);
                ProbeSpeed(slot, rows, stride, end, signal, factor, shift);
                if (_nearestScores[slot] < score)
                {
                    mode = BySignal;
                    score = _nearestScores[slot];
                }

                Adopt(slot, mode, score);
            }

            if (mode == BySignal)
            {
                int parameter = _parameters[slot];

                // Present, from a signal, which and how.
                PutBits((3 << 6) | (signal - BatchFormat.FirstSignal), 8);
                PutBits((factor << 5) | shift, 15);
                PutFirst(BatchFormat.Changing | (BatchFormat.PredictorMean << BatchFormat.PredictorShift) | parameter, BatchFormat.PredictorBits, first - ((rows[signal] * factor) >> shift));
                PutSpeeds(rows, stride, end, signal, factor, shift, parameter);
                Learn(slot, count - 1);
                return;
            }

            PutOwn(slot, mode, rows, start, stride, end, 2, 2);
            return;
        }

        PutValues(slot, rows, start, stride, count, 2, 2);
    }

    /// <summary>Writes the course, of which <paramref name="values"/> are within one turn; a step over north is a small one.</summary>
    public void PutCourse(int slot, int[] values, int start, int stride, int count, int prefix, int prefixLength)
    {
        int first = values[start];
        int end = start + (stride * count);
        int changeAt = start + stride;
        while (changeAt < end && values[changeAt] == first)
        {
            changeAt += stride;
        }

        if (changeAt >= end)
        {
            PutValues(slot, values, start, stride, count, prefix, prefixLength);
            return;
        }

        if (_modes[slot] < 0 || ((slot + _batches) & ProbingMask) == 0)
        {
            ProbeCourse(slot, values, start, stride, end);
            int chosen = _meanScores[slot] < _deltaScores[slot] ? BatchFormat.PredictorMean : BatchFormat.PredictorDelta;
            Adopt(slot, chosen, ScoreOf(slot, chosen));
        }

        int mode = _modes[slot];
        int parameter = _parameters[slot];
        PutFirst((prefix << BatchFormat.PredictorBits) | BatchFormat.Changing | (mode << BatchFormat.PredictorShift) | parameter, prefixLength + BatchFormat.PredictorBits, first);
        PutCourses(values, start, stride, end, mode == BatchFormat.PredictorMean ? BatchFormat.MeanShift : 0, parameter);
        Learn(slot, count - 1);
    }

    /// <summary>
    /// Whether it is cheaper to predict positions from speed and course than from themselves. Every row has position and speed and some row a course; there are so many ticks
    /// from each to the next.
    /// </summary>
    public bool ArePositionsPredicted(int[] rows, int stride, int count, int ticks, Motion motion)
    {
        if (_modes[BatchFormat.Latitude] < 0 || ((BatchFormat.Latitude + _batches) & ProbingMask) == 0)
        {
            ChoosePosition(rows, stride, stride * count, ticks, motion);
        }

        return _modes[BatchFormat.Latitude] == BySpeed;
    }

    /// <summary>Writes latitudes and longitudes predicted from speed and course.</summary>
    public void PutPositions(int[] rows, int stride, int count, int ticks, Motion motion)
    {
        int latitudeParameter = _parameters[BatchFormat.Latitude];
        int longitudeParameter = _parameters[BatchFormat.Longitude];
        PutFirst((1 << 8) | (latitudeParameter << 4) | longitudeParameter, 9, rows[BatchFormat.Latitude]);
        PutFirst(0, 0, rows[BatchFormat.Longitude]);
        PutPredicted(rows, stride, stride * count, ticks, motion, latitudeParameter, longitudeParameter);
        Learn(BatchFormat.Latitude, count - 1);
        Far = _farSecond;
        Learn(BatchFormat.Longitude, count - 1);
    }

    /// <summary>Writes the distance: what speed and time say is not sent, and where that is a metre or more off, the correction.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stride">From one to the next.</param>
    /// <param name="count">How many.</param>
    /// <param name="isRegular">True where there are so many <paramref name="ticks"/> from each to the next, else the rows have their times.</param>
    /// <param name="ticks">From each to the next.</param>
    public void PutDistance(int[] rows, int stride, int count, bool isRegular, int ticks)
    {
        int end = stride * count;
        int distance = rows[BatchFormat.Distance];
        int speed = rows[BatchFormat.Speed];
        int multiplier = BatchFormat.DistanceMultiplier(ticks);
        int metres = 1 << (BatchFormat.MetreBits - 1);
        int written = 0;
        for (int at = stride; at < end; at += stride)
        {
            int speedBefore = speed;
            speed = rows[at + BatchFormat.Speed];
            if (!isRegular)
            {
                multiplier = BatchFormat.DistanceMultiplier(rows[at + BatchFormat.Time] - rows[at - stride + BatchFormat.Time]);
            }

            if (speed >= BatchFormat.StandingSpeed)
            {
                metres += (speed + speedBefore) * multiplier;
            }

            int value = rows[at + BatchFormat.Distance];
            int correction = value - distance - (metres >> BatchFormat.MetreBits);
            distance = value;
            metres &= (1 << BatchFormat.MetreBits) - 1;
            if (correction != 0)
            {
                if (written == 0)
                {
                    PutFirst(BatchFormat.Changing | (BatchFormat.PredictorSparse << BatchFormat.PredictorShift), BatchFormat.PredictorBits, rows[BatchFormat.Distance]);
                    written = stride;
                }

                PutRun((at - written) / stride);
                PutCode(correction > 0 ? correction - 1 : correction, 0);
                written = at + stride;
                metres = correction > 0 ? BatchFormat.MetreMargin : (1 << BatchFormat.MetreBits) - 1 - BatchFormat.MetreMargin;
            }
        }

        if (written == 0)
        {
            PutFirst(BatchFormat.Constant, count > 1 ? BatchFormat.ConstantBits : 0, rows[BatchFormat.Distance]);
        }
        else if (written < end)
        {
            PutRun((end - written) / stride);
        }
    }

    private void ProbeSpeed(int slot, int[] rows, int stride, int end, int signal, int factor, int shift)
    {
        int step = ProbeStep(slot, BatchFormat.Speed, stride, end);
        int back = BatchFormat.Speed - signal;
        int sum = 0;
        int probes = 0;
        for (int at = BatchFormat.Speed + stride; at < end; at += step)
        {
            int difference = rows[at] - ((rows[at - back] * factor) >> shift);
            int delta = difference - rows[at - stride] + ((rows[at - back - stride] * factor) >> shift);
            sum += (delta << 1) ^ (delta >> 31);
            probes++;
        }

        Remember(slot, _nearestScores, sum, probes);
    }

    private void ProbeCourse(int slot, int[] values, int start, int stride, int end)
    {
        int step = ProbeStep(slot, start, stride, end);
        int deltas = 0;
        int means = 0;
        int probes = 0;
        for (int at = start + (stride * ProbedBefore); at < end; at += step)
        {
            int first = values[at - stride];
            int second = values[at - (stride * 2)];
            int third = values[at - (stride * 3)];
            int delta = Turn(values[at] - first);
            int mean = delta + (((3 * Turn(first - second)) + (2 * Turn(second - third)) + Turn(third - values[at - (stride * 4)])) >> 2);
            deltas += (delta << 1) ^ (delta >> 31);
            means += (mean << 1) ^ (mean >> 31);
            probes++;
        }

        if (probes == 0)
        {
            deltas = Turn(values[start + stride] - values[start]);
            deltas = (deltas << 1) ^ (deltas >> 31);
            means = deltas;
            probes = 1;
        }

        Remember(slot, _deltaScores, deltas, probes);
        Remember(slot, _meanScores, means, probes);
    }

    private static int Turn(int difference)
    {
        int turn = difference % BatchFormat.CourseQuantaPerTurn;
        return turn > BatchFormat.CourseQuantaPerTurn / 2 ? turn - BatchFormat.CourseQuantaPerTurn
            : turn < -BatchFormat.CourseQuantaPerTurn / 2 ? turn + BatchFormat.CourseQuantaPerTurn
            : turn;
    }

    private void ChoosePosition(int[] rows, int stride, int end, int ticks, Motion motion)
    {
        int[] sine = motion.Sine;
        int latitudeMultiplier = Motion.Multiplier(motion.LatitudeScale, ticks);
        int longitudeMultiplier = Motion.Multiplier(motion.LongitudeScale, ticks);
        int step = ProbeStep(BatchFormat.Latitude, 0, stride, end);
        int own = 0;
        int latitudes = 0;
        int longitudes = 0;
        int probes = 0;
        for (int at = stride + stride; at < end; at += step)
        {
            int before = at - stride;
            int latitude = rows[at + BatchFormat.Latitude] - rows[before + BatchFormat.Latitude];
            int longitude = rows[at + BatchFormat.Longitude] - rows[before + BatchFormat.Longitude];
            int bend = latitude - rows[before + BatchFormat.Latitude] + rows[before - stride + BatchFormat.Latitude];
            own += (bend << 1) ^ (bend >> 31);
            bend = longitude - rows[before + BatchFormat.Longitude] + rows[before - stride + BatchFormat.Longitude];
            own += (bend << 1) ^ (bend >> 31);
            int course = rows[at + BatchFormat.Course];
            int courseBefore = rows[before + BatchFormat.Course];
            int speed = rows[at + BatchFormat.Speed];
            int speedBefore = rows[before + BatchFormat.Speed];
            int north = ((speed * sine[course + Motion.Quarter]) + (speedBefore * sine[courseBefore + Motion.Quarter])) >> Motion.SumShift;
            int east = ((speed * sine[course]) + (speedBefore * sine[courseBefore])) >> Motion.SumShift;
            latitude -= ((north * latitudeMultiplier) + (1 << (Motion.Shift - 1))) >> Motion.Shift;
            longitude -= ((east * longitudeMultiplier) + (1 << (Motion.Shift - 1))) >> Motion.Shift;
            latitudes += (latitude << 1) ^ (latitude >> 31);
            longitudes += (longitude << 1) ^ (longitude >> 31);
            probes++;
        }

        if (probes == 0)
        {
            return;
        }

        Remember(BatchFormat.Latitude, _linearScores, own, probes);
        Remember(BatchFormat.Latitude, _nearestScores, latitudes, probes);
        Remember(BatchFormat.Longitude, _nearestScores, longitudes, probes);
        if (_nearestScores[BatchFormat.Latitude] + _nearestScores[BatchFormat.Longitude] <= _linearScores[BatchFormat.Latitude])
        {
            Adopt(BatchFormat.Latitude, BySpeed, _nearestScores[BatchFormat.Latitude]);
            Adopt(BatchFormat.Longitude, BySpeed, _nearestScores[BatchFormat.Longitude]);
        }
        else if (_modes[BatchFormat.Latitude] == BySpeed)
        {
            Forget(BatchFormat.Latitude);
            Forget(BatchFormat.Longitude);
        }
    }
}
