import { describe, expect, it } from 'vitest';
import { createObjectReader } from '#main/aws/object-reader.ts';
import { openEnvironmentS3 } from '#main/aws/s3-door.ts';
import { Secret } from '#shared/domain/secret.ts';
import { countTurns } from '#test/support/count-turns.ts';
import { openManyKeys } from '#test/support/many-keys.ts';

describe('listing everything over HTTP', () => {
  it('takes in the answers that come together in turns of the loop of their own', async () => {
    const keys = await openManyKeys();
    const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: new Secret('test-secret') };
    const door = openEnvironmentS3(
      { credentials: { kind: 'static', ...credentials }, s3Endpoint: keys.endpoint, callTimeoutMs: 60_000 },
      { environment: 'test', homeRegion: 'us-east-1' },
    );
    const counting = countTurns();
    try {
      await keys.delay(30);
      const inTurn = new Map<number, number>();
      let listed = 0;
      await createObjectReader(door).listAll({
        ...{ bucket: 'many-200000', prefix: '', signal: new AbortController().signal },
        onRequest: () => undefined,
        onRows(rows) {
          listed += rows.length;
          inTurn.set(counting.turns, (inTurn.get(counting.turns) ?? 0) + rows.length);
        },
      });
      expect(listed).toBe(200_000);
      // One answer, and a look's row or two; all that are under way would be 32,000.
      expect(Math.max(...inTurn.values())).toBeLessThan(2_500);
    } finally {
      counting.going = false;
      door.close();
      await keys.close();
    }
  }, 60_000);
});
