import { z } from 'zod';
import { clientIdSchema, plainClientSchema, type PlainClient } from '#shared/domain/client.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { issueSentences } from '#shared/domain/validation.ts';
import { looksLikePageRequest, objectWith, readPageRequest } from './configuration-page.ts';
import { parseCsv } from './csv.ts';
import { jsonRecords } from './json-records.ts';

/** How the file's own words map to ours; undefined stands for the usual names. */
export interface FieldNames {
  readonly clientId?: string | undefined;
  readonly label?: string | undefined;
  readonly token?: string | undefined;
}

/** One entry of a file: a client, or the sentence that says what is wrong with it. */
export interface ClientEntry {
  /** `line 3`, `entry 3 (line 17)` or `request`. */
  readonly place: string;
  readonly client: PlainClient | null;
  /** Names the field and what was expected, never a value; null for a client. */
  readonly problem: string | null;
}

/** What a file holds. A sentence names the line or entry and the field, never a value. */
export interface ClientFile {
  readonly good: PlainClient[];
  readonly bad: string[];
}

interface Entry {
  readonly place: string;
  readonly values: Partial<Record<keyof PlainClient, unknown>>;
  readonly problem?: string;
}

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

function* entriesOfCsv(text: string, names: FieldNames): Generator<Entry> {
  let columns: number[] | null = null;
  for (const { line, cells, broken } of parseCsv(text)) {
    if (columns === null) {
      const headless = clientIdSchema.safeParse(cells[0]).success;
      columns = FIELDS.map((field, at) =>
        headless ? at : cells.findIndex((name) => isFieldName(field, name, names)),
      );
      for (const [at, field] of FIELDS.entries()) {
        // A file without customers' names can be given one label for all.
        if (columns[at] === -1 && field !== 'label')
          throw refuse(`line 1: no column for the ${field}: name it with ${FLAG[field]}`);
      }
      if (!headless) continue;
    }
    const at = columns;
    yield {
      place: `line ${line}`,
      values: Object.fromEntries(FIELDS.map((field, index) => [field, cells[at[index] ?? -1]])),
      ...(broken ? { problem: 'a quote is not closed' } : {}),
    };
  }
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

const NO_JSON = 'The file begins like JSON and is none.';

function* entriesOfJson(text: string, names: FieldNames): Generator<Entry> {
  const list = jsonRecords(text);
  if (list === null) {
    yield* wholeJson(text, names);
    return;
  }
  let [number, whole] = [0, 0];
  for (const { line, value, broken } of list) {
    number += 1;
    if (!broken) whole += 1;
    else if (whole === 0) throw refuse(NO_JSON);
    yield {
      place: `entry ${number} (line ${line})`,
      values: valuesOf(value, names),
      ...(broken ? { problem: 'no whole JSON: the file may have been cut off' } : {}),
    };
  }
}

function wholeJson(text: string, names: FieldNames): Entry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(NO_JSON);
  }
  const records: unknown[] = z.object({ clients: z.array(z.unknown()) }).safeParse(value).data?.clients ?? [
    value,
  ];
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

function entriesOf(written: string, names: FieldNames): Iterable<Entry> {
  const text = written.trim();
  if (looksLikePageRequest(text)) return entriesOfPage(text, names);
  return /^[[{]/.test(text) ? entriesOfJson(text, names) : entriesOfCsv(written.trimEnd(), names);
}

/**
 * Reads a file of clients, entry by entry: CSV with or without a line of headings, JSON (an array, or an object with
 * `clients`), or the request of the configuration page. `label` fills in where an entry has none. Throws `invalid-input`
 * where the file as a whole makes no sense.
 */
export function* readClients(
  written: string,
  names: FieldNames = {},
  label?: string,
): Generator<ClientEntry> {
  const seen = new Map<string, string>();
  for (const { place, values, problem } of entriesOf(written.replace(/^\uFEFF/, ''), names)) {
    const { clientId = '', token = '' } = values;
    // A field that is not there is as bad as an empty one, and our sentence says more than "missing".
    const given = {
      clientId,
      token,
      label: values.label === undefined || values.label === '' ? (label ?? '') : values.label,
    };
    const parsed = plainClientSchema.safeParse(given);
    const before = parsed.success ? seen.get(parsed.data.clientId) : undefined;
    if (problem !== undefined) yield { place, client: null, problem };
    else if (!parsed.success)
      yield { place, client: null, problem: issueSentences(parsed.error)[0] ?? 'not valid' };
    else if (before !== undefined)
      yield { place, client: null, problem: `clientId: the same as in ${before}` };
    else {
      seen.set(parsed.data.clientId, place);
      yield { place, client: parsed.data, problem: null };
    }
  }
}

/** All of a file at once; for long ones see `readClients`. */
export function readClientFile(written: string, names: FieldNames = {}, label?: string): ClientFile {
  const file: ClientFile = { good: [], bad: [] };
  for (const { place, client, problem } of readClients(written, names, label)) {
    if (client) file.good.push(client);
    else file.bad.push(`${place}: ${problem ?? 'not valid'}`);
  }
  return file;
}
