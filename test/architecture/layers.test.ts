import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycle, findViolations } from './layer-check.ts';
import { rooms } from './layers.ts';
import { readSources } from './source-imports.ts';

const projectFolder = resolve(import.meta.dirname, '../..');
const sources = readSources(projectFolder, ['shared', 'src-main', 'src-renderer']);

const lineLimit = 400;

const check = (path: string, text: string): string[] => findViolations([{ path, text }]);

describe('the sources', () => {
  it('import only what their room may import', () => {
    expect(findViolations(sources)).toEqual([]);
  });

  it('have no import cycle', () => {
    expect(findCycle(sources)).toBeUndefined();
  });

  it(`have no file above ${lineLimit} lines`, () => {
    const everything = [...sources, ...readSources(projectFolder, ['test'])];
    const long = everything.filter(({ text }) => text.split('\n').length - 1 > lineLimit);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('are really read', () => {
    expect(sources.length).toBeGreaterThan(20);
  });
});

describe('the table of rooms', () => {
  it('names only rooms that exist', () => {
    const names = rooms.map((room) => room.name);
    expect(rooms.flatMap((room) => room.rooms).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('lets only aws/ run the AWS SDK, only store/ know SQL, and only three rooms know Electron', () => {
    const using = (name: string): string[] =>
      rooms.filter((room) => room.packages.includes(name)).map((room) => room.name);
    expect(using('@aws-sdk/')).toEqual(['aws']);
    expect(using('better-sqlite3')).toEqual(['store']);
    expect(using('kysely')).toEqual(['store']);
    expect(using('electron')).toEqual(['preload', 'electron', 'desktop entry']);
  });
});

describe('a violation is caught:', () => {
  it.each([
    ['renderer to main', 'src-renderer/app/shell.tsx', `import { a } from '#main/agent/ports.ts';`],
    ['shared to Node', 'shared/domain/run.ts', `import { join } from 'node:path';`],
    ['agent to Node', 'src-main/agent/poll.ts', `import { setTimeout } from 'node:timers/promises';`],
    [
      'agent to the SDK, even types',
      'src-main/agent/poll.ts',
      `import type { Job } from '@aws-sdk/client-codepipeline';`,
    ],
    ['agent to Electron', 'src-main/agent/poll.ts', `import { app } from 'electron';`],
    ['adapter to adapter', 'src-main/aws/jobs.ts', `import { rows } from '../store/rows.ts';`],
    ['adapter to adapter by export', 'src-main/store/rows.ts', `export * from '../processors/http.ts';`],
    ['adapter to adapter by dynamic import', 'src-main/store/rows.ts', `void import('../artifacts/zip.ts');`],
    [
      'simulator to our domain',
      'src-main/simulator/server.ts',
      `import type { Run } from '#shared/domain/run.ts';`,
    ],
    ['simulator running the SDK', 'src-main/simulator/server.ts', `import { S3 } from '@aws-sdk/client-s3';`],
    ['the SDK outside aws/', 'src-main/compose/live.ts', `import { S3 } from '@aws-sdk/client-s3';`],
    ['SQL outside store/', 'src-main/compose/live.ts', `import Database from 'better-sqlite3';`],
    ['Electron in the command line', 'src-main/cli.ts', `import { app } from 'electron';`],
    ['screen to screen', 'src-renderer/features/runs/page.tsx', `import { a } from '../clients/page.tsx';`],
    ['ui with domain words', 'src-renderer/ui/chip.tsx', `import type { Run } from '#shared/domain/run.ts';`],
    ['sources to tests', 'src-main/store/rows.ts', `import { aRun } from '../../test/support/a-run.ts';`],
    [
      'the bridge elsewhere',
      'src-renderer/features/runs/page.tsx',
      `void window.actionDesk.invoke('runs:list');`,
    ],
    ['a folder nobody entered', 'src-main/odds/ends.ts', ''],
  ])('%s', (_what, path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });

  it('and says what is allowed and why', () => {
    expect(check('src-main/aws/jobs.ts', `import { rows } from '../store/rows.ts';`)[0]).toBe(
      'src-main/aws/jobs.ts imports src-main/store/rows.ts: aws may import shared, agent ports, artifact ports, config, platform; ' +
        'only aws/ runs the AWS SDK, and adapters never import each other',
    );
  });

  it('while a type-only import of the SDK is fine in the simulator', () => {
    expect(
      check('src-main/simulator/server.ts', `import type { Job } from '@aws-sdk/client-codepipeline';`),
    ).toEqual([]);
    expect(
      check('src-main/simulator/server.ts', `import { type Job } from '@aws-sdk/client-codepipeline';`),
    ).toEqual([]);
  });

  it('also a cycle over several files, but not one of types', () => {
    const a = { path: 'shared/a.ts', text: `import { b } from './b.ts';` };
    const b = { path: 'shared/b.ts', text: `export { c } from '#shared/c.ts';` };
    const c = { path: 'shared/c.ts', text: `import { a } from './a.ts';` };
    expect(findCycle([a, b, c])).toEqual(['shared/a.ts', 'shared/b.ts', 'shared/c.ts', 'shared/a.ts']);
    expect(findCycle([a, b, { ...c, text: `import type { a } from './a.ts';` }])).toBeUndefined();
  });
});
