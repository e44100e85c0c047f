import { useState, type ReactElement } from 'react';
import { useAnswer } from '#renderer/bridge/queries.ts';
import type { ArtifactSide } from '#renderer/run-view/artifact-path.ts';
import { useHashParams } from '#renderer/ui/hash-location.ts';
import { LoadingState } from '#renderer/ui/page-state.tsx';
import { BucketView } from './browse/bucket-view.tsx';
import { NamedArtifacts } from './browse/named-artifacts.tsx';
import { PlaceBar } from './browse/place-bar.tsx';
import { RunArtifactsView } from './browse/run-artifacts.tsx';
import { StartView } from './browse/start-view.tsx';
import { CompareView } from './compare/compare-view.tsx';
import { InsideView } from './inside/inside-view.tsx';
import { pathOf, shownOf, type Shown } from './shown-place.ts';
import { TaskTray } from './tasks/task-tray.tsx';
import './artifacts.css';

/** What pipelines hand over: where it lies, what is in it, and what differs. All of what is shown stands in the address. */
export function ArtifactsPage(): ReactElement {
  const info = useAnswer('app.info', null);
  const shown = shownOf(useHashParams());
  // What is opened belongs to an environment: nothing is, before it is known which.
  if (info.isPending) return <LoadingState what="the environment" />;
  const environment = info.data?.environment ?? '';
  // Another environment has other credentials: nothing that was opened holds any more.
  return (
    <div className="ad-artifacts" key={environment} data-testid="artifacts-page" data-shown={shown.kind}>
      <h1 className="ad-offscreen">Artifacts</h1>
      <PlaceBar shown={shown} environment={environment} />
      <Body shown={shown} environment={environment} />
      <TaskTray />
    </div>
  );
}

function Body({ shown, environment }: { shown: Shown; environment: string }): ReactElement {
  // Put aside for a comparison: it lasts from artifact to artifact, not beyond the screen.
  const [marked, setMarked] = useState<ArtifactSide | null>(null);
  const key = pathOf(shown);
  switch (shown.kind) {
    case 'start':
      return shown.via.kind === 'run' ? (
        <RunArtifactsView key={key} runId={shown.via.runId} />
      ) : (
        <StartView key="start" by={shown.by} environment={environment} />
      );
    case 'bucket':
      return <BucketView key={`${shown.bucket} ${shown.whole}`} shown={shown} />;
    case 'pipeline':
      return <NamedArtifacts key={key} region={shown.region} pipeline={shown.pipeline} />;
    case 'object':
      return (
        <InsideView
          key={key}
          side={shown.side}
          ofRun={shown.ofRun}
          environment={environment}
          marked={marked}
          onMark={setMarked}
        />
      );
    case 'compare':
      return (
        <CompareView
          key={key}
          left={shown.left}
          right={shown.right}
          runs={shown.runs}
          environment={environment}
        />
      );
  }
}
