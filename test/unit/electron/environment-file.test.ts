import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEnvironmentFile } from '#main/electron/environment-file.ts';
import { environmentSchema, type Environment } from '#shared/domain/environment.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-file-'));
  file = join(folder, 'environments.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const anEnvironment = (name: string, regions = ['us-east-1']): Environment =>
  environmentSchema.parse({
    name,
    credentials: { kind: 'profile', profile: 'vendor' },
    regions,
    actionTypes: [
      { category: 'Test', owner: 'Custom', provider: 'Review', version: '1', processor: { kind: 'manual' } },
    ],
  });
const names = (environments: readonly Environment[]) => environments.map(({ name }) => name);

describe('a sound file', () => {
  it('starts with practice where there is none, and writes nothing', async () => {
    const opened = await openEnvironmentFile(file);
    expect([opened.active(), opened.list(), opened.problem]).toEqual(['practice', [], null]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps environments and the active one across openings', async () => {
    const first = await openEnvironmentFile(file);
    await first.save(anEnvironment('staging'));
    await first.save(anEnvironment('production'));
    await first.save(anEnvironment('staging', ['eu-west-1']));
    await first.setActive('production');
    const second = await openEnvironmentFile(file);
    expect(names(second.list())).toEqual(['staging', 'production']);
    expect(second.find('staging')?.regions).toEqual(['eu-west-1']);
    expect(second.active()).toBe('production');
    expect(second.problem).toBeNull();
  });

  it('is readable for its owner only', async () => {
    await (await openEnvironmentFile(file)).save(anEnvironment('staging'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('takes changes in turn', async () => {
    const opened = await openEnvironmentFile(file);
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => opened.save(anEnvironment(name))));
    expect(names((await openEnvironmentFile(file)).list())).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refuses to remove the active one, and to use or remove an unknown one', async () => {
    const opened = await openEnvironmentFile(file);
    await opened.save(anEnvironment('staging'));
    await opened.setActive('staging');
    await expect(opened.remove('staging')).rejects.toMatchObject({ code: 'not-allowed-now' });
    await expect(opened.remove('other')).rejects.toMatchObject({ code: 'not-found' });
    await expect(opened.setActive('other')).rejects.toMatchObject({ code: 'not-found' });
    await opened.setActive('practice');
    await opened.remove('staging');
    expect(opened.list()).toEqual([]);
  });
});

describe('a damaged file', () => {
  it.each([
    ['is empty', ''],
    ['is cut', '{"version":1,"active":"practice","environments":[{"na'],
    ['is no object', '[]'],
    ['comes from a newer version', '{"version":2,"active":"practice","environments":[]}'],
    ['has an unknown field', '{"version":1,"active":"practice","environments":[],"x":1}'],
  ])('that %s is kept aside and told of at every opening', async (_case, text) => {
    writeFileSync(file, text);
    await openEnvironmentFile(file);
    const opened = await openEnvironmentFile(file);
    expect(opened.active()).toBe('practice');
    expect(opened.problem).toMatch(/damaged.*kept as .*no environment/);
    const aside = readdirSync(folder).filter((name) => name.includes('.damaged-'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(folder, aside[0] ?? ''), 'utf8')).toBe(text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('gives the entries that can be read, and the first fault of the others', async () => {
    const entries = [anEnvironment('staging'), { name: 'broken' }, anEnvironment('staging'), 7];
    writeFileSync(file, JSON.stringify({ version: 1, active: 'broken', environments: entries }));
    const opened = await openEnvironmentFile(file);
    expect(names(opened.list())).toEqual(['staging']);
    expect(opened.active()).toBe('practice');
    expect(opened.problem).toContain('environments[1].credentials');
    expect(opened.problem).toContain('environments[2].name: used twice');
    expect(opened.problem).toContain('only staging could be read');
  });

  it('is sound again after something was saved, with its copy still there', async () => {
    writeFileSync(file, 'nonsense');
    await (await openEnvironmentFile(file)).save(anEnvironment('staging'));
    expect((await openEnvironmentFile(file)).problem).toBeNull();
    expect(readdirSync(folder)).toHaveLength(2);
  });
});
