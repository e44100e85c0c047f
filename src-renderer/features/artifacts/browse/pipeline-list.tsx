import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState, type ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { EmptyState, LoadingState } from '#renderer/ui/page-state.tsx';
import { VirtualRows } from '#renderer/ui/virtual-rows.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { pathOf } from '../shown-place.ts';
import { problemOfAnswer } from '../use-opened.ts';

/** The pipelines of a region, whose action executions name their artifacts. */
export function PipelineList(): ReactElement {
  const cells = useAnswer('agent.cells', null);
  const regions = [...new Set((cells.data ?? []).map((cell) => cell.region))].toSorted();
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const region = chosen ?? regions[0] ?? null;
  if (cells.isPending) return <LoadingState what="the regions" />;
  if (region === null)
    return (
      <EmptyState
        title="No region"
        text="The agent works in no region. Settings name the regions of an environment."
      />
    );
  return (
    <>
      <div className="ad-list-tools">
        <span className="ad-muted">Region</span>
        <Select
          ariaLabel="Region"
          selectedOption={{ value: region }}
          options={regions.map((value) => ({ value }))}
          onChange={({ detail }) => setChosen(detail.selectedOption.value ?? null)}
        />
        <div className="ad-tool-field">
          <Input
            type="search"
            value={text}
            ariaLabel="Find a pipeline"
            placeholder="Find a pipeline"
            autoComplete={false}
            onChange={({ detail }) => setText(detail.value)}
          />
        </div>
      </div>
      <OfRegion key={region} region={region} text={text} />
    </>
  );
}

function OfRegion({ region, text }: { region: string; text: string }): ReactElement {
  const answer = useAnswer('artifacts.pipelines', { region });
  const [active, setActive] = useState(-1);
  if (answer.isPending) return <LoadingState what="the pipelines" />;
  const problem = problemOfAnswer(answer);
  if (problem)
    return (
      <ProblemAlert
        title={`The pipelines of ${region} could not be listed`}
        problem={problem}
        onRetry={() => void answer.refetch()}
      />
    );
  const all = answer.data?.ok ? answer.data.found.pipelines : [];
  const pipelines = all.filter((name) => name.toLowerCase().includes(text.trim().toLowerCase()));
  if (all.length === 0)
    return (
      <EmptyState
        title={`No pipelines in ${region}`}
        text="Pipelines of customers are in their accounts: look into their artifacts from a run."
      />
    );
  return (
    <>
      <span className="ad-muted ad-number" role="status">
        {pipelines.length === all.length ? `${all.length} in all` : `${pipelines.length} of ${all.length}`}
      </span>
      <div className="ad-start-list">
        <VirtualRows
          label={`Pipelines of ${region}`}
          testId="pipelines"
          columns={[{ id: 'name', header: 'Pipeline', width: '1fr' }]}
          count={pipelines.length}
          active={active}
          onActive={setActive}
          onEnter={(index) => {
            const pipeline = pipelines[index];
            if (pipeline) goTo(pathOf({ kind: 'pipeline', region, pipeline }));
          }}
          rowAt={(index) => ({
            key: pipelines[index] ?? String(index),
            cells: [
              <span key="name" className="ad-rows-link">
                {pipelines[index]}
              </span>,
            ],
          })}
        />
      </div>
    </>
  );
}
