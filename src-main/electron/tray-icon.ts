interface Shape {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly radius: number;
  readonly color: readonly [red: number, green: number, blue: number];
}

/** The application's mark in the unit square: three runs as lanes on a tile. */
const TILE: Shape = { left: 0.02, top: 0.02, right: 0.98, bottom: 0.98, radius: 0.2, color: [13, 60, 110] };
const LANES: readonly Shape[] = [
  { left: 0.18, top: 0.21, right: 0.82, bottom: 0.35, radius: 0.07, color: [122, 200, 160] },
  { left: 0.18, top: 0.43, right: 0.54, bottom: 0.57, radius: 0.07, color: [255, 178, 66] },
  { left: 0.18, top: 0.65, right: 0.7, bottom: 0.79, radius: 0.07, color: [116, 176, 240] },
];
const CALL: Shape = { left: 0.52, top: 0.52, right: 1, bottom: 1, radius: 0.24, color: [224, 32, 32] };

/** How much of a pixel of the width `step` lies inside a rounded box, 0 to 1. */
function coverage({ left, top, right, bottom, radius }: Shape, x: number, y: number, step: number): number {
  const dx = Math.max(left + radius - x, x - (right - radius), 0);
  const dy = Math.max(top + radius - y, y - (bottom - radius), 0);
  return Math.min(1, Math.max(0, (radius - Math.hypot(dx, dy)) / step + 0.5));
}

/** The tray's icon as pixels: `size` × `size`, four bytes each (blue, green, red, alpha). `calling` adds a red dot. */
export function trayIcon(size: number, calling: boolean): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const over = calling ? [...LANES, CALL] : LANES;
  const step = 1 / size;
  for (let at = 0; at < size * size; at += 1) {
    const x = ((at % size) + 0.5) * step;
    const y = (Math.floor(at / size) + 0.5) * step;
    let color = TILE.color;
    let alpha = coverage(TILE, x, y, step);
    for (const shape of over) {
      const share = coverage(shape, x, y, step);
      const mix = (from: number, to: number): number => from + (to - from) * share;
      color = [mix(color[0], shape.color[0]), mix(color[1], shape.color[1]), mix(color[2], shape.color[2])];
      if (shape === CALL) alpha = Math.max(alpha, share);
    }
    const [red, green, blue] = color;
    // Bitmaps of Electron carry colours that are multiplied by their alpha.
    pixels.set([blue * alpha, green * alpha, red * alpha, 255 * alpha].map(Math.round), at * 4);
  }
  return pixels;
}
