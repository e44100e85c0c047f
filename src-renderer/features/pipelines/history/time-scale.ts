/** From moments to places between 0 and 1, with long idle times cut short. */
export interface TimeScale {
  at(moment: number): number;
  /** Where idle time was cut out, and how much of it in milliseconds. */
  readonly cuts: readonly { readonly at: number; readonly ms: number }[];
  readonly from: number;
  readonly to: number;
}

/** A cut keeps this share of what is busy in all. */
const CUT_SHARE = 0.03;
/** Idle time is cut where it is longer than this share of all busy time. */
const LONG_SHARE = 0.15;

/**
 * A scale over spans of time. Pipelines that run once a day stand still most of it: gaps that are long against the work between
 * them are cut to a mark, and everything else keeps its proportion.
 */
export function timeScale(spans: readonly { from: number; to: number }[]): TimeScale {
  const sorted = spans.toSorted((a, b) => a.from - b.from);
  const busy: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = busy.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else busy.push({ from, to });
  }
  const [begin] = busy;
  const end = busy.at(-1);
  if (!begin || !end) return { at: () => 0, cuts: [], from: 0, to: 0 };
  const sum = Math.max(
    1,
    busy.reduce((total, { from, to }) => total + to - from, 0),
  );
  const knots: { moment: number; place: number }[] = [];
  const cuts: { at: number; ms: number }[] = [];
  let place = 0;
  busy.forEach(({ from, to }, index) => {
    const before = busy[index - 1];
    if (before) {
      const idle = from - before.to;
      const isLong = idle > sum * LONG_SHARE;
      const kept = isLong ? sum * CUT_SHARE : idle;
      if (isLong) cuts.push({ at: place + kept / 2, ms: idle });
      place += kept;
    }
    knots.push({ moment: from, place });
    place += to - from;
    knots.push({ moment: to, place });
  });
  const whole = Math.max(1, place);
  return {
    from: begin.from,
    to: end.to,
    cuts: cuts.map(({ at, ms }) => ({ at: at / whole, ms })),
    at(moment) {
      const next = knots.findIndex((knot) => knot.moment >= moment);
      if (next < 0) return 1;
      const after = knots[next];
      const before = knots[next - 1];
      if (!after || !before) return 0;
      const share = (moment - before.moment) / Math.max(1, after.moment - before.moment);
      return (before.place + share * (after.place - before.place)) / whole;
    },
  };
}
