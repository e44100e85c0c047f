import type { ArchiveEntry, ArtifactProblem, EntriesPage, OpenedArtifact } from '#shared/domain/artifact.ts';
import type { ArtifactTask } from '#shared/domain/artifact-task.ts';
import type { Preview } from '#shared/domain/artifact-preview.ts';

export const FETCHED = { requests: 2, bytes: 73_728, fromCache: 0 };

export const A_KEY = 'checkout/BuildOutput/abc123.zip';

/** An opened zip with SSE-KMS; every field may be replaced. */
export function anOpened(change: Partial<OpenedArtifact> = {}): OpenedArtifact {
  return {
    openId: 'open-1',
    via: { kind: 'environment' },
    place: { region: 'us-east-1', bucket: 'codepipeline-us-east-1-1', key: A_KEY, versionId: null },
    facts: {
      size: 85 * 1024 ** 2,
      etag: '"0123456789abcdef"',
      versionId: 'v-7',
      modifiedAt: 1_760_000_000_000,
      contentType: 'application/zip',
      encryption: 'aws:kms',
      kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1',
      storageClass: null,
      checksums: [{ algorithm: 'CRC64NVME', value: 'AAAA==', type: 'FULL_OBJECT' }],
    },
    kind: 'zip',
    entries: 3,
    unpackedSize: 170 * 1024 ** 2,
    comment: null,
    makeup: { zip64: false, names: [{ encoding: 'ascii', entries: 3 }], encrypted: 0, damaged: 0 },
    faults: [],
    fetched: FETCHED,
    ...change,
  };
}

/** A file of an archive. */
export function anEntry(index: number, path: string, change: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    index,
    path,
    kind: 'file',
    size: 3000,
    compressedSize: 1000,
    method: 'Deflate',
    crc32: '0a1b2c3d',
    modifiedAt: 1_760_000_000_000,
    encrypted: false,
    mode: null,
    target: null,
    faults: [],
    ...change,
  };
}

/** A page of entries. */
export function aPage(
  entries: ArchiveEntry[],
  folders: EntriesPage['folders'] = [],
  total?: number,
): EntriesPage {
  return { folders, entries, total: total ?? folders.length + entries.length, fetched: FETCHED };
}

/** A preview as text. */
export function aPreview(change: Partial<Preview> = {}): Preview {
  return {
    size: 20,
    read: 20,
    mime: null,
    kinds: ['text', 'hex'],
    faults: [],
    notes: [],
    fetched: { requests: 3, bytes: 80_000, fromCache: 0 },
    shown: {
      kind: 'text',
      text: 'key=AKIAEXAMPLE\nregion=eu\n',
      language: null,
      encoding: 'utf-8',
      lines: 2,
      secrets: [{ from: 4, to: 15, why: 'An AWS access key' }],
    },
    ...change,
  };
}

/** Why S3 said no, with its facts. */
export function aProblem(change: Partial<ArtifactProblem> = {}): ArtifactProblem {
  return {
    code: 'aws-access-denied',
    sentence: 'S3 does not let these credentials read the object.',
    facts: [
      { name: 'Credentials', value: 'the environment practice' },
      { name: 'Action', value: 's3:GetObject' },
    ],
    retryable: false,
    ...change,
  };
}

/** A save that is running. */
export function aTask(change: Partial<ArtifactTask> = {}): ArtifactTask {
  return {
    taskId: 'task-1',
    kind: 'save',
    title: 'App.zip → Downloads',
    state: 'running',
    bytesDone: 512,
    bytesTotal: 2048,
    filesDone: 1,
    filesTotal: 4,
    startedAt: 1,
    endedAt: null,
    sentence: null,
    canResume: false,
    issues: [],
    moreIssues: 0,
    ...change,
  };
}
