import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXTRACTION_LIMITS } from '#shared/domain/artifact-task.ts';
import { openArchive } from '#main/artifacts/archive/open-archive.ts';
import { extract } from '#main/artifacts/save/extract.ts';
import { planExtraction } from '#main/artifacts/save/plan-extraction.ts';
import { createTargetFolder } from '#main/artifacts/save/target-folder.ts';
import { byteObject } from '#test/support/byte-object.ts';
import { hostileArchives } from '#test/support/hostile-archives.ts';

let world: string;
beforeEach(async () => {
  world = await mkdtemp(join(tmpdir(), 'hostile-'));
  await mkdir(join(world, 'chosen'));
  for (const canary of ['canary', 'chosen/canary']) await writeFile(join(world, canary), 'alive');
});
afterEach(() => rm(world, { recursive: true, force: true }));

/** Small limits, so that a bomb is one before it costs anything. */
const limits = { ...EXTRACTION_LIMITS, maxTotalBytes: 64 * 1024 ** 2, maxFileBytes: 16 * 1024 ** 2 };

describe('the hostile corpus', () => {
  it.each(hostileArchives.map((one) => [one.name, one] as const))(
    'writes nothing outside of its folder: %s',
    async (_name, { make, key }) => {
      const bytes = make();
      const archive = await openArchive(byteObject(bytes, { key }));
      const target = await createTargetFolder(join(world, 'chosen'), 'App');
      const plan = await planExtraction({
        ...{ entries: archive.entries, folder: '', limits, root: target.root },
        ...{ platform: process.platform, packedBytes: bytes.length },
      });
      const written = new Set<number>();
      const issues: string[] = plan.issues.map(({ path }) => path);
      if (plan.refused === null) {
        await extract({
          ...{ archive, plan, target, written, signal: new AbortController().signal },
          watch: {
            onBytes: () => undefined,
            onFile: () => undefined,
            onIssue: ({ path }) => void issues.push(path),
          },
        });
      }

      expect((await readdir(world)).sort()).toEqual(['canary', 'chosen']);
      expect((await readdir(join(world, 'chosen'))).sort()).toEqual(['App', 'canary']);
      expect(await readFile(join(world, 'canary'), 'utf8')).toBe('alive');
      expect(await readFile(join(world, 'chosen/canary'), 'utf8')).toBe('alive');
      const found = await readdir(target.root, { recursive: true });
      let files = 0;
      for (const path of found) {
        const { mode } = await lstat(join(target.root, path));
        const kind = mode & 0o170000;
        expect(['file', 'folder']).toContain(
          kind === 0o100000 ? 'file' : kind === 0o040000 ? 'folder' : `${kind}`,
        );
        expect(mode & 0o7077).toBe(0);
        if (kind === 0o100000) files += 1;
        expect(path).not.toMatch(/\.part$/);
      }
      // What is not on the disk is in the list, unless a limit forbids the whole.
      expect(files).toBe(written.size);
      if (plan.refused === null) {
        const contents = archive.entries.filter((entry) => entry.kind !== 'folder').length;
        expect(files + issues.length).toBeGreaterThanOrEqual(contents);
      }
    },
  );
});
