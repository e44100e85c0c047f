import type { ObjectRow } from '#shared/domain/artifact.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { codePoints, compareKeys, countUpTo, sharedPoints } from './key-order.ts';
import { newPart, partAround, type Part } from './list-parts.ts';
import { pagesLeft, splitPoints } from './split-points.ts';

const PAGE_KEYS = 1000;
/** Looks behind a key that may be spent before and, for each page read, later: they are small, and not for nothing. */
const LOOKS_AT_FIRST = 512;
const LOOKS_PER_PAGE = 0.5;
/** A stretch with less left, in pages, is not worth to be divided. */
const WORTH_DIVIDING = 3;
/** Of a stretch's present page, for characters that keys are made of. */
const SAMPLED_EVERY = 97;
/** Answers in a row that said to come back later. */
const MOST_TROUBLES = 8;

/** Lists all keys below a prefix over a function that gives one page. */
export interface Everything {
  readonly prefix: string;
  /** Requests at once. */
  readonly atOnce: number;
  readonly signal: AbortSignal;
  /**
   * At most `count` rows in S3's order behind the key `after` (null: from the beginning), or from where a token of an earlier
   * page goes on. `next` is such a token; null at the end of all keys.
   */
  page(after: string | null, count: number, token: string | null): Promise<KeyPage>;
  onRows(rows: readonly ObjectRow[]): void;
}

/** One answer. S3 may give fewer rows than were asked for, even none, and go on all the same. */
export interface KeyPage {
  readonly rows: readonly ObjectRow[];
  readonly next: string | null;
}

/**
 * Every key exactly once, as long as the bucket stands still; in order within each part, parts in any order. The first page tells what
 * keys look like; from there on idle requests look (one key each) behind points where other keys may lie. A key found there
 * opens a part of its own, nothing found there closes the space behind the point. Resolves when all was listed, or early when
 * the signal is aborted; rejects with what a page threw, after some patience with what is retryable.
 */
export function listEverything(task: Everything): Promise<void> {
  const { prefix, signal } = task;
  const prefixPoints = codePoints(prefix).length;
  const parts = new Set<Part>([newPart(null, null, Infinity)]);
  const seen = new Set<number>();
  let alphabet: number[] = [];
  let looksLeft = LOOKS_AT_FIRST;
  let underWay = 0;
  let atOnce = task.atOnce;
  let troubles = 0;

  return new Promise((resolve, reject) => {
    let ended = false;
    const end = (how: () => void): void => {
      if (ended) return;
      ended = true;
      signal.removeEventListener('abort', stop);
      how();
    };
    const stop = (): void => end(resolve);
    signal.addEventListener('abort', stop, { once: true });

    function pump(): void {
      if (signal.aborted) stop();
      if (ended) return;
      if (parts.size === 0) {
        end(resolve);
        return;
      }
      for (const part of parts) {
        if (underWay >= atOnce) return;
        if (!part.reading) read(part);
      }
      divide();
    }

    function send(page: () => Promise<KeyPage>, then: (page: KeyPage) => void, failed: () => void): void {
      underWay += 1;
      page().then(
        (page) => {
          underWay -= 1;
          troubles = 0;
          if (ended) return;
          try {
            then(page);
            pump();
          } catch (thrown) {
            // Whoever listens failed.
            end(() => reject(toActionDeskError(thrown)));
          }
        },
        (thrown: unknown) => {
          underWay -= 1;
          if (ended) return;
          troubles += 1;
          const again = thrown instanceof ActionDeskError && thrown.retryable && troubles <= MOST_TROUBLES;
          if (!again) {
            end(() => reject(toActionDeskError(thrown)));
            return;
          }
          atOnce = Math.max(1, Math.floor(atOnce / 2));
          failed();
          pump();
        },
      );
    }

    function read(part: Part): void {
      part.reading = true;
      send(
        () => task.page(part.after, PAGE_KEYS, part.token),
        ({ rows, next }) => {
          part.reading = false;
          part.token = rows.length === 0 ? next : null;
          if (part.token !== null) return;
          // Another part may have taken over the rest since the page was asked for.
          const own = part.until === null ? rows.length : countUpTo(rows, part.until);
          take(own === rows.length ? rows : rows.slice(0, own));
          const last = rows[own - 1]?.key;
          if (last === undefined || own < rows.length || next === null || last === part.until) {
            parts.delete(part);
            return;
          }
          part.pageFrom = rows[0]?.key ?? last;
          const before = codePoints(part.after ?? part.pageFrom);
          part.branch = Math.min(part.branch, sharedPoints(before, codePoints(last)));
          part.after = last;
          part.pages += 1;
          looksLeft += LOOKS_PER_PAGE;
        },
        () => {
          part.reading = false;
        },
      );
    }

    function look(part: Part, point: string): void {
      looksLeft -= 1;
      part.looks += 1;
      const done = (): void => {
        part.looks -= 1;
      };
      send(
        () => task.page(point, 1, null),
        ({ rows: [row], next }) => {
          done();
          // Nothing was found yet, which says nothing.
          if (!row && next !== null) return;
          const holder = partAround(parts, point);
          if (!holder) return;
          const { until } = holder;
          holder.until = point;
          if (!row || (until !== null && compareKeys(row.key, until) > 0)) return;
          take([row]);
          if (next === null || row.key === until) return;
          const opened = newPart(
            row.key,
            until,
            sharedPoints(codePoints(row.key), codePoints(holder.after ?? '')),
          );
          parts.add(opened);
        },
        done,
      );
    }

    /** Gives idle requests something to do: the stretches with most left are divided first. */
    function divide(): void {
      if (underWay >= atOnce || looksLeft < 1) return;
      const wishes = [...parts].flatMap((part) => {
        const { after, until, looks, pages, pageFrom } = part;
        if (after === null || looks > 0 || pages === 0) return [];
        const left = pagesLeft({ pageFrom, after, until }, alphabet);
        return left > WORTH_DIVIDING ? [{ part, left, stretch: { ...part, after } }] : [];
      });
      wishes.sort((a, b) => b.left - a.left);
      for (const { part, left, stretch } of wishes) {
        const most = Math.floor(Math.min(atOnce - underWay, looksLeft, Math.max(1, left / 2)));
        if (most < 1) return;
        for (const point of splitPoints(stretch, alphabet, prefixPoints, most)) look(part, point);
      }
    }

    function take(rows: readonly ObjectRow[]): void {
      if (rows.length === 0) return;
      const before = seen.size;
      for (let at = 0; at < rows.length; at += SAMPLED_EVERY) {
        const key = rows[at]?.key ?? '';
        for (const one of key.slice(prefix.length)) seen.add(one.codePointAt(0) ?? 0);
      }
      if (seen.size > before) alphabet = [...seen].sort((a, b) => a - b);
      task.onRows(rows);
    }

    pump();
  });
}
