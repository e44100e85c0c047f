import { z } from 'zod';
import { preferencesChangeSchema, preferencesSchema } from '../../domain/preferences.ts';

/** What one person chose on this machine: views, columns, notifications, templates. */
export const preferencesChannels = {
  'preferences.get': { request: z.null(), response: preferencesSchema },
  /** Changes the given ones and answers all; they are on the disk when the answer comes. */
  'preferences.change': { request: preferencesChangeSchema, response: preferencesSchema },
} as const;
