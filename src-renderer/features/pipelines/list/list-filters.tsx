import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { ReactElement } from 'react';
import { EXECUTION_MODES } from '#shared/domain/pipeline.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { listAddress, STATE_FILTERS, type ListFilter } from './list-rows.ts';
import { ScanLine } from './scan-line.tsx';
import type { Scan } from './use-scan.ts';

const ANY_REGION = 'Any region';
const ANY_MODE = 'Any mode';

/** Name, region and mode at once; by state through a look at every pipeline, with what is not known yet. */
export function ListFilters(props: {
  filter: ListFilter;
  regions: readonly string[];
  /** Null while no filter needs one. */
  scan: Scan | null;
  unknown: number;
}): ReactElement {
  const { filter, regions, scan, unknown } = props;
  const change = (some: Partial<ListFilter>): void =>
    goTo(listAddress({ ...filter, ...some }), { replace: true });
  const state = STATE_FILTERS.find(({ id }) => id === filter.state) ?? STATE_FILTERS[0];
  const any = filter.text !== '' || filter.region !== '' || filter.mode !== '' || filter.state !== 'any';
  return (
    <div className="ad-pl-filters">
      <div className="ad-pl-filter-text" data-testid="pipeline-filter">
        <Input
          type="search"
          value={filter.text}
          ariaLabel="Find a pipeline by its name"
          placeholder="Find a pipeline"
          onChange={({ detail }) => change({ text: detail.value })}
        />
      </div>
      <Select
        ariaLabel="Region"
        selectedOption={{ value: filter.region, label: filter.region || ANY_REGION }}
        options={[{ value: '', label: ANY_REGION }, ...regions.map((value) => ({ value, label: value }))]}
        onChange={({ detail }) => change({ region: detail.selectedOption.value ?? '' })}
      />
      <Select
        ariaLabel="Execution mode"
        selectedOption={{ value: filter.mode, label: filter.mode || ANY_MODE }}
        options={[
          { value: '', label: ANY_MODE },
          ...EXECUTION_MODES.map((value) => ({ value, label: value })),
        ]}
        onChange={({ detail }) => change({ mode: detail.selectedOption.value ?? '' })}
      />
      <Select
        ariaLabel="State"
        data-testid="state-filter"
        selectedOption={{ value: state.id, label: state.text }}
        options={STATE_FILTERS.map(({ id, text }) => ({ value: id, label: text }))}
        onChange={({ detail }) =>
          change({
            state: STATE_FILTERS.find(({ id }) => id === detail.selectedOption.value)?.id ?? 'any',
          })
        }
      />
      {any && (
        <Button
          variant="inline-link"
          onClick={() => change({ text: '', region: '', mode: '', state: 'any' })}
        >
          Clear
        </Button>
      )}
      {scan && <ScanLine scan={scan} unknown={unknown} />}
    </div>
  );
}
