import type { ArchiveFaultView } from '#shared/domain/artifact.ts';
import { count, found, quoted } from './archive-problem.ts';

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

const controls = /[\u0001-\u001f\u007f-\u009f]/;
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const needsLook = /[^a-zA-Z0-9_/-]|^\/|\/\/|^$/;
const longestPath = 4096;
const longestName = 255;
const none: readonly ArchiveFaultView[] = [];

/** Names of devices are reserved with any extension, too. */
function reservedPart(parts: readonly string[]): string | undefined {
  return parts.find((part) => reserved.test(part));
}

/** Why a name must never be used as a path, on any system; null for a safe one. */
function unsafeBecause(path: string): string | null {
  if (path.includes('\0')) return 'holds a NUL, which ends a path for many programs';
  if (path.startsWith('\\\\') || path.startsWith('//')) return 'names a network share';
  if (/^[a-zA-Z]:/.test(path)) return `begins with the drive ${path.slice(0, 2)}`;
  if (path.startsWith('/') || path.startsWith('\\')) return 'is an absolute path';
  const parts = path.split(/[/\\]/);
  if (parts.includes('..')) return 'leads out of the folder with “..”';
  if (path.includes('\\')) return 'holds a backslash, which divides folders on Windows';
  if (path.includes(':')) return 'holds a colon, which names a hidden stream on Windows';
  const device = reservedPart(parts);
  if (device !== undefined) return `uses ${quoted(device)}, a device’s name on Windows`;
  if (parts.some((part) => part !== '.' && /[. ]$/.test(part)))
    return 'has a part that ends with a dot or a space, which Windows drops';
  return null;
}

function badBecause(path: string): string | null {
  if (path === '' || path === '/') return 'An entry has no name.';
  if (path.length > longestPath)
    return `${quoted(path)} is ${count(path.length)} characters long, more than file systems take.`;
  if (path.split('/').some((part) => part.length > longestName))
    return `${quoted(path)} has a part of more than ${longestName} characters, more than file systems take.`;
  if (directions.test(path))
    return `${quoted(path)} holds characters that turn the direction of text, so that it may look like another name.`;
  if (controls.test(path)) return `${quoted(path)} holds control characters.`;
  return null;
}

/** What is wrong with an entry's decoded name: `unsafe-path` and `bad-name`, both warnings. */
export function nameFaults(path: string): readonly ArchiveFaultView[] {
  // Most names are plain, and there may be very many.
  if (!needsLook.test(path) && path.length <= longestName && reservedPart(path.split('/')) === undefined)
    return none;
  const unsafe = unsafeBecause(path);
  const bad = badBecause(path);
  if (unsafe === null && bad === null) return none;
  return [
    ...(unsafe === null ? [] : [found('unsafe-path', `${quoted(path)} ${unsafe}.`)]),
    ...(bad === null ? [] : [found('bad-name', bad)]),
  ];
}
