import type { Clock } from '../agent/ports.ts';
import type { Sighting } from './sighting.ts';

/** When the agent last showed each sign of life, in ms ago by the monotonic clock; a fresh agent's count from its start. */
export interface Pulse {
  see(sighting: Sighting): void;
  /** The agent polls from now on. */
  begin(): void;
  /** Since CodePipeline last answered a poll of this cell, and the trouble since then. */
  poll(region: string, actionType: string): { heardAgoMs: number; lastError: string | null };
  /** Since the watch of the deadlines last read the live runs. */
  watchedAgoMs(): number;
  /** Since a result was settled, accepted or not. */
  resultSettledAgoMs(): number;
  /** Since a try to hand over a result ended, however. */
  resultTriedAgoMs(): number;
  /** Since any call to CodePipeline other than a poll, or to a backend, ended. */
  workedAgoMs(): number;
  /** Since when the ledger refuses to be written, null while it does not. */
  ledgerFailure(): { agoMs: number; message: string } | null;
  /** A write beside the ledger has succeeded: what stood in its way is gone. */
  ledgerWritable(): void;
}

export function createPulse(clock: Clock): Pulse {
  const heard = new Map<string, { at: number; lastError: string | null }>();
  let began = clock.monotonicMs();
  let watched = began;
  let settled = began;
  let tried = began;
  let worked = began;
  let failure: { since: number; message: string } | null = null;

  const keyOf = (region: string, actionType: string): string => `${region} ${actionType}`;
  const ago = (at: number): number => clock.monotonicMs() - at;

  return {
    begin() {
      began = watched = settled = tried = worked = clock.monotonicMs();
      heard.clear();
    },
    see(sighting) {
      const now = clock.monotonicMs();
      switch (sighting.kind) {
        case 'poll': {
          if (sighting.outcome === 'given-up') return;
          const key = keyOf(sighting.region, sighting.actionType);
          if (sighting.outcome === 'ok') heard.set(key, { at: now, lastError: null });
          else heard.set(key, { at: heard.get(key)?.at ?? began, lastError: sighting.message });
          return;
        }
        case 'call':
          if (sighting.operation.startsWith('Put')) tried = now;
          if (!sighting.operation.startsWith('Poll')) worked = now;
          return;
        case 'backend':
          worked = now;
          return;
        case 'deadlines-watched':
          watched = now;
          return;
        case 'result':
          if (sighting.outcome !== 'postponed') settled = now;
          return;
        case 'ledger-write':
          if (sighting.failure === null) failure = null;
          else failure = { since: failure?.since ?? now, message: sighting.failure };
          return;
        case 'claim':
        case 'run-ended':
      }
    },
    poll(region, actionType) {
      const last = heard.get(keyOf(region, actionType));
      return { heardAgoMs: ago(last?.at ?? began), lastError: last?.lastError ?? null };
    },
    watchedAgoMs: () => ago(watched),
    resultSettledAgoMs: () => ago(settled),
    resultTriedAgoMs: () => ago(tried),
    workedAgoMs: () => ago(worked),
    ledgerFailure: () => (failure ? { agoMs: ago(failure.since), message: failure.message } : null),
    ledgerWritable() {
      failure = null;
    },
  };
}
