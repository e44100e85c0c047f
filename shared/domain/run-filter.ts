import { z } from 'zod';
import { FAILURE_TYPES } from './job.ts';
import { momentOf, TIME_WORDS } from './moment-words.ts';
import { RUN_STATES } from './run-state.ts';

/**
 * What a run can be filtered by, and how the value is read.
 *   id      a whole id (`=`: run, any job of the chain, continuation token, external execution) or a part of one (`:`).
 *   text    `=` and `!=` compare the whole, `:` and `!:` a part, letters A to Z in either case.
 *   choice  one of a few words; several values mean any of them (`!=`: none of them).
 *   time    `>` is after, `<` before; the value is a moment in the words of `momentOf`.
 *   number  a percentage.
 */
export type FilterValueKind = 'id' | 'text' | 'choice' | 'time' | 'number';

export const RUN_PROPERTIES = {
  id: 'id',
  customer: 'text',
  clientId: 'text',
  account: 'text',
  region: 'choice',
  pipeline: 'text',
  stage: 'text',
  action: 'text',
  actionType: 'choice',
  state: 'choice',
  heldBy: 'choice',
  processor: 'choice',
  failureType: 'choice',
  message: 'text',
  started: 'time',
  updated: 'time',
  finished: 'time',
  progress: 'number',
} as const satisfies Record<string, FilterValueKind>;
export type RunProperty = keyof typeof RUN_PROPERTIES;

const PROPERTY_NAMES = Object.keys(RUN_PROPERTIES) as [RunProperty, ...RunProperty[]];

export const FILTER_OPERATORS = ['=', '!=', ':', '!:', '<', '<=', '>', '>='] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** The operators that the ledger can answer for each kind of value; a token without a property takes those of `free`. */
export const OPERATORS_OF: Record<FilterValueKind | 'free', readonly FilterOperator[]> = {
  free: [':', '!:'],
  id: ['=', ':'],
  text: ['=', '!=', ':', '!:'],
  choice: ['=', '!='],
  time: ['>', '<'],
  number: ['=', '<', '<=', '>', '>='],
};

/** The words that a choice may take; null where they come from the ledger. */
export function choicesOf(property: RunProperty): readonly string[] | null {
  switch (property) {
    case 'state':
      return RUN_STATES;
    case 'heldBy':
      return ['agent', 'engineer'];
    case 'processor':
      return ['http', 'command', 'manual'];
    case 'failureType':
      return FAILURE_TYPES;
    default:
      return null;
  }
}

export const LONGEST_FILTER_VALUE = 600;
export const MOST_FILTER_TOKENS = 20;
export const MOST_TOKEN_VALUES = 50;

const tokenShape = z.strictObject({
  /** Missing for free text: any id, customer, pipeline, stage, action, region or message. */
  property: z.enum(PROPERTY_NAMES).optional(),
  operator: z.enum(FILTER_OPERATORS),
  /** More than one for choices only. */
  values: z.array(z.string().trim().min(1).max(LONGEST_FILTER_VALUE)).min(1).max(MOST_TOKEN_VALUES),
});
export type FilterToken = z.infer<typeof tokenShape>;

/** One sentence on what is wrong with a token of the right shape, or null. */
export function tokenProblem({ property, operator, values }: FilterToken): string | null {
  const kind = property ? RUN_PROPERTIES[property] : 'free';
  if (!OPERATORS_OF[kind].includes(operator)) return `expected one of ${OPERATORS_OF[kind].join(' ')}`;
  if (values.length > 1 && kind !== 'choice') return 'expected one value';
  const [value = ''] = values;
  const choices = property ? choicesOf(property) : null;
  if (choices && values.some((one) => !choices.includes(one))) return `expected one of ${choices.join(', ')}`;
  if (kind === 'time' && momentOf(value, 0) === null) return `expected a time: ${TIME_WORDS}`;
  if (kind === 'number' && !/^\d{1,3}(\.\d+)?$/.test(value)) return 'expected a number from 0 to 100';
  return null;
}

/** A filter over runs: tokens joined by and, or by or. */
export const runFilterSchema = z.strictObject({
  operation: z.enum(['and', 'or']).default('and'),
  tokens: z
    .array(
      tokenShape.superRefine((token, context) => {
        const problem = tokenProblem(token);
        if (problem) context.addIssue({ code: 'custom', message: problem });
      }),
    )
    .max(MOST_FILTER_TOKENS),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

/** Properties whose values are suggested from the ledger. */
export const SUGGESTED_PROPERTIES = [
  'customer',
  'clientId',
  'account',
  'region',
  'pipeline',
  'stage',
  'action',
  'actionType',
] as const satisfies readonly RunProperty[];

export const MOST_SUGGESTIONS = 50;

/** Asks for the most frequent values of a property that hold the text. */
export const runValuesQuerySchema = z.strictObject({
  property: z.enum(SUGGESTED_PROPERTIES),
  text: z.string().max(LONGEST_FILTER_VALUE).default(''),
});
export type RunValuesQuery = z.infer<typeof runValuesQuerySchema>;
