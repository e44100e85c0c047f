import { randomUUID } from 'node:crypto';
import type { ArtifactVia, EntriesPage, EntriesQuery, OpenedArtifact } from '#shared/domain/artifact.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import type { OpenArchive, OpenObject } from '../artifacts/ports.ts';
import { findEntries, pageOf, type FoundEntries } from './artifact-entries.ts';

/** An artifact that was looked into. */
export interface OpenedOne {
  readonly openId: string;
  readonly via: ArtifactVia;
  readonly object: OpenObject;
  readonly archive: OpenArchive;
  /** Ends what reads for people; work on it that has begun keeps what it holds. */
  readonly signal: AbortSignal;
}

/** What bounds the memory of opened artifacts. */
export interface OpenedBounds {
  readonly most: number;
  /** Over all of them; the one that was opened last stays in any case. */
  readonly mostEntries: number;
  readonly idleMs: number;
}

const BOUNDS: OpenedBounds = { most: 16, mostEntries: 1_500_000, idleMs: 15 * 60_000 };
/** Orders of one artifact's entries that are kept: paging must not sort again. */
const KEPT_ORDERS = 4;

/** The opened artifacts of one environment, least lately used first out. */
export interface OpenedArtifacts {
  add(via: ArtifactVia, object: OpenObject, archive: OpenArchive): OpenedOne;
  /** Throws `not-found` for one that was closed meanwhile. */
  get(openId: string): OpenedOne;
  view(one: OpenedOne): OpenedArtifact;
  entries(query: EntriesQuery): Promise<EntriesPage>;
  close(openId: string): void;
  closeAll(): void;
}

interface Held extends OpenedOne {
  readonly ending: AbortController;
  readonly orders: Map<string, Promise<FoundEntries>>;
  usedAt: number;
}

function unpackedSize({ kind, entries }: OpenArchive, object: OpenObject): number | null {
  if (kind === 'plain') return object.facts.size;
  let sum = 0;
  for (const { size } of entries) sum += size;
  return sum;
}

/** @param now monotonic milliseconds. */
export function createOpenedArtifacts(now: () => number, bounds: OpenedBounds = BOUNDS): OpenedArtifacts {
  const opened = new Map<string, Held>();

  const close = (openId: string): void => {
    opened.get(openId)?.ending.abort();
    opened.delete(openId);
  };

  /** Asked for at each use, so that no timer keeps anything awake. */
  const closeOld = (): void => {
    const oldest = [...opened.values()];
    let sum = 0;
    for (const { archive } of oldest) sum += archive.entries.length;
    for (const { openId, archive, usedAt } of oldest.slice(0, -1)) {
      const tooMany = opened.size > bounds.most || sum > bounds.mostEntries;
      if (!tooMany && now() - usedAt < bounds.idleMs) continue;
      sum -= archive.entries.length;
      close(openId);
    }
  };

  const get = (openId: string): Held => {
    const one = opened.get(openId);
    if (!one) throw new ActionDeskError('not-found', 'This artifact was closed meanwhile: open it again.');
    one.usedAt = now();
    opened.delete(openId);
    opened.set(openId, one);
    closeOld();
    return one;
  };

  const order = (one: Held, query: EntriesQuery): Promise<FoundEntries> => {
    const { folder, search, sort, descending } = query;
    const key = JSON.stringify([folder, search, sort, descending]);
    const known = one.orders.get(key);
    if (known) return known;
    const made = findEntries(one.archive.entries, query, one.signal);
    one.orders.set(key, made);
    made.catch(() => one.orders.delete(key));
    for (const old of [...one.orders.keys()].slice(0, -KEPT_ORDERS)) one.orders.delete(old);
    return made;
  };

  return {
    add(via, object, archive) {
      const ending = new AbortController();
      const openId = randomUUID();
      const ways = { ending, signal: ending.signal, orders: new Map(), usedAt: now() };
      const one: Held = { openId, via, object, archive, ...ways };
      opened.set(openId, one);
      closeOld();
      return one;
    },
    get,
    view: ({ openId, via, object, archive }) => ({
      openId,
      via,
      place: object.place,
      facts: object.facts,
      kind: archive.kind,
      entries: archive.entries.length,
      unpackedSize: unpackedSize(archive, object),
      comment: archive.comment,
      makeup: archive.makeup,
      faults: [...archive.faults],
      fetched: object.fetched(),
    }),
    async entries(query) {
      const one = get(query.openId);
      const found = await order(one, query);
      const page = pageOf(found, one.archive.entries, query.from, query.count);
      return { ...page, fetched: one.object.fetched() };
    },
    close,
    closeAll() {
      for (const openId of [...opened.keys()]) close(openId);
    },
  };
}
