import type { PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import {
  choicesOf,
  FILTER_OPERATORS,
  OPERATORS_OF,
  RUN_PROPERTIES,
  type FilterToken,
  type RunFilter,
  type RunProperty,
} from '#shared/domain/run-filter.ts';
import type { RunState } from '#shared/domain/run-state.ts';
import { runStateWords } from '#renderer/run-view/run-state-words.ts';

const LABELS: Readonly<Record<RunProperty, [label: string, values: string]>> = {
  id: ['Any id', 'Ids'],
  customer: ['Customer', 'Customers'],
  clientId: ['Client id', 'Client ids'],
  account: ['Account', 'Accounts'],
  region: ['Region', 'Regions'],
  pipeline: ['Pipeline', 'Pipelines'],
  stage: ['Stage', 'Stages'],
  action: ['Action', 'Actions'],
  actionType: ['Action type', 'Action types'],
  state: ['State', 'States'],
  heldBy: ['Held by', 'Holders'],
  processor: ['Processor', 'Processors'],
  failureType: ['Failure type', 'Failure types'],
  message: ['Error text or message', 'Texts'],
  started: ['Started', 'Times'],
  updated: ['Updated', 'Times'],
  finished: ['Finished', 'Times'],
  progress: ['Progress', 'Percentages'],
};

const TIMES = ['15m', '1h', '2h', '8h', '24h', '7d', 'today'];
const WORDS_FOR: Partial<Record<string, string>> = { agent: 'Agent', engineer: 'Engineer' };

/** How a value is said: states by their label, `2h` as `2h ago`. */
function valueWords(property: RunProperty, value: string): string {
  if (property === 'state') return runStateWords(value as RunState).label;
  if (RUN_PROPERTIES[property] === 'time' && /^\d+[mhd]$/.test(value)) return `${value} ago`;
  return WORDS_FOR[value] ?? value;
}

function operatorsOf(property: RunProperty): PropertyFilterProps.FilteringProperty['operators'] {
  const kind = RUN_PROPERTIES[property];
  const format = (value: unknown): string =>
    (Array.isArray(value) ? value : [value]).map((one) => valueWords(property, String(one))).join(', ');
  return OPERATORS_OF[kind].map((operator) => ({
    operator,
    format,
    ...(kind === 'choice' ? { tokenType: 'enum' as const } : {}),
    ...(kind === 'time' ? { description: operator === '>' ? 'After' : 'Before' } : {}),
  }));
}

export const FILTERING_PROPERTIES: readonly PropertyFilterProps.FilteringProperty[] = (
  Object.keys(LABELS) as RunProperty[]
).map((key) => ({
  key,
  propertyLabel: LABELS[key][0],
  groupValuesLabel: LABELS[key][1],
  operators: operatorsOf(key) ?? [],
  ...(RUN_PROPERTIES[key] === 'time' ? { defaultOperator: '>' as const } : {}),
}));

/** The suggestions that need no ledger: words of choices, and usual times. */
export const FIXED_OPTIONS: readonly PropertyFilterProps.FilteringOption[] = (
  Object.keys(LABELS) as RunProperty[]
).flatMap((propertyKey) => {
  const values = RUN_PROPERTIES[propertyKey] === 'time' ? TIMES : (choicesOf(propertyKey) ?? []);
  return values.map((value) => {
    const label = valueWords(propertyKey, value);
    return RUN_PROPERTIES[propertyKey] === 'choice' && label !== value
      ? { propertyKey, value, label }
      : { propertyKey, value };
  });
});

/** The filter as the component shows it. */
export function shownQuery({ operation, tokens }: RunFilter): PropertyFilterProps.Query {
  return {
    operation,
    tokens: tokens.map(({ property, operator, values }) => {
      const many = property !== undefined && RUN_PROPERTIES[property] === 'choice';
      return { ...(property ? { propertyKey: property } : {}), operator, value: many ? values : values[0] };
    }),
  };
}

const isProperty = (key: string): key is RunProperty => Object.hasOwn(RUN_PROPERTIES, key);

/** What somebody entered, in the filter's words; not judged yet. */
export function enteredTokens({ tokens }: PropertyFilterProps.Query): FilterToken[] {
  return tokens.map(({ propertyKey, operator, value }) => ({
    ...(propertyKey && isProperty(propertyKey) ? { property: propertyKey } : {}),
    operator: FILTER_OPERATORS.find((one) => one === operator) ?? ':',
    values: (Array.isArray(value) ? value : [value])
      .map((one) => String(one ?? '').trim())
      .filter((one) => one !== ''),
  }));
}

/** What a token is called where it is refused: `Started after soon`. */
export function tokenWords({ property, operator, values }: FilterToken): string {
  return `${property ? LABELS[property][0] : 'Text'} ${operator} ${values.join(', ')}`;
}
