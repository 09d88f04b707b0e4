// Whether what is shown is now: by the age of the sample, and by whether samples are arriving.
import { duration } from './format.mjs';

const arrivingWithinSeconds = 10;
const aheadToleranceSeconds = 5;

/**
 * @param {{ageSeconds: number, arrivedSecondsAgo: number, estimated: boolean, freshForSeconds: number, staleAfterSeconds: number}} facts
 *   ageSeconds is NaN for a sample without a time; arrivedSecondsAgo is Infinity when none arrived since the page was opened
 * @returns {{state: 'live'|'late'|'stale', word: string, text: string}}
 */
export function freshness({ ageSeconds, arrivedSecondsAgo, freshForSeconds, staleAfterSeconds }) {
  const arriving = arrivedSecondsAgo < arrivingWithinSeconds;
  if (Number.isNaN(ageSeconds)) {
    return arriving
      ? { state: 'late', word: 'Arriving', text: 'Arriving now, time not known yet' }
      : { state: 'stale', word: 'Undated', text: Number.isFinite(arrivedSecondsAgo) ? `Time not known, arrived ${duration(arrivedSecondsAgo)} ago` : 'Time not known' };
  }
  if (ageSeconds < -aheadToleranceSeconds) {
    return { state: arriving ? 'late' : 'stale', word: 'Ahead', text: `${arriving ? 'Arriving now, dated' : 'Dated'} ${duration(-ageSeconds)} ahead` };
  }
  if (ageSeconds <= freshForSeconds) return { state: 'live', word: 'Live', text: `Live, ${duration(ageSeconds)} ago` };
  if (ageSeconds <= staleAfterSeconds) return { state: 'late', word: 'Late', text: `Late, ${duration(ageSeconds)} ago` };
  // An outage's backlog and a recorded drive come in now, though they are old.
  if (arriving) return { state: 'late', word: 'Catching up', text: `Arriving now, taken ${duration(ageSeconds)} ago` };
  return { state: 'stale', word: 'Stale', text: `Last heard ${duration(ageSeconds)} ago` };
}
