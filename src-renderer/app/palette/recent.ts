import { z } from 'zod';
import type { PaletteEntry } from './entries.ts';

const MOST_KEPT = 6;
const recentSchema = z
  .array(z.object({ id: z.string(), label: z.string(), detail: z.string().optional(), to: z.string() }))
  .catch([]);

/** A page that was opened from the palette. */
export type RecentPage = z.infer<typeof recentSchema>[number];

const keyOf = (environment: string): string => `action-desk.recent.${environment}`;

/** What was opened in an environment, the latest first; anything unreadable is as good as none. */
export function recentPages(environment: string, storage: Storage): RecentPage[] {
  try {
    return recentSchema.parse(JSON.parse(storage.getItem(keyOf(environment)) ?? '[]'));
  } catch {
    return [];
  }
}

/** Remembers an entry that leads to a page; acts are not remembered. */
export function keepRecent(environment: string, storage: Storage, entry: PaletteEntry): void {
  const { label, detail, to } = entry;
  if (typeof to !== 'string') return;
  const id = entry.id.replace(/^recent /, '');
  const others = recentPages(environment, storage).filter((one) => one.id !== id);
  const kept = [{ id, label, to, ...(detail === undefined ? {} : { detail }) }, ...others];
  storage.setItem(keyOf(environment), JSON.stringify(kept.slice(0, MOST_KEPT)));
}
