import { z } from 'zod';
import { pipelineRefSchema } from '../domain/pipeline.ts';
import { aboutChannels } from './areas/about.ts';
import { agentChannels } from './areas/agent.ts';
import { appChannels } from './areas/app.ts';
import { artifactsChannels } from './areas/artifacts.ts';
import { auditChannels } from './areas/audit.ts';
import { bulkChannels } from './areas/bulk.ts';
import { bundlesChannels } from './areas/bundles.ts';
import { clientsChannels } from './areas/clients.ts';
import { environmentsChannels } from './areas/environments.ts';
import { notificationsChannels } from './areas/notifications.ts';
import { holdsChannels } from './areas/holds.ts';
import { pipelinesChannels } from './areas/pipelines.ts';
import { preferencesChannels } from './areas/preferences.ts';
import { runNotesChannels } from './areas/run-notes.ts';
import { runsChannels } from './areas/runs.ts';
import type { EventChannel, RequestChannel } from './channels.ts';
import type { Envelope } from './envelope.ts';

/**
 * Request and answer of every channel, an area a file. The gate parses both sides: what is not listed here does not cross.
 */
export const CONTRACT = {
  ...appChannels,
  ...runsChannels,
  ...runNotesChannels,
  ...bundlesChannels,
  ...bulkChannels,
  ...holdsChannels,
  ...clientsChannels,
  ...agentChannels,
  ...environmentsChannels,
  ...artifactsChannels,
  ...pipelinesChannels,
  ...auditChannels,
  ...notificationsChannels,
  ...aboutChannels,
  ...preferencesChannels,
} as const satisfies Record<RequestChannel, { request: z.ZodType; response: z.ZodType }>;

export type RequestOf<C extends RequestChannel> = z.input<(typeof CONTRACT)[C]['request']>;
export type ResponseOf<C extends RequestChannel> = z.infer<(typeof CONTRACT)[C]['response']>;

/** Events say what changed; the renderer asks again. `runIds` is cut to 200 and then empty means "many". */
export const EVENTS = {
  /** The window is to show a page: `path` as it stands behind `#` in its address. */
  'app:go': z.object({ path: z.string().max(2000) }),
  /** The window was to be closed while something typed is not stored: the person is asked. */
  'app:close-asked': z.object({}),
  'runs:changed': z.object({ runIds: z.array(z.string()) }),
  'bulk:changed': z.object({}),
  /** Ids of what moved: listings, comparisons, tasks. */
  'artifacts:changed': z.object({
    listings: z.array(z.string()),
    comparisons: z.array(z.string()),
    tasks: z.array(z.string()),
  }),
  /** Pipelines that an act touched, or whose runs were cared for. */
  'pipelines:changed': z.object({ pipelines: z.array(pipelineRefSchema) }),
  'holds:changed': z.object({}),
  'clients:changed': z.object({}),
  /** A request for the configuration page came, or its receiver changed. */
  'clients:received': z.object({}),
  'agent:changed': z.object({}),
  'notices:changed': z.object({}),
  'environments:changed': z.object({}),
  'preferences:changed': z.object({}),
} as const satisfies Record<EventChannel, z.ZodType>;
export type EventOf<C extends EventChannel> = z.infer<(typeof EVENTS)[C]>;

/** What the preload script puts on `window.actionDesk`: two functions, nothing else. */
export interface ActionDeskBridge {
  request(channel: RequestChannel, payload: unknown): Promise<Envelope<unknown>>;
  /** Answers a function that ends the subscription. */
  on(channel: EventChannel, listener: (payload: unknown) => void): () => void;
}
