import { expect, it } from 'vitest';
import { whyNotOutside } from '#main/artifacts/save/outside-file.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

it.each([
  ['report.pdf', '%PDF-1.7 …'],
  ['shot.PNG', '\x89PNG\r\n\x1a\n…'],
  ['notes.txt', 'plain text'],
  ['data.json', '{"a": 1}'],
])('opens %s outside', (name, head) => {
  expect(whyNotOutside(name, bytes(head))).toBeNull();
});

it.each([
  ['run.sh', 'echo', 'none of them by its name'],
  ['setup.exe', 'MZ', 'none of them by its name'],
  ['a.pdf.desktop', '%PDF-', 'none of them by its name'],
  ['page.html', '<p>', 'none of them by its name'],
  ['drawing.svg', '<svg>', 'none of them by its name'],
  ['sheet.xlsx', 'PK', 'none of them by its name'],
  ['Makefile', 'all:', 'none of them by its name'],
  ['constructor', 'x', 'none of them by its name'],
  ['a.txt', '#!/bin/sh', 'begins like a program'],
  ['a.txt', 'MZ\x90', 'begins like a program'],
  ['a.log', '\x7fELF', 'begins like a program'],
  ['a.pdf', 'MZ', 'begins like a program'],
  ['a.pdf', 'hello', 'not what its name says'],
  ['a.png', '%PDF-', 'not what its name says'],
  ['a.txt', 'a\0b', 'is not'],
  ['a.xml', '<x><script>', 'markup'],
])('keeps %s (%j) inside', (name, head, why) => {
  expect(whyNotOutside(name, bytes(head))).toContain(why);
});
