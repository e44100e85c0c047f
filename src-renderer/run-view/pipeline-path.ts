/** The address of a pipeline on the Pipelines page, or of one of its executions, as it stands behind `#`. */
export function pipelineAddress(region: string, name: string, executionId: string | null = null): string {
  const execution = executionId === null ? '' : `/${encodeURIComponent(executionId)}`;
  return `/pipelines/${encodeURIComponent(region)}/${encodeURIComponent(name)}${execution}`;
}
