/**
 * The names of everything that may cross between renderer and main process: the one list that the preload script,
 * the gate and the contract share. Kept apart from the schemas so that the preload bundle stays a few lines.
 */
export const REQUEST_CHANNELS = [
  'app.info',
  'app.openLink',
  'app.copyText',
  'app.setTheme',
  'runs.list',
  'runs.get',
  'runs.act',
  'clients.list',
  'clients.add',
  'clients.remove',
  'agent.cells',
  'agent.control',
  'environments.list',
  'environments.save',
  'environments.remove',
  'environments.use',
  'environments.test',
  'preferences.get',
  'preferences.change',
] as const;
export type RequestChannel = (typeof REQUEST_CHANNELS)[number];

export const EVENT_CHANNELS = [
  'runs:changed',
  'clients:changed',
  'agent:changed',
  'environments:changed',
  'preferences:changed',
] as const;
export type EventChannel = (typeof EVENT_CHANNELS)[number];

/** Electron channel names: one for requests (the channel travels as first argument), one for events. */
export const REQUEST_PIPE = 'action-desk:request';
export const EVENT_PIPE = 'action-desk:event';
