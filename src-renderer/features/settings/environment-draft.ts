import { actionTypeIdSchema, type ActionTypeId } from '#shared/domain/action-type.ts';
import {
  environmentSchema,
  httpProcessorSchema,
  type Environment,
  type ProcessorConfig,
  type Protection,
  type ServedActionType,
} from '#shared/domain/environment.ts';

/** An action type as it is typed: numbers as text, absent texts as empty ones. `id` only tells rows apart. */
export interface ActionTypeDraft {
  id: string;
  category: string;
  owner: string;
  provider: string;
  version: string;
  jobTimeoutSeconds: string;
  executionUrlTemplate: string;
  secretConfigurationKeys: string;
  processorKind: 'http' | 'manual';
  startUrl: string;
  statusUrl: string;
  cancelUrl: string;
  passArtifactCredentials: boolean;
  backendGraceSeconds: string;
  /** Settings of the stored action type that the page has no field for: they are saved as they were. */
  kept: Partial<ServedActionType>;
}

/** An environment as it is typed. Nothing of it is lost by an error. */
export interface EnvironmentDraft {
  name: string;
  protection: Protection;
  credentials: 'chain' | 'profile';
  profile: string;
  regions: readonly string[];
  /** A region that was typed and not taken over yet; it counts when saving. */
  typedRegion: string;
  pollSeconds: string;
  maxConcurrentRuns: string;
  codepipelineEndpoint: string;
  s3Endpoint: string;
  actionTypes: readonly ActionTypeDraft[];
  /** Settings of the stored environment that the page has no field for: they are saved as they were. */
  kept: Partial<Environment>;
}

/** Field errors by dotted path, as `regions`, `credentials.profile`, `actionTypes.0.processor.startUrl`. */
export type FieldErrors = Readonly<Record<string, string>>;

let lastId = 0;

/** A row of the action type editor; with no argument an empty one. */
export function actionTypeDraft(type?: ServedActionType): ActionTypeDraft {
  const http = type?.processor.kind === 'http' ? type.processor : null;
  lastId += 1;
  return {
    id: `type-${lastId}`,
    category: type?.category ?? 'Test',
    owner: type?.owner ?? 'ThirdParty',
    provider: type?.provider ?? '',
    version: type?.version ?? '1',
    jobTimeoutSeconds: String(type?.jobTimeoutSeconds ?? 3600),
    executionUrlTemplate: type?.executionUrlTemplate ?? '',
    secretConfigurationKeys: type?.secretConfigurationKeys.join(', ') ?? '',
    processorKind: type?.processor.kind ?? 'http',
    startUrl: http?.startUrl ?? '',
    statusUrl: http?.statusUrl ?? '',
    cancelUrl: http?.cancelUrl ?? '',
    passArtifactCredentials: http?.passArtifactCredentials ?? false,
    backendGraceSeconds: String(http?.backendGraceSeconds ?? 1800),
    kept: type ?? {},
  };
}

/** The draft of a stored environment, or of a new one. */
export function environmentDraft(definition: Environment | null): EnvironmentDraft {
  return {
    name: definition?.name ?? '',
    protection: definition?.protection ?? 'open',
    credentials: definition?.credentials.kind ?? 'chain',
    profile: definition?.credentials.kind === 'profile' ? definition.credentials.profile : '',
    regions: definition?.regions ?? ['us-east-1'],
    typedRegion: '',
    pollSeconds: String(definition?.pollSeconds ?? 10),
    maxConcurrentRuns: String(definition?.maxConcurrentRuns ?? 20),
    codepipelineEndpoint: definition?.endpoints.codepipeline ?? '',
    s3Endpoint: definition?.endpoints.s3 ?? '',
    actionTypes: definition?.actionTypes.map((type) => actionTypeDraft(type)) ?? [actionTypeDraft()],
    kept: definition ?? {},
  };
}

// Text that is no number goes on as text, so that the schema names the field.
const number = (text: string): unknown =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
const optional = (text: string): string | undefined => text.trim() || undefined;

function definitionOf(draft: EnvironmentDraft): unknown {
  const typed = draft.typedRegion.trim();
  return {
    ...draft.kept,
    name: draft.name,
    protection: draft.protection,
    credentials:
      draft.credentials === 'profile' ? { kind: 'profile', profile: draft.profile } : { kind: 'chain' },
    endpoints: { codepipeline: optional(draft.codepipelineEndpoint), s3: optional(draft.s3Endpoint) },
    regions: typed && !draft.regions.includes(typed) ? [...draft.regions, typed] : draft.regions,
    pollSeconds: number(draft.pollSeconds),
    maxConcurrentRuns: number(draft.maxConcurrentRuns),
    actionTypes: draft.actionTypes.map((type) => ({
      ...type.kept,
      ...identityOf(type),
      jobTimeoutSeconds: number(type.jobTimeoutSeconds),
      executionUrlTemplate: optional(type.executionUrlTemplate),
      secretConfigurationKeys: type.secretConfigurationKeys.split(/[\s,]+/).filter(Boolean),
      processor: type.processorKind === 'manual' ? { kind: 'manual' } : backendOf(type),
    })),
  };
}

const identityOf = (type: ActionTypeDraft) => ({
  category: type.category,
  owner: type.owner,
  provider: type.provider.trim(),
  version: type.version.trim(),
});

const backendOf = (type: ActionTypeDraft) => ({
  kind: 'http',
  startUrl: type.startUrl.trim(),
  statusUrl: type.statusUrl.trim(),
  cancelUrl: optional(type.cancelUrl),
  passArtifactCredentials: type.passArtifactCredentials,
  backendGraceSeconds: number(type.backendGraceSeconds),
});

/** The backend of an action type as far as it is typed, or the first field that is in the way of trying it. */
export function backendOfDraft(
  type: ActionTypeDraft,
):
  | { ok: true; processor: Extract<ProcessorConfig, { kind: 'http' }>; actionTypeId: ActionTypeId }
  | { ok: false; sentence: string } {
  const processor = httpProcessorSchema.safeParse(backendOf(type));
  const actionTypeId = actionTypeIdSchema.safeParse(identityOf(type));
  if (processor.success && actionTypeId.success)
    return { ok: true, processor: processor.data, actionTypeId: actionTypeId.data };
  const issue = (actionTypeId.error ?? processor.error)?.issues[0];
  return { ok: false, sentence: issue ? sentenceOfIssue(issue) : 'Something is missing.' };
}

/** Whether anything was typed since the draft was made from the definition. */
export function isChanged(draft: EnvironmentDraft, definition: Environment | null): boolean {
  const plain = ({ actionTypes, ...rest }: EnvironmentDraft): string =>
    JSON.stringify({ ...rest, actionTypes: actionTypes.map((type) => ({ ...type, id: '' })) });
  return plain(draft) !== plain(environmentDraft(definition));
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  name: 'Name',
  profile: 'Profile',
  regions: 'Regions',
  pollSeconds: 'Poll interval',
  maxConcurrentRuns: 'Runs at once',
  codepipeline: 'CodePipeline endpoint',
  s3: 'S3 endpoint',
  actionTypes: 'Action types',
  provider: 'Provider',
  version: 'Version',
  jobTimeoutSeconds: 'Job time-out',
  executionUrlTemplate: 'Execution URL',
  secretConfigurationKeys: 'Secret configuration keys',
  startUrl: 'Start URL',
  statusUrl: 'Status URL',
  cancelUrl: 'Cancel URL',
  backendGraceSeconds: 'Backend grace',
};

/** The schema's own sentences are kept; the validator's standard ones are put into plain words. */
function expected(code: string, message: string): string {
  if (code === 'invalid_type') return 'expected a number';
  if (/^Too small/i.test(message)) return 'expected a larger value';
  if (/^Too big/i.test(message)) return 'expected a smaller value';
  return message;
}

const EMPTY_TEXT: Readonly<Record<string, string>> = {
  provider: 'expected 1 to 35 letters, digits, _ and -',
  version: 'expected 1 to 9 letters, digits, _ and -',
  maxConcurrentRuns: 'expected a whole number from 1 to 10,000',
  jobTimeoutSeconds: 'expected a number of seconds above 0',
  backendGraceSeconds: 'expected a number of seconds above 0',
  secretConfigurationKeys: 'expected keys of at most 50 characters',
};

interface Issue {
  readonly code: string;
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

function fieldOf({ path }: Issue): string {
  const names = path.filter((step) => typeof step === 'string');
  return (path[0] === 'regions' ? 'regions' : names.at(-1)) ?? 'name';
}

function sentenceOfIssue(issue: Issue): string {
  const field = fieldOf(issue);
  const standard = /^(Invalid|Too)/.test(issue.message);
  const text = standard ? (EMPTY_TEXT[field] ?? expected(issue.code, issue.message)) : issue.message;
  const region =
    issue.path[0] === 'regions' && issue.path.length > 1 ? ` (entry ${Number(issue.path[1]) + 1})` : '';
  return `${FIELD_NAMES[field] ?? field}${region}: ${text}.`;
}

/** The environment as it is stored, or one sentence for each field at fault: its name and what was expected. */
export function environmentOfDraft(
  draft: EnvironmentDraft,
): { ok: true; environment: Environment } | { ok: false; errors: FieldErrors } {
  const parsed = environmentSchema.safeParse(definitionOf(draft));
  if (parsed.success) return { ok: true, environment: parsed.data };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const path = issue.path[0] === 'regions' ? ['regions'] : issue.path;
    const key = fieldOf(issue) === 'secretConfigurationKeys' ? path.slice(0, 3) : path;
    errors[key.map(String).join('.')] ??= sentenceOfIssue(issue);
  }
  return { ok: false, errors };
}

/** Values that are taken and yet worth a word, by field path. */
export function draftWarnings(draft: EnvironmentDraft): FieldErrors {
  const warnings: Record<string, string> = {};
  draft.actionTypes.forEach((type, at) => {
    const seconds = Number(type.jobTimeoutSeconds);
    if (seconds > 0 && (seconds < 60 || seconds > 43_200)) {
      warnings[`actionTypes.${at}.jobTimeoutSeconds`] = 'AWS allows 60 to 43,200 seconds.';
    }
  });
  return warnings;
}
