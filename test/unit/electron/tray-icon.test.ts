import { expect, it } from 'vitest';
import { trayIcon } from '#main/electron/tray-icon.ts';

const SIZE = 32;
const pixel = (icon: Buffer, x: number, y: number): number[] => [
  ...icon.subarray((y * SIZE + x) * 4, (y * SIZE + x) * 4 + 4),
];

it('draws lanes on a tile whose corners are clear', () => {
  const icon = trayIcon(SIZE, false);
  expect(icon).toHaveLength(SIZE * SIZE * 4);
  expect(pixel(icon, 0, 0)).toEqual([0, 0, 0, 0]);
  expect(pixel(icon, 16, 3)).toEqual([110, 60, 13, 255]);
  expect(pixel(icon, 16, 9)).toEqual([160, 200, 122, 255]);
});

it('puts a red dot into the corner when something calls', () => {
  expect(pixel(trayIcon(SIZE, true), 24, 24)).toEqual([32, 32, 224, 255]);
  expect(pixel(trayIcon(SIZE, false), 24, 24)).not.toEqual([32, 32, 224, 255]);
});
