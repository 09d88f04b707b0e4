// What the server says: answers, and the event stream of one unit.

/** Asks for JSON. Throws an Error with the server's own words where it gave any. */
export async function ask(path) {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) {
    let message = `The map server answered ${response.status}.`;
    try {
      message = (await response.json()).error ?? message;
    } catch {
      // The answer was no JSON; its number has to do.
    }
    throw new Error(message);
  }
  return response.json();
}

const unitPath = (unitId) => `api/units/${encodeURIComponent(unitId)}`;

export const askSamples = (unitId, query) => ask(`${unitPath(unitId)}/samples?${new URLSearchParams(query)}`);
export const askSignals = (unitId) => ask(`${unitPath(unitId)}/signals`);

export const askChecks = (unitId) => ask(`${unitPath(unitId)}/checks`);

const silentAfterMilliseconds = 15_000;
const retryMilliseconds = 2_000;

/** A unit's new samples as they are stored; connects again by itself, from where it was. */
export class Feed {
  /** @param {{unitId: string, after: number, onSamples: (answer: object) => void, onState: (connected: boolean) => void}} options */
  constructor({ unitId, after, onSamples, onState }) {
    Object.assign(this, { unitId, after, onSamples, onState });
    this.heard = Date.now();
    this.#open();
    // The browser notices a closed connection, but not one that has fallen silent.
    this.watch = setInterval(() => {
      if (Date.now() - this.heard > silentAfterMilliseconds || this.events.readyState === EventSource.CLOSED) this.#reopen();
    }, retryMilliseconds);
  }

  close() {
    clearInterval(this.watch);
    this.events.close();
  }

  #open() {
    this.heard = Date.now();
    this.events = new EventSource(`${unitPath(this.unitId)}/events?after=${this.after}`);
    this.events.addEventListener('samples', (event) => {
      this.heard = Date.now();
      const answer = JSON.parse(event.data);
      if (answer.samples.length > 0) this.after = answer.samples[answer.samples.length - 1].id;
      this.onState(true);
      this.onSamples(answer);
    });
    this.events.addEventListener('error', () => this.onState(false));
  }

  #reopen() {
    this.onState(false);
    this.events.close();
    this.#open();
  }
}
