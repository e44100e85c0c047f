import type { RunDetail } from '#shared/domain/run.ts';

const CONSOLE_HOSTS: readonly [RegExp, string][] = [
  [/^cn-/, 'console.amazonaws.cn'],
  [/^us-gov-/, 'console.amazonaws-us-gov.com'],
];

/**
 * The AWS console's page of the run's pipeline, at its execution where that is known (custom actions only); null before the
 * details were read. Whoever opens it must be signed in to the account of the pipeline.
 */
export function pipelineConsoleUrl({
  run,
  pipelineExecutionId,
}: Pick<RunDetail, 'run' | 'pipelineExecutionId'>): string | null {
  const { region, pipelineName } = run;
  if (pipelineName === null || !/^[a-z0-9-]+$/.test(region)) return null;
  const host =
    CONSOLE_HOSTS.find(([pattern]) => pattern.test(region))?.[1] ?? `${region}.console.aws.amazon.com`;
  const page =
    pipelineExecutionId === null ? 'view' : `executions/${encodeURIComponent(pipelineExecutionId)}/timeline`;
  return `https://${host}/codesuite/codepipeline/pipelines/${encodeURIComponent(pipelineName)}/${page}?region=${region}`;
}
