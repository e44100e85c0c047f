import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readSwitches } from '#main/electron/switches.ts';

it('is plain by default', () => {
  expect(readSwitches(['electron', '.'], {})).toEqual({
    untilDone: false,
    userData: null,
    scenario: undefined,
    hideMotion: false,
    virtualDisplay: false,
    attended: true,
  });
});

it('reads every switch', () => {
  const switches = readSwitches(['electron', '--no-sandbox', '.', '--until-done'], {
    ACTION_DESK_USER_DATA: 'out/data',
    ACTION_DESK_SCENARIO: 'bare',
    ACTION_DESK_HIDE_MOTION: '1',
    ACTION_DESK_VIRTUAL_DISPLAY: '1',
  });
  expect(switches).toEqual({
    untilDone: true,
    userData: resolve('out/data'),
    scenario: 'bare',
    hideMotion: true,
    virtualDisplay: true,
    attended: false,
  });
});

it.each([
  [{ ACTION_DESK_HIDE_MOTION: '1' }, []],
  [{ ACTION_DESK_VIRTUAL_DISPLAY: '1' }, []],
  [{}, ['--until-done']],
])('shows no modal box with %j %j', (environment, args) => {
  expect(readSwitches(args, environment).attended).toBe(false);
});

it('takes empty variables as not given', () => {
  const switches = readSwitches([], { ACTION_DESK_USER_DATA: '', ACTION_DESK_SCENARIO: '' });
  expect([switches.userData, switches.scenario]).toEqual([null, undefined]);
});
