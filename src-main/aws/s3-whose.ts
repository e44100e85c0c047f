import type { Whose } from './s3-door.ts';

/** The folder that an artifact's key lies in: CodePipeline scopes a job's credentials to its pipeline's. */
const folderOf = (key: string): string => (key.includes('/') ? `${key.slice(0, key.indexOf('/'))}/` : key);

/**
 * Where a job's credentials reach, as far as the locations of its own artifacts tell; null for others and where the job names
 * none. `covers`: whether what was asked lies within.
 */
export function scopeOf(
  whose: Whose,
  asked: { bucket: string | null; key?: string | null | undefined; prefix?: string | undefined },
): { text: string; covers: boolean } | null {
  if (whose.kind !== 'job' || whose.locations.length === 0) return null;
  const folders = new Map(
    whose.locations.map(({ bucket, key }) => [`s3://${bucket}/${folderOf(key)}`, { bucket, key }]),
  );
  const wanted = asked.key ?? asked.prefix ?? '';
  const covers = [...folders.values()].some(
    ({ bucket, key }) => bucket === asked.bucket && wanted.startsWith(folderOf(key)),
  );
  return { text: [...folders.keys()].join(', '), covers };
}

/** Whose credentials they are: `value` for a list of facts, `sentence` to begin a sentence with. */
export function whoseWords(whose: Whose): { value: string; sentence: string } {
  if (whose.kind === 'job') {
    return {
      value: `temporary ones of the job of run ${whose.runId}`,
      sentence: "The job's credentials",
    };
  }
  const { environment, source } = whose;
  const from =
    source.kind === 'profile'
      ? `profile ${source.profile}`
      : source.kind === 'static'
        ? `access key ${source.accessKeyId.slice(0, 4)}…${source.accessKeyId.slice(-4)}`
        : 'the standard AWS chain';
  return {
    value: `of the environment ${environment}: ${from}`,
    sentence: `The environment's credentials (${from})`,
  };
}
