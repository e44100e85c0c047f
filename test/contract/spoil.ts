import { pick } from '#main/simulator/seeded-random.ts';
import type { Random } from '#main/simulator/seeded-random.ts';

const long = 'x'.repeat(20_000);

/** Values that no operation wants where they are put, or wants and gets wrong. */
const garbage: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_993,
  '',
  ' ',
  'x',
  '0',
  'null',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '\u0000\u0001',
  'ünïcödé 😀',
  '\ud800',
  '‮‏',
  '{"a":1}',
  '${jndi:ldap://x}',
  '#{SourceVariables.CommitId}',
  '{Config:',
  'bm8gdG9rZW4=',
  'eyJvIjoiTGlzdFBpcGVsaW5lcyJ9',
  '(((((((((((((((((((a+)+)+',
  'arn:aws:codepipeline:us-east-1:111122223333:*',
  long,
  [],
  {},
  [[[]]],
  [null],
  { a: { a: { a: {} } } },
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": 1}}'),
  Array.from({ length: 1500 }, (_, at) => `item-${at}`),
  Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`key-${at}`, long.slice(0, 10)])),
];

function waste(random: Random): unknown {
  return structuredClone(pick(random, garbage));
}

/** A copy of a JSON value with one to three faults in it. */
export function spoil(random: Random, value: unknown): unknown {
  if (random() < 0.03) return waste(random);
  let spoilt = structuredClone(value);
  for (let faults = 1 + Math.floor(random() * 3); faults > 0; faults -= 1) spoilt = spoilOnce(random, spoilt);
  return spoilt;
}

function spoilOnce(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.1) return waste(random);
  const holder = value as Record<string, unknown>;
  const names = Object.keys(holder);
  if (names.length === 0) return waste(random);
  const name = pick(random, names);
  const draw = random();
  if (draw < 0.6) holder[name] = spoilOnce(random, holder[name]);
  else if (draw < 0.7 && !Array.isArray(holder)) delete holder[name];
  else if (draw < 0.8) holder[name] = [holder[name], holder[name]];
  else if (draw < 0.9) holder[pick(random, ['nextToken', 'name', 'unknown', 'toString'])] = waste(random);
  else if (Array.isArray(holder)) holder.push(holder[0]);
  else holder[name] = { [name]: holder[name] };
  return holder;
}
