import { z } from 'zod';
import { clientIdSchema, clientLabelSchema, clientTokenSchema } from '#shared/domain/client.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { issueSentences } from '#shared/domain/validation.ts';
import type { PlainClient } from '../compose/runtime.ts';
import { looksLikePageRequest, objectWith, readPageRequest } from './configuration-page.ts';
import { parseCsv } from './csv.ts';

/** How the file's own words map to ours; undefined stands for the usual names. */
export interface FieldNames {
  readonly clientId?: string | undefined;
  readonly label?: string | undefined;
  readonly token?: string | undefined;
}

/** What a file holds. A sentence names the line or entry and the field, never a value. */
export interface ClientFile {
  readonly good: PlainClient[];
  readonly bad: string[];
}

interface Entry {
  /** `line 3` or `entry 3`. */
  readonly place: string;
  readonly values: Partial<Record<keyof PlainClient, unknown>>;
  readonly problem?: string;
}

const clientSchema = z.object({
  clientId: clientIdSchema,
  label: clientLabelSchema,
  token: clientTokenSchema,
});
const FIELDS = ['clientId', 'label', 'token'] as const;
const USUAL: Readonly<Record<keyof PlainClient, readonly string[]>> = {
  clientId: ['clientid', 'id'],
  label: ['label', 'name', 'customer', 'customername'],
  token: ['token', 'clienttoken'],
};
const FLAG: Readonly<Record<keyof PlainClient, string>> = {
  clientId: '--id-field',
  label: '--label-field',
  token: '--token-field',
};

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function isFieldName(field: keyof PlainClient, name: string, names: FieldNames): boolean {
  const own = names[field];
  return own === undefined ? USUAL[field].includes(plain(name)) : name.trim() === own;
}

const refuse = (sentence: string): ActionDeskError => new ActionDeskError('invalid-input', sentence);

function entriesOfCsv(text: string, names: FieldNames): Entry[] {
  const [head, ...rest] = parseCsv(text);
  if (!head) return [];
  const headless = clientIdSchema.safeParse(head.cells[0]).success;
  const columns = FIELDS.map((field, at) =>
    headless ? at : head.cells.findIndex((name) => isFieldName(field, name, names)),
  );
  FIELDS.forEach((field, at) => {
    // A file without customers' names can be given one label for all.
    if (columns[at] === -1 && field !== 'label')
      throw refuse(`line 1: no column for the ${field}: name it with ${FLAG[field]}`);
  });
  return (headless ? [head, ...rest] : rest).map(({ line, cells, broken }) => ({
    place: `line ${line}`,
    values: Object.fromEntries(FIELDS.map((field, at) => [field, cells[columns[at] ?? -1]])),
    ...(broken ? { problem: 'a quote is not closed' } : {}),
  }));
}

function valuesOf(record: unknown, names: FieldNames): Entry['values'] {
  if (typeof record !== 'object' || record === null) return {};
  return Object.fromEntries(
    FIELDS.map((field) => [
      field,
      Object.entries(record).find(([name]) => isFieldName(field, name, names))?.[1] as unknown,
    ]),
  );
}

function entriesOfJson(text: string, names: FieldNames): Entry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('The file begins like JSON and is none.');
  }
  const list: unknown = z.object({ clients: z.array(z.unknown()) }).safeParse(value).data?.clients ?? value;
  const records: unknown[] = Array.isArray(list) ? list : [list];
  return records.map((record, at) => ({ place: `entry ${at + 1}`, values: valuesOf(record, names) }));
}

function entriesOfPage(text: string, names: FieldNames): Entry[] {
  const found = objectWith(readPageRequest(text), (record) =>
    Object.keys(record).some((name) => isFieldName('clientId', name, names)),
  );
  if (found === undefined)
    throw refuse(
      `The request of the configuration page names no client id: name its field with ${FLAG.clientId}.`,
    );
  return [{ place: 'request', values: valuesOf(found, names) }];
}

function entriesOf(written: string, names: FieldNames): Entry[] {
  const text = written.trim();
  if (looksLikePageRequest(text)) return entriesOfPage(text, names);
  return /^[[{]/.test(text) ? entriesOfJson(text, names) : entriesOfCsv(written.trimEnd(), names);
}

/**
 * Reads a file of clients: CSV with or without a line of headings, JSON (an array, or an object with `clients`), or the
 * request of the configuration page. `label` fills in where an entry has none. Throws `invalid-input` where the file as a
 * whole makes no sense; an entry that makes none is a sentence in `bad`.
 */
export function readClientFile(written: string, names: FieldNames = {}, label?: string): ClientFile {
  const text = written.replace(/^\uFEFF/, '');
  const seen = new Map<string, string>();
  const file: ClientFile = { good: [], bad: [] };
  for (const { place, values, problem } of entriesOf(text, names)) {
    const { clientId = '', token = '' } = values;
    // A field that is not there is as bad as an empty one, and our sentence says more than "missing".
    const given = {
      clientId,
      token,
      label: values.label === undefined || values.label === '' ? (label ?? '') : values.label,
    };
    const parsed = clientSchema.safeParse(given);
    const before = parsed.success ? seen.get(parsed.data.clientId) : undefined;
    if (problem !== undefined) file.bad.push(`${place}: ${problem}`);
    else if (!parsed.success) file.bad.push(`${place}: ${issueSentences(parsed.error)[0] ?? 'not valid'}`);
    else if (before !== undefined) file.bad.push(`${place}: clientId: the same as in ${before}`);
    else {
      seen.set(parsed.data.clientId, place);
      file.good.push(parsed.data);
    }
  }
  return file;
}
