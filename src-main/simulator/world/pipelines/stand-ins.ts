import type { StandInOutcome } from './execution.ts';

/**
 * How actions and rules of AWS's own providers behave. Each condition that is given must fit; an absent one
 * fits everything. `times` counts down and the rule goes away at zero; null without an end.
 */
export interface StandInRule {
  readonly provider: string | null;
  readonly pipelineName: string | null;
  readonly stageName: string | null;
  /** The name of the action, or of the rule. */
  readonly actionName: string | null;
  /** Null: it never ends by itself. */
  readonly durationMs: number | null;
  readonly outcome: StandInOutcome;
  times: number | null;
}

/** What a stand-in is asked about. */
export interface StandInQuestion {
  readonly provider: string;
  readonly pipelineName: string;
  readonly stageName: string;
  readonly actionName: string;
}

const usual: Pick<StandInRule, 'durationMs' | 'outcome'> = { durationMs: 10_000, outcome: { ok: true } };

/** Duration and outcome of one stand-in, by the last rule that fits; ten seconds and success without one. Uses the rule up. */
export function drawStandIn(
  rules: StandInRule[],
  asked: StandInQuestion,
): Pick<StandInRule, 'durationMs' | 'outcome'> {
  const rule = rules.findLast(
    (one) =>
      fits(one.provider, asked.provider) &&
      fits(one.pipelineName, asked.pipelineName) &&
      fits(one.stageName, asked.stageName) &&
      fits(one.actionName, asked.actionName),
  );
  if (!rule) return usual;
  if (rule.times !== null) {
    rule.times -= 1;
    if (rule.times <= 0) rules.splice(rules.indexOf(rule), 1);
  }
  return rule;
}

function fits(wanted: string | null, given: string): boolean {
  return wanted === null || wanted === given;
}
