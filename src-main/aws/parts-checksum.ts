import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { ObjectFacts } from '#shared/domain/artifact.ts';
import { ActionDeskError, toActionDeskError } from '#shared/domain/errors.ts';
import { inParallel } from './in-parallel.ts';
import { CRC_KINDS } from './object-crc.ts';
import type { Checked } from './object-checksum.ts';
import type { PartFacts } from './object-opening.ts';

/** Requests for the lengths of parts at once, where they are not all alike. */
const HEADS_AT_ONCE = 8;

/** Source: "Amazon S3 multipart upload limits". A service that tells of more is not believed. */
const MOST_PARTS = 10_000;

/** What S3 made out of the checksums of an object's parts. */
export interface PartsCheck {
  /** As a sentence names it. */
  readonly name: string;
  readonly parts: number;
  readonly expected: string;
  /** Whether AWS documents how it is made: what does not fit is damaged then, and else only not checked. */
  readonly isPromised: boolean;
  /** Of a part's bytes, or of all parts' digests one behind the other. */
  digest(): { update(chunk: Uint8Array): void; value(): Buffer };
  readonly encoding: 'hex' | 'base64';
}

/** Says how long one part is, counted from 1; null where S3 tells of no parts. Throws S3's refusals. */
export type PartLength = (part: number) => Promise<PartFacts | null>;

/**
 * Checksums of kind COMPOSITE, and ETags of objects that came in parts, where no KMS key encrypts them: `value-count`.
 * Source: "Checking object integrity" in the Amazon S3 documentation; how such an ETag is made is known, and not promised.
 */
export function partsCheckOf(facts: ObjectFacts): PartsCheck | null {
  for (const { algorithm, value } of facts.checksums) {
    const [, expected, parts] = /^(.+)-(\d+)$/.exec(value) ?? [];
    const digest = digestNamed(algorithm);
    if (expected === undefined || !digest) continue;
    const name = `S3's ${algorithm} of its ${plural(Number(parts))}`;
    return { name, parts: Number(parts), expected, isPromised: true, digest, encoding: 'base64' };
  }
  const [, expected, parts] = /^([0-9a-f]{32})-(\d+)$/.exec(facts.etag) ?? [];
  if (expected === undefined || (facts.encryption ?? 'AES256') !== 'AES256') return null;
  const name = `the ETag, which is made of the MD5s of its ${plural(Number(parts))}`;
  return {
    ...{ name, parts: Number(parts), expected, isPromised: false, encoding: 'hex' },
    digest: () => hashing('md5'),
  };
}

const plural = (parts: number): string => (parts === 1 ? '1 part' : `${parts.toLocaleString('en-US')} parts`);

function hashing(algorithm: string) {
  const hash = createHash(algorithm);
  return { update: (chunk: Uint8Array) => void hash.update(chunk), value: () => hash.digest() };
}

function digestNamed(algorithm: string): PartsCheck['digest'] | null {
  if (algorithm === 'SHA256' || algorithm === 'SHA1') return () => hashing(algorithm.toLowerCase());
  const kind = CRC_KINDS.find(({ name }) => name === algorithm);
  if (!kind) return null;
  return () => {
    const running = kind.begin();
    const text = (): string =>
      running
        .value()
        .toString(16)
        .padStart(kind.width / 4, '0');
    return { update: (chunk) => running.update(chunk), value: () => Buffer.from(text(), 'hex') };
  };
}

/**
 * Reads the file part by part and compares. S3 is asked how long the first part is, and of the others only where parts of that
 * length do not fit. Throws the signal's reason, and what may go better another time.
 */
export async function checkByParts(
  check: PartsCheck,
  content: { file: string; size: number },
  lengthOf: PartLength,
  signal?: AbortSignal,
): Promise<Checked> {
  const unverified = (why: string): Checked => ({
    ...{ fits: true, verified: false },
    sentence: `The size fits. The content was not checked: there is only ${check.name}, and ${why}.`,
  });
  try {
    const first = await lengthOf(1);
    if (first?.parts !== check.parts || check.parts > MOST_PARTS)
      return unverified('S3 does not tell how long those are');
    const alike = alikeLengths(content.size, first);
    if (alike && (await fits(check, content.file, alike, signal))) return verified(check.name);
    const lengths = await allLengths(first, lengthOf, signal);
    if (!lengths || lengths.reduce((sum, bytes) => sum + bytes, 0) !== content.size)
      return unverified('the lengths that S3 tells of those do not add up');
    if (String(lengths) !== String(alike) && (await fits(check, content.file, lengths, signal)))
      return verified(check.name);
  } catch (thrown) {
    signal?.throwIfAborted();
    if (!(thrown instanceof ActionDeskError) || thrown.retryable) throw thrown;
    return unverified(
      `how long those are could not be learnt: ${toActionDeskError(thrown).message.replace(/\.$/, '')}`,
    );
  }
  if (!check.isPromised) return unverified('it does not fit, which for such an ETag need not mean damage');
  return {
    ...{ fits: false, verified: true },
    sentence: `The content does not fit ${check.name}: it was damaged on its way.`,
  };
}

const verified = (name: string): Checked => ({
  ...{ fits: true, verified: true, sentence: `Checked against ${name}.` },
});

/** All parts as long as the first, the last one shorter or not: how nearly every program uploads. Null where that cannot be. */
function alikeLengths(size: number, { bytes, parts }: PartFacts): number[] | null {
  const last = size - bytes * (parts - 1);
  if (last <= 0 || last > bytes) return null;
  return [...Array.from({ length: parts - 1 }, () => bytes), last];
}

async function allLengths(
  first: PartFacts,
  lengthOf: PartLength,
  signal: AbortSignal | undefined,
): Promise<number[] | null> {
  const lengths = [first.bytes];
  const others = Array.from({ length: first.parts - 1 }, (_, at) => at + 2);
  let complete = true;
  await inParallel(others, HEADS_AT_ONCE, signal, async (part) => {
    const told = await lengthOf(part);
    if (told) lengths[part - 1] = told.bytes;
    else complete = false;
  });
  return complete ? lengths : null;
}

async function fits(
  check: PartsCheck,
  file: string,
  lengths: readonly number[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const all = check.digest();
  let start = 0;
  for (const bytes of lengths) {
    const one = check.digest();
    const options = { start, end: start + bytes - 1, highWaterMark: 1024 * 1024, ...(signal && { signal }) };
    // An object without bytes may have come as one part without any: Node knows no empty range.
    if (bytes > 0) for await (const chunk of createReadStream(file, options)) one.update(chunk as Buffer);
    all.update(one.value());
    start += bytes;
  }
  return all.value().toString(check.encoding) === check.expected;
}
