import type { OpenObject } from '../../ports.ts';

/** Up to here the first request is one piece, which a cache can keep. */
const onePieceBytes = 1024 * 1024;

/** An entry's bytes from its header on, with one request as far as was guessed, and one for the rest if that is needed. */
export class EntryBytes {
  private readonly source: AsyncIterator<Uint8Array>;
  private held: Uint8Array = new Uint8Array();

  constructor(
    object: OpenObject,
    from: number,
    guess: number,
    limit: number,
    signal: AbortSignal | undefined,
  ) {
    this.source = requests(object, from, guess, limit, signal);
  }

  /** The next bytes, fewer where they end. */
  async take(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let left = length;
    while (left > 0 && (this.held.length > 0 || (await this.more()))) {
      const part = this.held.subarray(0, left);
      this.held = this.held.subarray(part.length);
      left -= part.length;
      parts.push(part);
    }
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
  }

  /** What follows, so many bytes of it. */
  async *upTo(length: number): AsyncGenerator<Uint8Array> {
    let left = length;
    while (left > 0 && (this.held.length > 0 || (await this.more()))) {
      const part = this.held.subarray(0, left);
      this.held = this.held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  private async more(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done) return false;
    this.held = next.value;
    return true;
  }
}

async function* requests(
  object: OpenObject,
  from: number,
  guess: number,
  limit: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (guess - from <= onePieceBytes) yield await object.read(from, guess - from, signal);
  else yield* object.stream(from, guess, signal);
  if (guess < limit) yield* object.stream(guess, limit, signal);
}
