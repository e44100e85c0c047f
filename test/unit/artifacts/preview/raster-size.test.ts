import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rasterSize } from '#main/artifacts/preview/raster-size.ts';
import { bmp, gif, ico, jpeg, png, webp } from './raster-bytes.ts';

it.each([
  ['image/png', png(300, 200)],
  ['image/jpeg', jpeg(300, 200)],
  ['image/gif', gif(300, 200)],
  ['image/gif', gif(1, 1, { width: 300, height: 200 })],
  ['image/webp', webp(300, 200)],
  ['image/bmp', bmp(300, 200)],
  ['image/x-icon', ico(png(300, 200))],
  ['image/x-icon', ico(bmp(300, 400).subarray(14))],
])('reads the size of %s from its header', (mime, bytes) => {
  expect(rasterSize(bytes, mime)).toEqual({ width: 300, height: 200 });
});

it('takes an icon by the picture in it, which its one-byte directory hides', () => {
  expect(rasterSize(ico(png(50_000, 50_000)), 'image/x-icon')).toEqual({ width: 50_000, height: 50_000 });
});

it.each(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/x-icon', 'text/html'])(
  'says nothing of damaged bytes named %s, and never throws',
  (mime) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const size = rasterSize(bytes, mime);
        if (size) expect(Math.min(size.width, size.height)).toBeGreaterThan(0);
      }),
    );
    expect(rasterSize(new Uint8Array(), mime)).toBeNull();
    expect(rasterSize(png(0, 5), mime)).toBeNull();
  },
);
