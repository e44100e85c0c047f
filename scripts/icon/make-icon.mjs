#!/usr/bin/env node
/* Draws icon.png: three runs as lanes on a desk-blue tile, the middle one waiting for a hand. Run after a change here. */
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const size = 512;
const tile = { left: 24, top: 24, right: 488, bottom: 488, radius: 96, color: [13, 60, 110] };
const lanes = [
  { left: 104, top: 128, right: 408, bottom: 184, radius: 28, color: [122, 200, 160] },
  { left: 104, top: 228, right: 272, bottom: 284, radius: 28, color: [255, 178, 66] },
  { left: 312, top: 216, right: 392, bottom: 296, radius: 40, color: [255, 255, 255] },
  { left: 104, top: 328, right: 344, bottom: 384, radius: 28, color: [116, 176, 240] },
];

/** How much of a pixel lies inside the rounded box, 0 to 1: a signed distance, softened over one pixel. */
function coverage({ left, top, right, bottom, radius }, x, y) {
  const dx = Math.max(left + radius - x, x - (right - radius), 0);
  const dy = Math.max(top + radius - y, y - (bottom - radius), 0);
  return Math.min(1, Math.max(0, radius - Math.hypot(dx, dy) + 0.5));
}

const rows = Buffer.alloc(size * (1 + size * 4));
for (let y = 0; y < size; y += 1) {
  for (let x = 0; x < size; x += 1) {
    let color = tile.color;
    for (const lane of lanes) {
      const share = coverage(lane, x + 0.5, y + 0.5);
      color = color.map((value, index) => value + (lane.color[index] - value) * share);
    }
    const alpha = 255 * coverage(tile, x + 0.5, y + 0.5);
    rows.set([...color, alpha].map(Math.round), y * (1 + size * 4) + 1 + x * 4);
  }
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
// 8 bits a channel, red green blue alpha.
header.set([8, 6], 8);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = [
  signature,
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(rows, { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
];
writeFileSync(new URL('icon.png', import.meta.url), Buffer.concat(png));
