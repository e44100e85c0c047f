import { looksSecret } from '#shared/domain/secret-names.ts';
import type { JobDetails } from '#shared/domain/job.ts';
import type { RunDetail } from '#shared/domain/run.ts';
import type { RunInputsRow } from './tables.ts';

type StoredConfiguration = RunDetail['configuration'];

/** What may be written down of a job's configuration: secret values are left out for good, their keys stay. */
export function storedConfiguration(
  configuration: ReadonlyMap<string, string>,
  secretKeys: ReadonlySet<string>,
): StoredConfiguration {
  return [...configuration].map(([key, value]) => {
    const secret = secretKeys.has(key) || looksSecret(key);
    return { key, value: secret ? null : value, secret };
  });
}

/** The details as columns. Credentials, nonce and secret values are not among them. */
export function inputsRowOf(
  runId: string,
  details: JobDetails | null,
  secretKeys: ReadonlySet<string>,
): RunInputsRow {
  return {
    run_id: runId,
    configuration: JSON.stringify(details ? storedConfiguration(details.configuration, secretKeys) : []),
    input_artifacts: JSON.stringify(details?.inputArtifacts ?? []),
    output_artifacts: JSON.stringify(details?.outputArtifacts ?? []),
    pipeline_arn: details?.pipelineContext.pipelineArn ?? null,
    pipeline_execution_id: details?.pipelineContext.pipelineExecutionId ?? null,
    action_execution_id: details?.pipelineContext.actionExecutionId ?? null,
    encryption_key_id: details?.encryptionKeyId ?? null,
  };
}

/** The non-secret part, for filling execution URLs. */
export function openConfiguration(json: string): Map<string, string> {
  const entries = JSON.parse(json) as StoredConfiguration;
  return new Map(entries.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])));
}
