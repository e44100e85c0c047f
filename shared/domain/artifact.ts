import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';
import { regionSchema } from './environment.ts';
import { utf8Bytes } from './utf8-bytes.ts';

/**
 * Whose credentials read: the environment's own, or those of a run's job. The latter live in memory, about 15 minutes at a
 * time, and open what CodePipeline scoped them to.
 */
export const artifactAccessSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('environment') }),
  z.strictObject({ kind: z.literal('run'), runId: z.string().min(1).max(600) }),
]);
export type ArtifactVia = z.infer<typeof artifactAccessSchema>;

/** Source: "General purpose bucket naming rules" (also the older ones, which S3 still serves in us-east-1). */
export const bucketNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/, 'expected the name of an S3 bucket');

/** Keys are at most 1,024 bytes of UTF-8. Source: "Naming Amazon S3 objects". */
export const objectKeySchema = z
  .string()
  .min(1, 'expected the key of an object')
  .refine((key) => utf8Bytes(key) <= 1024, 'expected a key of at most 1,024 bytes');

export const prefixSchema = z.string().max(1024);

/** An object, or one version of it; `versionId` null is whatever is the latest. `region` null: S3 is asked for it. */
export const objectPlaceSchema = z.strictObject({
  region: regionSchema.nullable(),
  bucket: bucketNameSchema,
  key: objectKeySchema,
  versionId: z.string().max(1024).nullable(),
});
export type ObjectPlace = z.infer<typeof objectPlaceSchema>;

/** Why something could not be read: a sentence for people, and which permission or key would change it where that is known. */
export const artifactProblemSchema = z.object({
  code: z.enum(ERROR_CODES),
  sentence: z.string(),
  /** Facts by name (whose credentials, which action, which KMS key, which prefix), in the order to be shown. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  retryable: z.boolean(),
});
export type ArtifactProblem = z.infer<typeof artifactProblemSchema>;

export const bucketViewSchema = z.object({
  name: z.string(),
  /** Null where S3 did not tell. */
  region: z.string().nullable(),
  createdAt: z.number().nullable(),
});
export type BucketView = z.infer<typeof bucketViewSchema>;

/** One object of a listing. Sizes in bytes, times epoch ms. */
export const objectRowSchema = z.object({
  key: z.string(),
  size: z.number(),
  modifiedAt: z.number().nullable(),
  etag: z.string().nullable(),
  storageClass: z.string().nullable(),
});
export type ObjectRow = z.infer<typeof objectRowSchema>;

/** One version of one key, the newest first. A delete marker has no size. */
export const versionRowSchema = z.object({
  versionId: z.string(),
  isLatest: z.boolean(),
  isDeleteMarker: z.boolean(),
  size: z.number().nullable(),
  modifiedAt: z.number().nullable(),
  etag: z.string().nullable(),
});
export type VersionRow = z.infer<typeof versionRowSchema>;

/** What S3 says of one object, as its headers have it. */
export const objectFactsSchema = z.object({
  size: z.number(),
  etag: z.string(),
  versionId: z.string().nullable(),
  modifiedAt: z.number().nullable(),
  contentType: z.string().nullable(),
  /** `AES256`, `aws:kms`, `aws:kms:dsse`; null where the answer names none. */
  encryption: z.string().nullable(),
  kmsKeyId: z.string().nullable(),
  storageClass: z.string().nullable(),
  /** Checksums that S3 keeps for the object: `CRC32 0a1b2c==` by algorithm, with `COMPOSITE` or `FULL_OBJECT`. */
  checksums: z.array(z.object({ algorithm: z.string(), value: z.string(), type: z.string().nullable() })),
});
export type ObjectFacts = z.infer<typeof objectFactsSchema>;

/** `plain`: not an archive that can be looked into. */
export const ARTIFACT_KINDS = ['zip', 'tar', 'tar.gz', 'plain'] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

/**
 * What is wrong with an archive, or with one entry. Stable: the hostile corpus of the tests is written against these.
 * Warnings (`duplicate-name`, `case-clash`, …) leave the content readable; the others close the entry or the archive.
 */
export const ARCHIVE_FAULTS = [
  'not-an-archive',
  'truncated',
  'damaged-directory',
  'damaged-entry',
  'bad-checksum',
  'wrong-size',
  'overlapping-entries',
  'too-many-entries',
  'bomb',
  'encrypted',
  'unknown-method',
  'multi-disk',
  'unsafe-path',
  'link',
  'special-file',
  'duplicate-name',
  'case-clash',
  'name-mismatch',
  'bad-name',
  'leading-data',
  'trailing-data',
  'changed-meanwhile',
] as const;
export type ArchiveFault = (typeof ARCHIVE_FAULTS)[number];
export const archiveFaultSchema = z.object({ fault: z.enum(ARCHIVE_FAULTS), sentence: z.string() });
export type ArchiveFaultView = z.infer<typeof archiveFaultSchema>;

/**
 * How a zip's name came to be text: `ascii` needs no telling; `utf-8-flag` is marked as UTF-8 (bit 11), `unicode-path` has Info-ZIP's
 * extra field for it, `utf-8-unmarked` is UTF-8 without saying so, `cp437` is the character set of the original PC, `undecodable` is
 * marked as UTF-8 and is not, and shown as code page 437. Source: APPNOTE, D.1 and D.2.
 */
export const NAME_ENCODINGS = [
  'ascii',
  'utf-8-flag',
  'unicode-path',
  'utf-8-unmarked',
  'cp437',
  'undecodable',
] as const;
export type NameEncoding = (typeof NAME_ENCODINGS)[number];

/** What an archive as a whole is like, by its directory (a tar's headers): contents are not read for it. */
export const archiveMakeupSchema = z.object({
  /** Whether its end, or an entry, has its numbers in zip64's longer fields. */
  zip64: z.boolean(),
  /** Names by encoding, the most frequent first; empty in a tar, which does not say. */
  names: z.array(z.object({ encoding: z.enum(NAME_ENCODINGS), entries: z.number().int() })),
  /** Entries that are. */
  encrypted: z.number().int(),
  /** Entries of which the directory alone shows that they are; other damage shows when they are read. */
  damaged: z.number().int(),
});
export type ArchiveMakeup = z.infer<typeof archiveMakeupSchema>;

/** One entry of an archive. Everything in it comes from a stranger: names are shown, never used as paths. */
export const archiveEntrySchema = z.object({
  /** Its number in the archive's directory, from 0: what addresses it, since names need not be unique. */
  index: z.number().int(),
  /** As decoded; `/` divides folders. */
  path: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'special']),
  size: z.number(),
  /** Null where the archive compresses as a whole (tar.gz) or not at all. */
  compressedSize: z.number().nullable(),
  /** `Deflate`, `Store`, …; null in a tar. */
  method: z.string().nullable(),
  /** Unsigned CRC-32 in 8 hex digits; null where the format keeps none. */
  crc32: z.string().nullable(),
  modifiedAt: z.number().nullable(),
  encrypted: z.boolean(),
  /** Permission bits where the archive has them. */
  mode: z.number().nullable(),
  /** Where a link points to. */
  target: z.string().nullable(),
  faults: z.array(archiveFaultSchema),
});
export type ArchiveEntry = z.infer<typeof archiveEntrySchema>;

/** What has gone over the wire for an opened artifact so far, against its whole size. */
export const fetchedSchema = z.object({
  requests: z.number(),
  bytes: z.number(),
  /** Bytes that the disk cache gave instead. */
  fromCache: z.number(),
});
export type Fetched = z.infer<typeof fetchedSchema>;

/** An opened artifact. `openId` holds as long as main keeps it open; one that was closed meanwhile answers `not-found`. */
export const openedArtifactSchema = z.object({
  openId: z.string(),
  via: artifactAccessSchema,
  place: objectPlaceSchema,
  facts: objectFactsSchema,
  kind: z.enum(ARTIFACT_KINDS),
  entries: z.number(),
  /** Sum of all entries' sizes as the directory tells them. */
  unpackedSize: z.number().nullable(),
  comment: z.string().nullable(),
  /** Null for `plain`. */
  makeup: archiveMakeupSchema.nullable(),
  /** Faults of the archive as a whole; where one closes it, `kind` is `plain` or there are no entries. */
  faults: z.array(archiveFaultSchema),
  fetched: fetchedSchema,
});
export type OpenedArtifact = z.infer<typeof openedArtifactSchema>;

/** A folder of the tree: synthetic where the archive does not list it. */
export const archiveFolderSchema = z.object({
  path: z.string(),
  name: z.string(),
  files: z.number(),
  size: z.number(),
});
export type ArchiveFolder = z.infer<typeof archiveFolderSchema>;

export const ENTRY_SORTS = ['path', 'size', 'ratio', 'modifiedAt'] as const;

/** A window onto an opened artifact's entries: of one folder (tree), or of all (flat), narrowed by a text in the path. */
export const entriesQuerySchema = z.strictObject({
  openId: z.string().max(100),
  /** The folder's path without a slash at the end, `''` is the root; null lists flat over all folders. */
  folder: z.string().max(70_000).nullable(),
  search: z.string().max(500),
  sort: z.enum(ENTRY_SORTS),
  descending: z.boolean(),
  from: z.number().int().min(0),
  count: z.number().int().min(1).max(500),
});
export type EntriesQuery = z.infer<typeof entriesQuerySchema>;

export const entriesPageSchema = z.object({
  /** Subfolders of the asked folder that hold a match; empty when flat. Counted into `from` and `total`, before the entries. */
  folders: z.array(archiveFolderSchema),
  entries: z.array(archiveEntrySchema),
  total: z.number(),
  fetched: fetchedSchema,
});
export type EntriesPage = z.infer<typeof entriesPageSchema>;

/** An artifact as a run's job data, or an action execution, names it. */
export const namedArtifactSchema = z.object({
  direction: z.enum(['input', 'output']),
  name: z.string(),
  place: objectPlaceSchema.nullable(),
  /** Who used or made it, in the words of the source. */
  pipeline: z.string().nullable(),
  stage: z.string().nullable(),
  action: z.string().nullable(),
  pipelineExecutionId: z.string().nullable(),
  at: z.number().nullable(),
});
export type NamedArtifact = z.infer<typeof namedArtifactSchema>;

/** A run's artifacts, and whether its job's credentials can still be had. */
export const runArtifactsSchema = z.object({
  runId: z.string(),
  artifacts: z.array(namedArtifactSchema),
  /** The customer's key for outputs, as the job says; null stands for the AWS-managed one or an unknown one. */
  encryptionKeyId: z.string().nullable(),
  /** Null while the job's credentials can be asked for; else why not, in one sentence. */
  whyNoJobCredentials: z.string().nullable(),
  /** The newest succeeded run of the same action and customer, for a comparison; null where there is none. */
  lastGreenRunId: z.string().nullable(),
});
export type RunArtifacts = z.infer<typeof runArtifactsSchema>;
