import { ActionDeskError } from '#shared/domain/errors.ts';
import type { OpenObject } from '../ports.ts';
import { ArchiveProblem } from './archive-problem.ts';

/** The same object; that it was replaced while it was read becomes a fault of the archive. */
export function guarded(object: OpenObject): OpenObject {
  return {
    place: object.place,
    facts: object.facts,
    fetched: () => object.fetched(),
    async read(from, length, signal) {
      try {
        return length === 0 ? new Uint8Array() : await object.read(from, length, signal);
      } catch (thrown) {
        throw asFault(thrown);
      }
    },
    async *stream(from, to, signal) {
      if (to <= from) return;
      try {
        yield* object.stream(from, to, signal);
      } catch (thrown) {
        throw asFault(thrown);
      }
    },
  };
}

function asFault(thrown: unknown): unknown {
  if (!(thrown instanceof ActionDeskError) || thrown.code !== 'not-allowed-now') return thrown;
  return new ArchiveProblem(
    'changed-meanwhile',
    'The object was replaced while it was being read. Open it again to see the new one.',
    { cause: thrown },
  );
}
