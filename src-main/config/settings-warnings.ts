import { actionTypeKey } from '#shared/domain/action-type.ts';
import type { HeadlessActionType } from '#shared/domain/environment.ts';
import { isKnownRegion } from './regions.ts';

const SHORTEST_TIMEOUT = 60;
const LONGEST_TIMEOUT = 43_200;

/**
 * What is taken but looks wrong, a sentence each that begins with the field: job time-outs outside of what CodePipeline
 * allows, and regions of the right form that this version does not know.
 * Source: ActionTypeExecutor.jobTimeout in the CodePipeline API reference.
 */
export function settingsWarnings(settings: {
  regions: readonly string[];
  actionTypes: readonly HeadlessActionType[];
}): string[] {
  const strange = settings.regions
    .filter((region) => !isKnownRegion(region))
    .map((region) => `regions: ${region} is not a region that this version knows`);
  const timeouts = settings.actionTypes.flatMap((type, index) =>
    type.jobTimeoutSeconds < SHORTEST_TIMEOUT || type.jobTimeoutSeconds > LONGEST_TIMEOUT
      ? [
          `actionTypes[${index}].jobTimeoutSeconds: AWS allows 60 to 43,200 seconds for ${actionTypeKey(type)}, not ${type.jobTimeoutSeconds}`,
        ]
      : [],
  );
  return [...strange, ...timeouts];
}
