import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPreferencesFile } from '#main/electron/preferences-file.ts';
import { preferencesSchema } from '#shared/domain/preferences.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preferences-'));
  file = join(folder, 'preferences.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mine = { name: 'Mine', parameters: 'text=contoso' };

it('keeps each change across sessions, for its owner only, and tells who listens', async () => {
  const told: number[] = [];
  const first = openPreferencesFile(file);
  first.subscribe((all) => told.push(all.runsPageSize));
  await Promise.all([first.change({ runsPageSize: 100 }), first.change({ savedViews: [mine] })]);
  expect(openPreferencesFile(file).all()).toMatchObject({ runsPageSize: 100, savedViews: [mine] });
  expect(told).toEqual([100, 100]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('leaves what a change does not name as it is', async () => {
  const preferences = openPreferencesFile(file);
  await preferences.change({ savedViews: [mine] });
  expect(await preferences.change({ welcomeSeen: true, density: undefined })).toEqual({
    ...preferencesSchema.parse({}),
    savedViews: [mine],
    welcomeSeen: true,
  });
});

it.each(['', '[]', 'null', '{"runsPageSize": 3, "unknown": 1}'])(
  'begins with the defaults for %j',
  (text) => {
    writeFileSync(file, text);
    expect(openPreferencesFile(file).all()).toEqual(preferencesSchema.parse({}));
  },
);

it('keeps what can be read of a file that is damaged in one entry', () => {
  writeFileSync(file, JSON.stringify({ runsPageSize: 'many', savedViews: [mine] }));
  expect(openPreferencesFile(file).all()).toMatchObject({ runsPageSize: 50, savedViews: [mine] });
});

it('says that a change cannot be written, and keeps what was before', async () => {
  const preferences = openPreferencesFile(join(folder, 'missing', 'preferences.json'));
  await expect(preferences.change({ welcomeSeen: true })).rejects.toThrow(/could not be written/);
  expect(preferences.all().welcomeSeen).toBe(false);
});
