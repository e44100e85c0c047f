import type { PipelineDesk } from '#main/compose/pipeline-desk.ts';
import type { RuntimeHost } from '#main/compose/runtime-host.ts';
import type { RequestChannel } from '#shared/ipc/channels.ts';
import { actorOf } from '../actor.ts';
import type { Handlers } from '../answer-request.ts';

type PipelinesChannel = Extract<RequestChannel, `pipelines.${string}`>;

/** Pipelines: the desk's questions passed on, its acts with the person at the window. */
export function pipelinesHandlers(host: RuntimeHost): Pick<Handlers, PipelinesChannel> {
  const desk = async (): Promise<PipelineDesk> => (await host.runtime()).pipelines;
  return {
    'pipelines.list': async (asked) => (await desk()).list(asked),
    'pipelines.glance': async (asked) => (await desk()).glance(asked),
    'pipelines.scan': async (asked) => (await desk()).scan(asked),
    'pipelines.get': async (asked) => (await desk()).get(asked),
    'pipelines.changes': async (asked) => (await desk()).changes(asked),
    'pipelines.executions': async (asked) => (await desk()).executions(asked),
    'pipelines.succeededIn': async (asked) => (await desk()).succeededIn(asked),
    'pipelines.execution': async (asked) => (await desk()).execution(asked),
    'pipelines.actions': async (asked) => (await desk()).actions(asked),
    'pipelines.whatIf': async (asked) => (await desk()).whatIf(asked),
    'pipelines.act': async (asked) => (await desk()).act(asked, actorOf(asked)),
    'pipelines.afterCare': async (asked) => (await desk()).afterCare(asked),
    'pipelines.cancelWork': async (asked) => (await desk()).cancelWork(asked, actorOf(asked)),
  };
}
