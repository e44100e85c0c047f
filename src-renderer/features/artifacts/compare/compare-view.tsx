import { useEffect, useState, type ReactElement } from 'react';
import type { Comparison } from '#shared/domain/artifact-compare.ts';
import type { ArtifactProblem, OpenedArtifact } from '#shared/domain/artifact.ts';
import { request } from '#renderer/bridge/request.ts';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { pathOf, type ComparedRuns } from '../shown-place.ts';
import { problemOf, useOpened } from '../use-opened.ts';
import { ComparedList } from './compared-list.tsx';
import { CompareSide } from './compare-side.tsx';
import type { SideNames } from './compare-words.ts';
import { useSideNames } from './side-run.tsx';
import './compare.css';

/** Two artifacts by content. A side that is missing is asked for; one that cannot be opened says why, and the other stays. */
export function CompareView(props: {
  left: ArtifactSide | null;
  right: ArtifactSide | null;
  runs: ComparedRuns | null;
  environment: string;
}): ReactElement {
  const { left, right, runs, environment } = props;
  const names = useSideNames(runs);
  const one = useOpened(left);
  const other = useOpened(right);
  const choose = (at: 'left' | 'right', side: ArtifactSide | null): void =>
    // Another artifact is no run's any more.
    goTo(pathOf({ kind: 'compare', left, right, runs: null, [at]: side }));
  const both =
    one.opening.state === 'open' && other.opening.state === 'open'
      ? { left: one.opening.opened, right: other.opening.opened }
      : null;
  return (
    <div className="ad-compare">
      <div className="ad-compare-sides">
        <CompareSide
          at="left"
          name={names.left}
          runId={runs?.green ?? null}
          side={left}
          environment={environment}
          opening={one.opening}
          onAgain={one.again}
          onChoose={(side) => choose('left', side)}
        />
        <CompareSide
          at="right"
          name={names.right}
          runId={runs?.present ?? null}
          side={right}
          environment={environment}
          opening={other.opening}
          onAgain={other.again}
          onChoose={(side) => choose('right', side)}
        />
      </div>
      {both && (
        <Compared
          key={`${both.left.openId} ${both.right.openId}`}
          left={both.left}
          right={both.right}
          names={names}
          onAgain={() => {
            one.again();
            other.again();
          }}
        />
      )}
    </div>
  );
}

function Compared(props: {
  left: OpenedArtifact;
  right: OpenedArtifact;
  names: SideNames;
  onAgain: () => void;
}): ReactElement {
  const { left, right } = props;
  const [begun, setBegun] = useState<Comparison | null>(null);
  const [problem, setProblem] = useState<ArtifactProblem | null>(null);
  useEffect(() => {
    let gone = false;
    let compareId: string | null = null;
    const stop = (id: string): void =>
      void request('artifacts.stopComparison', { compareId: id }).catch(() => undefined);
    request('artifacts.compare', { left: left.openId, right: right.openId }).then(
      (comparison) => {
        compareId = comparison.compareId;
        if (gone) stop(compareId);
        else setBegun(comparison);
      },
      (thrown: unknown) => !gone && setProblem(problemOf(thrown)),
    );
    return () => {
      gone = true;
      if (compareId) stop(compareId);
    };
  }, [left.openId, right.openId]);
  if (problem)
    return <ProblemAlert title="They could not be compared" problem={problem} onRetry={props.onAgain} />;
  if (begun === null) return <LoadingState what="the comparison" />;
  return <ComparedList begun={begun} left={left} right={right} names={props.names} onAgain={props.onAgain} />;
}
