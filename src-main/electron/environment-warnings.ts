import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { Environment } from '#shared/domain/environment.ts';

/**
 * What is taken but looks wrong, a sentence each. CodePipeline allows job time-outs of 60 to 43,200 seconds.
 * Source: ActionTypeExecutor.jobTimeout in the CodePipeline API reference.
 */
export function environmentWarnings(environment: Environment): string[] {
  return environment.actionTypes
    .filter(({ jobTimeoutSeconds }) => jobTimeoutSeconds < 60 || jobTimeoutSeconds > 43_200)
    .map(
      (type) =>
        `${actionTypeKey(type)}: AWS allows job time-outs of 60 to 43,200 seconds, not ${type.jobTimeoutSeconds}.`,
    );
}
