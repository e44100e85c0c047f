import { randomUUID } from 'node:crypto';
import type { ArtifactProblem } from '#shared/domain/artifact.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import type { ObjectReader } from '../artifacts/ports.ts';
import { artifactProblemOf } from './artifact-problem.ts';
import { createRowStore, type RowStore } from './artifact-rows.ts';
import type { ArtifactsAnswer, ArtifactsAsked } from './artifact-desk.ts';

/** About 200 MB of rows; whoever has more narrows by prefix. */
const MOST_ROWS = 1_500_000;
/** The oldest one that has ended is forgotten for a new one. */
const MOST_LISTINGS = 6;

/** In the background there is nobody to throw to. */
function problemOf(thrown: unknown): ArtifactProblem {
  const { code, message, retryable } = toActionDeskError(thrown);
  return thrown instanceof ActionDeskError && code !== 'internal'
    ? artifactProblemOf(thrown)
    : { code, sentence: message, facts: [], retryable };
}

interface Listing {
  readonly rows: RowStore;
  readonly ending: AbortController;
  seen: number;
  bytes: number;
  requests: number;
  state: ArtifactsAnswer<'listing'>['state'];
  problem: ArtifactProblem | null;
  ended: Promise<void>;
}

/** Listings of everything below a prefix that run in the background. */
export interface ArtifactListings {
  /** `reader` is waited for in the background: its refusal is the listing's problem. */
  start(asked: ArtifactsAsked<'startListing'>, reader: () => Promise<ObjectReader>): string;
  /** Throws `not-found` for one that was forgotten. */
  window(asked: ArtifactsAsked<'listing'>): ArtifactsAnswer<'listing'>;
  stop(listingId: string, forget: boolean): void;
  /** Stops and forgets all; resolves when none asks any more. */
  close(): Promise<void>;
}

/** @param changed told with a listing's id whenever it has moved; called often. */
export function createArtifactListings(
  changed: (listingId: string) => void,
  mostRows = MOST_ROWS,
): ArtifactListings {
  const listings = new Map<string, Listing>();
  let closed = false;

  const find = (listingId: string): Listing => {
    const listing = listings.get(listingId);
    if (!listing) throw new ActionDeskError('not-found', 'This listing is not known any more: list again.');
    return listing;
  };

  const run = async (
    listing: Listing,
    asked: ArtifactsAsked<'startListing'>,
    makeReader: () => Promise<ObjectReader>,
    tell: () => void,
  ): Promise<void> => {
    const { signal } = listing.ending;
    const wanted = asked.contains.toLowerCase();
    try {
      const reader = await makeReader();
      signal.throwIfAborted();
      await reader.listAll({
        bucket: asked.bucket,
        prefix: asked.prefix,
        onRows(rows) {
          for (const row of rows) {
            if (signal.aborted) return;
            listing.seen += 1;
            if (wanted !== '' && !row.key.toLowerCase().includes(wanted)) continue;
            listing.rows.add(row);
            listing.bytes += row.size;
            if (listing.rows.length < mostRows) continue;
            const sentence = `Stopped at ${mostRows.toLocaleString('en-US')} rows: narrow by a prefix or a text.`;
            listing.problem = { code: 'not-allowed-now', sentence, facts: [], retryable: false };
            listing.ending.abort();
          }
          tell();
        },
        onRequest() {
          listing.requests += 1;
          tell();
        },
        signal,
      });
      listing.state = signal.aborted ? 'stopped' : 'done';
    } catch (thrown) {
      listing.state = signal.aborted ? 'stopped' : 'failed';
      if (!signal.aborted) listing.problem = problemOf(thrown);
    }
    tell();
  };

  return {
    start(asked, reader) {
      if (closed) throw new ActionDeskError('not-allowed-now', 'The environment is being left.');
      const listingId = randomUUID();
      const listing: Listing = {
        ...{ rows: createRowStore(), ending: new AbortController(), seen: 0, bytes: 0, requests: 0 },
        ...{ state: 'running', problem: null, ended: Promise.resolve() },
      };
      listings.set(listingId, listing);
      listing.ended = run(listing, asked, reader, () => changed(listingId));
      for (const [old, { ending }] of [...listings].slice(0, Math.max(0, listings.size - MOST_LISTINGS))) {
        ending.abort();
        listings.delete(old);
      }
      return listingId;
    },
    window({ listingId, from, count }) {
      const { rows, seen, bytes, requests, state, problem } = find(listingId);
      return {
        ...{ rows: rows.slice(from, count), matching: rows.length, seen, bytes, requests },
        ...{ state, problem },
      };
    },
    stop(listingId, forget) {
      listings.get(listingId)?.ending.abort();
      if (forget) listings.delete(listingId);
      changed(listingId);
    },
    async close() {
      closed = true;
      const all = [...listings.values()];
      listings.clear();
      for (const { ending } of all) ending.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
