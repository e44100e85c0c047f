import { z } from 'zod';
import {
  artifactAccessSchema,
  artifactProblemSchema,
  bucketNameSchema,
  bucketViewSchema,
  entriesPageSchema,
  entriesQuerySchema,
  namedArtifactSchema,
  objectKeySchema,
  objectPlaceSchema,
  objectRowSchema,
  openedArtifactSchema,
  prefixSchema,
  runArtifactsSchema,
  versionRowSchema,
} from '../../domain/artifact.ts';
import { comparedQuerySchema, comparedRowSchema, comparisonSchema } from '../../domain/artifact-compare.ts';
import { contentSchema, previewRequestSchema, previewSchema } from '../../domain/artifact-preview.ts';
import { artifactTaskSchema, extractionLimitsSchema } from '../../domain/artifact-task.ts';
import { regionSchema } from '../../domain/environment.ts';
import { givenShape } from './runs.ts';

const id = z.string().min(1).max(100);
const place = { via: artifactAccessSchema, region: regionSchema.nullable(), bucket: bucketNameSchema };

/** S3's refusals are answers here, with what would change them; the envelope's error is for everything else. */
const answerOr = <T extends z.ZodType>(found: T) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), found }),
    z.object({ ok: z.literal(false), problem: artifactProblemSchema }),
  ]);

/** Artifacts: where they lie, what is in them, and saving, comparing and replacing them. */
export const artifactsChannels = {
  /** The buckets that the environment's credentials may list. */
  'artifacts.buckets': {
    request: z.strictObject({ via: artifactAccessSchema }),
    response: answerOr(z.object({ buckets: z.array(bucketViewSchema) })),
  },
  /** One page below a prefix, folders (common prefixes) and objects apart. `cursor` null begins and ends. */
  'artifacts.list': {
    request: z.strictObject({
      ...place,
      prefix: prefixSchema,
      cursor: z.string().max(4000).nullable(),
      count: z.number().int().min(1).max(1000),
    }),
    response: answerOr(
      z.object({
        region: z.string(),
        prefixes: z.array(z.string()),
        objects: z.array(objectRowSchema),
        cursor: z.string().nullable(),
      }),
    ),
  },
  /** Lists everything below a prefix in the background; `contains` narrows by a text in the key. */
  'artifacts.startListing': {
    request: z.strictObject({ ...place, prefix: prefixSchema, contains: z.string().max(500) }),
    response: z.object({ listingId: z.string() }),
  },
  /** What a listing has found so far, in the order of keys of each part; grows while it runs. Sizes in bytes. */
  'artifacts.listing': {
    request: z.strictObject({
      listingId: id,
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(500),
    }),
    response: z.object({
      rows: z.array(objectRowSchema),
      matching: z.number(),
      seen: z.number(),
      bytes: z.number(),
      requests: z.number(),
      state: z.enum(['running', 'done', 'stopped', 'failed']),
      problem: artifactProblemSchema.nullable(),
    }),
  },
  /** Stops a listing (what was found stays) or, with `forget`, lets go of it. */
  'artifacts.stopListing': {
    request: z.strictObject({ listingId: id, forget: z.boolean() }),
    response: z.null(),
  },
  /** The versions of one key, the newest first; at most 1,000. */
  'artifacts.versions': {
    request: z.strictObject({ ...place, key: objectKeySchema }),
    response: answerOr(z.object({ versions: z.array(versionRowSchema), more: z.boolean() })),
  },
  /** Pipelines of a region whose artifacts can be named (ListPipelines, through the traffic budget). */
  'artifacts.pipelines': {
    request: z.strictObject({ region: regionSchema }),
    response: answerOr(z.object({ pipelines: z.array(z.string()) })),
  },
  /** What a pipeline's latest action executions name as inputs and outputs (ListActionExecutions), the newest first. */
  'artifacts.named': {
    request: z.strictObject({ region: regionSchema, pipeline: z.string().min(1).max(100) }),
    response: answerOr(z.object({ artifacts: z.array(namedArtifactSchema) })),
  },
  'artifacts.ofRun': {
    request: z.strictObject({ runId: z.string().min(1).max(600) }),
    response: runArtifactsSchema,
  },
  /** Looks into an object: by its last bytes first, so that a zip's directory comes with the first request or two. */
  'artifacts.open': {
    request: z.strictObject({ via: artifactAccessSchema, place: objectPlaceSchema }),
    response: answerOr(openedArtifactSchema),
  },
  'artifacts.close': { request: z.strictObject({ openId: id }), response: z.null() },
  'artifacts.entries': { request: entriesQuerySchema, response: entriesPageSchema },
  'artifacts.preview': { request: previewRequestSchema, response: answerOr(previewSchema) },
  /** Compares two opened artifacts in the background. */
  'artifacts.compare': {
    request: z.strictObject({ left: id, right: id }),
    response: comparisonSchema,
  },
  'artifacts.comparison': {
    request: comparedQuerySchema,
    response: z.object({ comparison: comparisonSchema, rows: z.array(comparedRowSchema), total: z.number() }),
  },
  'artifacts.stopComparison': { request: z.strictObject({ compareId: id }), response: z.null() },
  /** Asks for a place and saves there: the object as it is (`entries` null), or these entries, unpacked. */
  'artifacts.save': {
    request: z.strictObject({
      openId: id,
      what: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('object') }),
        z.strictObject({ kind: z.literal('entry'), entry: z.number().int().min(0) }),
        /** A folder of the archive with all below it; `''` is everything. */
        z.strictObject({ kind: z.literal('folder'), folder: z.string().max(70_000) }),
      ]),
      limits: extractionLimitsSchema,
    }),
    /** Null where the person thought better of it. */
    response: z.object({ taskId: z.string().nullable() }),
  },
  /** Saves a content to a private temporary file and has the desktop open it; refused for anything that runs. */
  'artifacts.openOutside': { request: contentSchema, response: z.object({ opened: z.string() }) },
  /** Asks for a file and puts it as an output artifact of the run, with the job's credentials and key. Audited. */
  'artifacts.upload': {
    request: z.strictObject({
      runId: z.string().min(1).max(600),
      artifactName: z.string().min(1).max(100),
      /** Whether an object that is there already may be replaced. */
      replace: z.boolean(),
      ...givenShape,
    }),
    response: z.object({ taskId: z.string().nullable() }),
  },
  'artifacts.tasks': { request: z.null(), response: z.array(artifactTaskSchema) },
  'artifacts.cancelTask': { request: z.strictObject({ taskId: id }), response: z.null() },
  'artifacts.resumeTask': { request: z.strictObject({ taskId: id }), response: z.null() },
  'artifacts.forgetTask': { request: z.strictObject({ taskId: id }), response: z.null() },
  /** The folder of a finished save in the desktop's file manager. */
  'artifacts.showSaved': { request: z.strictObject({ taskId: id }), response: z.null() },
  /** Bytes on the disk of this environment's cache, and the bound. */
  'artifacts.cache': {
    request: z.null(),
    response: z.object({ bytes: z.number(), maxBytes: z.number(), objects: z.number() }),
  },
  'artifacts.clearCache': { request: z.null(), response: z.object({ bytes: z.number() }) },
} as const;
