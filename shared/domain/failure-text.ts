import type { RunSummary } from './run.ts';

/** The placeholders of a prepared failure text, and what each stands for. */
export const FAILURE_PLACEHOLDERS = {
  runId: 'the run id',
  jobId: 'the job id at CodePipeline',
  externalExecutionId: 'the backend’s id of the work',
  executionUrl: 'the link to the execution',
  customer: 'the customer’s label',
  pipeline: 'the pipeline’s name',
  region: 'the region',
  lastMessage: 'the last message of the run',
} as const;
type Placeholder = keyof typeof FAILURE_PLACEHOLDERS;

export type FailureTextFacts = Pick<
  RunSummary,
  | 'runId'
  | 'currentJobId'
  | 'externalExecutionId'
  | 'executionUrl'
  | 'clientLabel'
  | 'pipelineName'
  | 'region'
  | 'message'
>;

const VALUES: Record<Placeholder, (run: FailureTextFacts) => string | null> = {
  runId: (run) => run.runId,
  jobId: (run) => run.currentJobId,
  externalExecutionId: (run) => run.externalExecutionId,
  executionUrl: (run) => run.executionUrl,
  customer: (run) => run.clientLabel,
  pipeline: (run) => run.pipelineName,
  region: (run) => run.region,
  lastMessage: (run) => run.message,
};

const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(FAILURE_PLACEHOLDERS, name);

/** What stands in braces like a placeholder and is none: likely a slip. */
export function unknownPlaceholders(text: string): string[] {
  const names = [...text.matchAll(/\{([A-Za-z]+)\}/g)].map((match) => match[1] ?? '');
  return [...new Set(names.filter((name) => !isPlaceholder(name)))];
}

/** Placeholders of the text that this run does not know: they become empty. */
export function emptyPlaceholders(text: string, run: FailureTextFacts): string[] {
  const names = [...text.matchAll(/\{([A-Za-z]+)\}/g)].map((match) => match[1] ?? '');
  return [...new Set(names.filter((name) => isPlaceholder(name) && !VALUES[name](run)))];
}

/** The text with its placeholders filled for one run; other braces stay as they are. */
export function fillFailureText(text: string, run: FailureTextFacts): string {
  return text.replaceAll(/\{([A-Za-z]+)\}/g, (whole, name: string) =>
    isPlaceholder(name) ? (VALUES[name](run) ?? '') : whole,
  );
}
