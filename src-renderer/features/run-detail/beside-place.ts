/** Where the panel beside the list is, and how large: pixels of height at the bottom, of width at the right. */
export interface BesidePlace {
  readonly side: 'bottom' | 'right';
  readonly bottom: number;
  readonly right: number;
}

const KEY = 'action-desk.beside';
const START: BesidePlace = { side: 'bottom', bottom: 360, right: 520 };
const SMALLEST = { bottom: 180, right: 380 };
const LEFT_FOR_LIST = { bottom: 260, right: 520 };

/** A size that leaves the list readable in a window of this inner size (pixels). */
export function fitted(size: number, side: BesidePlace['side'], inner: number): number {
  const most = Math.max(SMALLEST[side], inner - LEFT_FOR_LIST[side]);
  return Math.round(Math.min(most, Math.max(SMALLEST[side], size)));
}

/** The place that was chosen last on this machine. */
export function rememberedPlace(): BesidePlace {
  try {
    const { side, bottom, right } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<BesidePlace>;
    return {
      side: side === 'right' ? 'right' : 'bottom',
      bottom: typeof bottom === 'number' && bottom > 0 ? bottom : START.bottom,
      right: typeof right === 'number' && right > 0 ? right : START.right,
    };
  } catch {
    return START;
  }
}

/** Keeps the place for the next start. */
export function rememberPlace(place: BesidePlace): void {
  localStorage.setItem(KEY, JSON.stringify(place));
}
