import type { ConditionType, PipelineSnapshot } from '#shared/domain/pipeline.ts';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import type { Chosen } from '../graph/chosen.ts';
import {
  offersAt,
  overrideOffer,
  retryOffer,
  rollbackOffer,
  startOffer,
  stopOffer,
  transitionOffer,
  type Offer,
} from './offers.ts';

/** An act with the place it belongs to, for a list in which the place is not seen. */
export interface PlacedOffer extends Offer {
  readonly where: string;
  /** One of a stage's standing possibilities, of which a large pipeline has dozens; the others answer what is going on now. */
  readonly standing: boolean;
}

const OVERRIDABLE: readonly ConditionType[] = ['BEFORE_ENTRY', 'ON_SUCCESS'];

const placed = (offer: Offer, where: string, standing = false): PlacedOffer => ({
  ...offer,
  where,
  standing,
});

/** Where something failed or was stopped; in PARALLEL mode by the actions, since no state of a stage is told. */
function endedPlaces(snapshot: PipelineSnapshot): { stageName: string; executionId: string }[] {
  if (snapshot.executionMode !== 'PARALLEL')
    return snapshot.states.flatMap(({ name, latest }) =>
      latest ? [{ stageName: name, executionId: latest.executionId }] : [],
    );
  const places = snapshot.actions
    .filter(({ status }) => status === 'Failed' || status === 'Abandoned')
    .map(
      ({ stageName, executionId }) => [`${stageName}/${executionId}`, { stageName, executionId }] as const,
    );
  return [...new Map(places).values()];
}

/** The approvals that wait, each once; those of executions side by side have their own. */
function approvals(snapshot: PipelineSnapshot): Extract<Chosen, { kind: 'action' }>[] {
  return snapshot.stages.flatMap((stage) =>
    stage.actions
      .filter(({ actionTypeId }) => actionTypeId.category === 'Approval')
      .flatMap(({ name }): Extract<Chosen, { kind: 'action' }>[] =>
        snapshot.executionMode === 'PARALLEL'
          ? snapshot.actions
              .filter((row) => row.stageName === stage.name && row.actionName === name)
              .map(({ executionId }) => ({
                ...{ kind: 'action', stageName: stage.name, actionName: name, executionId },
              }))
          : [{ kind: 'action', stageName: stage.name, actionName: name, executionId: null }],
      ),
  );
}

/** Every act on a pipeline that can work now, and start, stop and retry in any case, with the reason where none can. */
export function allOffers(snapshot: PipelineSnapshot): PlacedOffer[] {
  const underWay = snapshot.executions.filter(
    ({ status }) => status === 'InProgress' || status === 'Stopping',
  );
  const inStage = (stageName: string, executionId: string | null): string =>
    executionId === null ? stageName : `${stageName}, execution ${shortExecution(executionId)}`;
  const retried = endedPlaces(snapshot)
    .map(({ stageName, executionId }) =>
      placed(retryOffer(snapshot, stageName, executionId), inStage(stageName, executionId)),
    )
    .filter(({ why }) => why === null);
  const stops = underWay.map(({ executionId, status }) => placed(stopOffer(snapshot, executionId), status));
  const none = (offer: Offer | undefined, label: string, why: string): PlacedOffer[] =>
    offer ? [] : [{ label, why, where: '', standing: false, draft: startOffer(snapshot).draft }];
  return [
    placed(startOffer(snapshot), 'Every source action runs again'),
    ...approvals(snapshot).flatMap((at) =>
      offersAt(snapshot, at)
        .filter(({ draft, why }) => draft.kind === 'approval' && why === null)
        .map((offer) => placed(offer, inStage(`${at.stageName} / ${at.actionName}`, at.executionId))),
    ),
    ...stops,
    ...none(stops[0], 'Stop an execution…', 'No execution is under way.'),
    ...retried,
    ...none(retried[0], 'Retry a stage…', 'No execution that failed or was stopped can be retried now.'),
    ...snapshot.states.slice(1).map((state) => {
      const closed = state.transition?.enabled === false;
      return placed(transitionOffer(snapshot, state.name), closed ? 'Disabled now' : 'Enabled now', !closed);
    }),
    ...snapshot.stages
      .flatMap((stage) => OVERRIDABLE.map((type) => ({ stage, type })))
      .filter(({ stage, type }) => stage.conditions.some((one) => one.type === type))
      .map(({ stage, type }) => placed(overrideOffer(snapshot, stage.name, type), `${stage.name}, ${type}`))
      .filter(({ why }) => why === null),
    ...snapshot.stages
      .map((stage) => placed(rollbackOffer(snapshot, stage.name), stage.name, true))
      .filter(({ why }) => why === null),
  ];
}
