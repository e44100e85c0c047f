import { expect, it } from 'vitest';
import { appFolder, environmentFolder, type Platform } from '#main/platform/data-paths.ts';

const CASES: [string, Platform, string][] = [
  ['Linux', { platform: 'linux', env: {}, home: '/home/kim' }, '/home/kim/.config/Action Desk'],
  ['Linux with XDG', { platform: 'linux', env: { XDG_CONFIG_HOME: '/cfg' }, home: '/h' }, '/cfg/Action Desk'],
  [
    'a relative XDG path',
    { platform: 'linux', env: { XDG_CONFIG_HOME: 'cfg' }, home: '/h' },
    '/h/.config/Action Desk',
  ],
  [
    'macOS',
    { platform: 'darwin', env: {}, home: '/Users/kim' },
    '/Users/kim/Library/Application Support/Action Desk',
  ],
  ['Windows', { platform: 'win32', env: { APPDATA: 'C:\\Data' }, home: 'C:\\kim' }, 'C:\\Data\\Action Desk'],
  [
    'Windows without APPDATA',
    { platform: 'win32', env: {}, home: 'C:\\kim' },
    'C:\\kim\\AppData\\Roaming\\Action Desk',
  ],
];

it.each(CASES)('keeps data where %s keeps it', (_name, platform, folder) => {
  expect(appFolder(platform)).toBe(folder);
});

it('gives each environment a folder of its own', () => {
  const linux: Platform = { platform: 'linux', env: {}, home: '/h' };
  expect(environmentFolder('staging', linux)).toBe('/h/.config/Action Desk/environments/staging');
});
