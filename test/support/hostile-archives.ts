import { rawZip } from './hostile-archives-zip.ts';
import { zipKey } from './hostile-archives-case.ts';
import type { HostileCase, Saying } from './hostile-archives-case.ts';
import { hostileContents } from './hostile-archives-contents.ts';
import { hostileNames } from './hostile-archives-names.ts';
import { hostileStructures } from './hostile-archives-structure.ts';
import { hostileTars } from './hostile-archives-tars.ts';

function pretender(name: string, make: () => Buffer, because: string): HostileCase {
  const fault: Saying = ['not-an-archive', `The object is named like a zip, but ${because}.`];
  return { name, make, key: zipKey, kind: 'plain', faults: [fault], entries: [] };
}

/** Objects that are named like archives and are none. */
const pretenders: readonly HostileCase[] = [
  pretender('nothing at all', () => Buffer.alloc(0), 'is empty (0 bytes)'),
  pretender('one byte', () => Buffer.from('P'), 'begins with none of the known signs'),
  pretender(
    'a proxy’s error page',
    () => Buffer.from('<!DOCTYPE html><html>502'),
    'begins with an HTML page',
  ),
  pretender(
    'an answer of S3',
    () => Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
    'begins with an XML document',
  ),
  pretender(
    'another archiver’s file',
    () => Buffer.from('377abcaf271c0004', 'hex'),
    'begins with a 7-Zip archive',
  ),
  pretender('zeros', () => Buffer.alloc(5000), 'begins with zeros'),
  {
    name: 'an empty zip',
    make: () => rawZip([]),
    kind: 'zip',
    entries: [],
  },
];

/** The corpus: every archive that is known to have harmed someone, made here from nothing. */
export const hostileArchives: readonly HostileCase[] = [
  ...hostileNames,
  ...hostileContents,
  ...hostileStructures,
  ...hostileTars,
  ...pretenders,
];
