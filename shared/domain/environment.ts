import { z } from 'zod';
import { actionTypeIdSchema, isOpenableUrl } from './action-type.ts';
import { commandProcessorSchema } from './command-processor.ts';

const URL_EXPECTED = 'expected an https URL (http only on 127.0.0.1, localhost or [::1])';

/** A URL of the vendor's backend: https, or http on loopback. */
const backendUrl = z.string().refine((url) => isOpenableUrl(url.replaceAll(/[{}]/g, '')), URL_EXPECTED);

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');

/** A backend URL whose only placeholder may be {ExternalExecutionId}. */
const backendUrlOfRun = backendUrl.refine(
  (url) => placeholders(url).every((name) => name === 'ExternalExecutionId'),
  'expected no placeholder but {ExternalExecutionId}',
);

/** The vendor's backend over HTTP. */
export const httpProcessorSchema = z.strictObject({
  kind: z.literal('http'),
  startUrl: backendUrl.refine((url) => placeholders(url).length === 0, 'expected no placeholder'),
  statusUrl: backendUrlOfRun.refine(
    (url) => url.includes('{ExternalExecutionId}'),
    'expected the placeholder {ExternalExecutionId}',
  ),
  cancelUrl: backendUrlOfRun.optional(),
  passArtifactCredentials: z.boolean().default(false),
  backendGraceSeconds: z.number().positive().default(1800),
});

export const processorSchema = z.discriminatedUnion('kind', [
  httpProcessorSchema,
  z.strictObject({ kind: z.literal('manual') }),
]);
export type ProcessorConfig = z.infer<typeof processorSchema>;

const executionUrlTemplate = z
  .string()
  .refine((url) => isOpenableUrl(url.replaceAll(/[{}]/g, '')), URL_EXPECTED)
  .refine(
    (url) => placeholders(url).every((name) => name === 'ExternalExecutionId' || /^Config:.+/.test(name)),
    'expected no placeholders but {ExternalExecutionId} and {Config:Name}',
  );

/** An action type that the agent serves, with what does its work. */
export const servedActionTypeSchema = actionTypeIdSchema.extend({
  /** AWS allows 60 to 43,200; other values are taken with a warning. */
  jobTimeoutSeconds: z.number().positive().default(3600),
  executionUrlTemplate: executionUrlTemplate.optional(),
  /** Configuration keys whose values are secret; keys that look like secrets are treated so in any case. */
  secretConfigurationKeys: z.array(z.string().min(1).max(50)).default([]),
  /** Cancels the backend work of a job that timed out at CodePipeline; true unless given. */
  cancelWhenExpired: z.boolean().optional(),
  /** False: success is reported without a look at S3, for credentials that may not read what the backend wrote. */
  checkOutputArtifacts: z.boolean().optional(),
  /** How long finished work waits for a declared output artifact that is not in S3; 60 unless given. */
  outputGraceSeconds: z.number().min(0, 'expected 0 or more').optional(),
  processor: processorSchema,
});
export type ServedActionType = z.infer<typeof servedActionTypeSchema>;

/** The same where the agent has no window: there a program on the machine may do the work too. */
export const headlessActionTypeSchema = servedActionTypeSchema.extend({
  processor: z.discriminatedUnion('kind', [...processorSchema.options, commandProcessorSchema]),
});
export type HeadlessActionType = z.infer<typeof headlessActionTypeSchema>;

export const regionSchema = z
  .string()
  .regex(
    /^(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso|us-isob|eu-isoe)(-[a-z]+)+-\d$/,
    'expected an AWS region like us-east-1',
  );

const unique = (items: readonly string[]): boolean => new Set(items).size === items.length;

const actionTypes = <T extends typeof servedActionTypeSchema | typeof headlessActionTypeSchema>(schema: T) =>
  z
    .array(schema)
    .min(1, 'expected at least one action type')
    .refine(
      (types) => unique(types.map((t) => `${t.category}/${t.owner}/${t.provider}/${t.version}`)),
      'expected each action type once',
    );

/** What one agent does: the part that the headless configuration file and an environment of the window share. */
export const agentSettingsShape = {
  regions: z
    .array(regionSchema)
    .min(1, 'expected at least one region')
    .max(40)
    .refine(unique, 'expected each region once'),
  pollSeconds: z.number().min(1, 'expected 1 or more').default(10),
  maxConcurrentRuns: z.number().int().min(1).max(10_000).default(20),
  /** The budget for calls to CodePipeline, of each region by itself. */
  traffic: z
    .strictObject({
      maxCallsAtOnce: z.number().int().min(1).max(50).default(40),
      /** No bound unless given; throttling slows the agent down in any case. */
      maxCallsPerSecond: z.number().positive().optional(),
    })
    .optional(),
  actionTypes: actionTypes(servedActionTypeSchema),
};

/** The same for the configuration file of the headless agent, where a program on the machine may do the work too. */
export const headlessSettingsShape = {
  ...agentSettingsShape,
  actionTypes: actionTypes(headlessActionTypeSchema),
};

export const environmentNameSchema = z
  .string()
  .trim()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,39}$/,
    'expected 1 to 40 lower-case letters, digits and hyphens, starting with a letter or digit',
  );

/**
 * What people may do in an environment.
 *   open       every act.
 *   protected  every act, with a reason, and the name typed out where the act is destructive.
 *   read-only  no act: the console only looks. The agent goes on with its work.
 */
export const PROTECTIONS = ['open', 'protected', 'read-only'] as const;
export type Protection = (typeof PROTECTIONS)[number];

const endpoint = z.string().refine(isOpenableUrl, URL_EXPECTED).optional();

/** A named place to work in, made in the settings page. `practice` is built in and not stored. */
export const environmentSchema = z.strictObject({
  name: environmentNameSchema.refine(
    (name) => name !== 'practice',
    'expected another name: practice is built in',
  ),
  /** `chain` is the SDK's standard credential provider chain. */
  credentials: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chain') }),
    z.strictObject({
      kind: z.literal('profile'),
      profile: z.string().trim().min(1, 'expected the name of a profile in the AWS config files'),
    }),
  ]),
  protection: z.enum(PROTECTIONS).default('open'),
  endpoints: z.strictObject({ codepipeline: endpoint, s3: endpoint }).default({}),
  ...agentSettingsShape,
});
export type Environment = z.infer<typeof environmentSchema>;

/** The environments as the settings page lists them. */
export const environmentViewSchema = z.object({
  name: z.string(),
  builtIn: z.boolean(),
  active: z.boolean(),
  definition: environmentSchema.nullable(),
});
export type EnvironmentView = z.infer<typeof environmentViewSchema>;
