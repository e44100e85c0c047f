/** A box that was pressed; with `shift` also those between it and the one pressed before. */
export interface Tick {
  readonly id: string;
  readonly shift: boolean;
  /** The box pressed before; null where there is none, or it is not on screen any more. */
  readonly before: string | null;
}

/** What is ticked of the rows in `order` after a box was pressed: all that it touches become what the box itself becomes. */
export function ticksAfter(
  order: readonly string[],
  ticked: ReadonlySet<string>,
  { id, shift, before }: Tick,
): ReadonlySet<string> {
  const at = order.indexOf(id);
  const from = shift && before !== null ? order.indexOf(before) : -1;
  const touched = from < 0 ? [id] : order.slice(Math.min(at, from), Math.max(at, from) + 1);
  const after = new Set(ticked);
  for (const each of touched) {
    if (ticked.has(id)) after.delete(each);
    else after.add(each);
  }
  return after;
}
