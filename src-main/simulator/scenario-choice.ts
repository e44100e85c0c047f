import { ControlInputError } from './control/fields.ts';
import type { Fields } from './control/fields.ts';
import { scenarioNamed, scenarioNames } from './scenarios/catalogue.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** What may be asked for beside the scenario itself. What is left out is as the scenario says. Seconds. */
export interface ScenarioOverrides {
  readonly continueAfterSeconds?: number | undefined;
  readonly redeliverAfterSeconds?: number | undefined;
  readonly jobTimeoutSeconds?: number | undefined;
  /** How often polled sources are looked at. */
  readonly sourcePollSeconds?: number | undefined;
  /** How long the credentials in a job's data are good for. */
  readonly jobCredentialsSeconds?: number | undefined;
  /** False: no runs appear by themselves. True changes nothing for a scenario without a flow. */
  readonly flow?: boolean | undefined;
  /** Further regions, beside the scenario's own. */
  readonly moreRegions?: readonly string[] | undefined;
}

/**
 * Finds a scenario, or takes the given one of that name, and applies the overrides. A job time-out that is given counts for all action types of the
 * scenario. Throws ControlInputError for an unknown name.
 */
export function chooseScenario(
  name: string,
  overrides: ScenarioOverrides,
  own: Scenario | null = null,
): Scenario {
  const scenario = own?.name === name ? own : scenarioNamed(name);
  if (!scenario) throw new ControlInputError('scenario', `one of ${scenarioNames.join(', ')}`);
  const {
    continueAfterSeconds,
    redeliverAfterSeconds,
    jobTimeoutSeconds,
    sourcePollSeconds,
    jobCredentialsSeconds,
    flow,
    moreRegions = [],
  } = overrides;
  const timing = scenario.timing;
  return {
    ...scenario,
    regions: [...new Set([...scenario.regions, ...moreRegions])],
    timing: {
      sourcePollSeconds: sourcePollSeconds ?? timing.sourcePollSeconds,
      jobCredentialsSeconds: jobCredentialsSeconds ?? timing.jobCredentialsSeconds,
      continueAfterSeconds: continueAfterSeconds ?? timing.continueAfterSeconds,
      redeliverAfterSeconds: redeliverAfterSeconds ?? timing.redeliverAfterSeconds,
      jobTimeoutSeconds: jobTimeoutSeconds ?? timing.jobTimeoutSeconds,
    },
    actionTypes: scenario.actionTypes.map((type) => ({
      ...type,
      jobTimeoutSeconds: jobTimeoutSeconds === undefined ? type.jobTimeoutSeconds : null,
    })),
    flow: flow === false ? null : scenario.flow,
  };
}

/** Reads the overrides of a reset; only those that are there. */
export function overridesFrom(body: Fields): ScenarioOverrides {
  const seconds = (name: string, min: number) =>
    body.optional(name, (b) => b.number(name, { min }), undefined);
  return {
    continueAfterSeconds: seconds('continueAfterSeconds', 0),
    redeliverAfterSeconds: seconds('redeliverAfterSeconds', 0),
    jobTimeoutSeconds: seconds('jobTimeoutSeconds', 0.001),
    sourcePollSeconds: seconds('sourcePollSeconds', 1),
    jobCredentialsSeconds: seconds('jobCredentialsSeconds', 0),
    flow: body.optional('flow', (b) => b.flag('flow'), undefined),
    moreRegions: body.optional('moreRegions', (b) => b.names('moreRegions'), undefined),
  };
}
