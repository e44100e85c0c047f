import PropertyFilter from '@cloudscape-design/components/property-filter';
import { memo, useMemo, useState, type ReactElement } from 'react';
import {
  MOST_FILTER_TOKENS,
  runFilterSchema,
  SUGGESTED_PROPERTIES,
  tokenProblem,
  type RunFilter,
  type RunValuesQuery,
} from '#shared/domain/run-filter.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import {
  enteredTokens,
  FILTERING_PROPERTIES,
  FIXED_OPTIONS,
  shownQuery,
  tokenWords,
} from './filter-properties.ts';

const FREE_TEXT = { operators: [':', '!:'] as const, defaultOperator: ':' as const };
const GROUP_WORDS = { filteringAriaLabel: 'Filter runs', clearFiltersText: 'Clear filter' };

/** The property filter: values are suggested from the ledger; a token that it cannot answer is refused with the reason. */
export const RunsFilter = memo(Filter);

function Filter(props: {
  filter: RunFilter;
  /** How many runs it leaves, in words; said while something is filtered. */
  found: string;
  onFilter: (filter: RunFilter) => void;
}): ReactElement {
  const { filter } = props;
  const [refusal, setRefusal] = useState<string | null>(null);
  const [wanted, setWanted] = useState<RunValuesQuery>({ property: 'region', text: '' });
  const answer = useAnswer('runs.values', wanted, { keepPrevious: true });
  const options = useMemo(
    () => [
      ...FIXED_OPTIONS,
      ...(answer.data ?? []).map(({ value }) => ({ propertyKey: wanted.property, value })),
    ],
    [answer.data, wanted.property],
  );
  const query = useMemo(() => shownQuery(filter), [filter]);
  return (
    <div className="ad-filter-text" data-testid="filter">
      <PropertyFilter
        query={query}
        filteringProperties={FILTERING_PROPERTIES}
        filteringOptions={options}
        freeTextFiltering={FREE_TEXT}
        i18nStrings={GROUP_WORDS}
        filteringPlaceholder="Any id, customer, pipeline, error text…  ( / )"
        filteringStatusType={answer.isFetching ? 'loading' : answer.isError ? 'error' : 'finished'}
        filteringLoadingText="Reading values from the ledger…"
        filteringErrorText="The values could not be read."
        filteringRecoveryText="Try again"
        filteringConstraintText={refusal && <span className="ad-tone-bad">{refusal}</span>}
        countText={props.found}
        tokenLimit={4}
        expandToViewport
        onLoadItems={({ detail }) => {
          const property = SUGGESTED_PROPERTIES.find((key) => key === detail.filteringProperty?.key);
          if (property) setWanted({ property, text: detail.filteringText.slice(0, 600) });
        }}
        onChange={({ detail }) => {
          const entered = enteredTokens(detail);
          const refused = entered.find((token) => token.values.length > 0 && tokenProblem(token) !== null);
          const tokens = entered.filter((token) => token.values.length > 0 && token !== refused);
          const next = runFilterSchema.safeParse({ operation: detail.operation, tokens });
          if (refused) setRefusal(`Not applied: “${tokenWords(refused)}”, ${tokenProblem(refused)}.`);
          else if (next.success) setRefusal(null);
          else
            setRefusal(`Not applied: expected at most ${MOST_FILTER_TOKENS} conditions of 600 characters.`);
          if (next.success) props.onFilter(next.data);
        }}
      />
    </div>
  );
}
