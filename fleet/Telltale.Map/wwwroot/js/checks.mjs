// The checks of a unit's newest status: what the unit says of itself.
import { duration, localTime, utcDateTime } from './format.mjs';

const order = new Map([['fail', 0], ['waiting', 1], ['pass', 2], ['not_fitted', 3]]);
const words = new Map([['fail', 'fail'], ['waiting', 'unknown'], ['pass', 'pass'], ['not_fitted', 'not fitted']]);
const lamps = new Map([['fail', 'stale'], ['waiting', 'late'], ['pass', 'live']]);

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/** What is wrong first, then by number; a state that this page does not know counts as unknown. */
export const sortChecks = (checks) => [...checks].sort((a, b) => rank(a) - rank(b) || a.number - b.number);

const rank = (check) => order.get(check.state) ?? order.get('waiting');

/** A check as text: name, state, value with limit and note, and since when. */
export function describeCheck(check, nowSeconds) {
  const measure = check.unitOfMeasure ? ` ${check.unitOfMeasure}` : '';
  const since = check.since ? Date.parse(check.since) / 1000 : NaN;
  const parts = [];
  // Where there are words for it the number behind them says nothing more.
  if (check.note) parts.push(check.note);
  else if (Number.isFinite(check.value)) parts.push(`${check.value}${measure}`);
  if (Number.isFinite(check.limit)) parts.push(`limit ${check.limit}${measure}`);
  return {
    name: check.name ?? `check ${check.number}`,
    state: words.get(check.state) ?? 'unknown',
    lamp: lamps.get(check.state) ?? (check.state === 'not_fitted' ? 'none' : 'late'),
    value: parts.join(', '),
    since: Number.isFinite(since) ? `for ${duration(nowSeconds - since)}` : '',
    sinceSeconds: since,
  };
}

/** One sentence for a screen reader. */
export function summary(checks) {
  const failing = sortChecks(checks).filter((check) => check.state === 'fail').map((check) => check.name ?? `check ${check.number}`);
  const unknown = checks.filter((check) => rank(check) === 1).length;
  const first = failing.length > 0 ? `${count(failing.length, 'check fails', 'checks fail')}: ${failing.join(', ')}` : checks.length > 0 ? 'no check fails' : 'no checks known';
  return unknown > 0 ? `${first}; ${unknown} unknown` : first;
}

/** The part of the panel that shows them. */
export class Checks {
  #lines = [];
  #announced = '';

  constructor() {
    this.list = document.getElementById('checks');
    this.note = document.getElementById('checks-note');
    this.count = document.getElementById('check-count');
    this.announce = document.getElementById('announce-checks');
  }

  clear() {
    this.#lines = [];
    this.#announced = '';
    this.list.replaceChildren();
    this.answer = null;
    set(this.note, '');
    set(this.count, '');
  }

  /** @param {object} answer of api/units/ID/checks @param {string} label of the unit */
  take(answer, label) {
    this.answer = answer;
    const checks = sortChecks(answer.checks ?? []);
    while (this.#lines.length > checks.length) this.#lines.pop().item.remove();
    while (this.#lines.length < checks.length) this.#lines.push(line(this.list));
    this.#lines.forEach((cells, index) => {
      cells.check = checks[index];
    });
    const failing = checks.filter((check) => check.state === 'fail').length;
    set(this.count, failing > 0 ? count(failing, 'fails', 'fail') : '');
    const said = `${label}: ${summary(checks)}`;
    if (answer.received && said !== this.#announced) {
      this.#announced = said;
      set(this.announce, said);
    }
  }

  /** Ages count on between two answers. */
  show(nowSeconds) {
    if (!this.answer) return;
    const received = this.answer.received ? Date.parse(this.answer.received) / 1000 : NaN;
    set(this.note, Number.isFinite(received) ? `By the status received ${duration(nowSeconds - received)} ago` : 'The unit has sent no status.');
    this.note.title = Number.isFinite(received) ? `${utcDateTime(received)} UTC, ${localTime(received)}` : '';
    for (const { check, item, name, state, value, since } of this.#lines) {
      const text = describeCheck(check, nowSeconds);
      item.dataset.state = text.lamp;
      set(name, text.name);
      set(state, text.state);
      set(value, text.value);
      set(since, text.since);
      if (Number.isFinite(text.sinceSeconds)) {
        since.dateTime = new Date(text.sinceSeconds * 1000).toISOString();
        since.title = `Since ${utcDateTime(text.sinceSeconds)} UTC, ${localTime(text.sinceSeconds)}`;
      }
    }
  }
}

function line(list) {
  const item = document.createElement('li');
  const lamp = document.createElement('span');
  lamp.className = 'lamp';
  lamp.setAttribute('aria-hidden', 'true');
  const [name, state, value] = ['check-name', 'check-state', 'check-value'].map((className) => {
    const part = document.createElement('span');
    part.className = className;
    return part;
  });
  const since = document.createElement('time');
  since.className = 'check-since';
  item.append(lamp, name, ' ', state, ' ', value, ' ', since);
  list.append(item);
  return { item, name, state, value, since, check: null };
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
