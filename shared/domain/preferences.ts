import { z } from 'zod';
import { FAILURE_TYPES } from './job.ts';
import { LIMITS } from './limits.ts';

const name = z.string().trim().min(1, 'expected a name').max(60, 'expected at most 60 characters');

/** A time of day on this machine, as `HH:MM`. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day like 22:00');

/** A view of the runs table under a name: the parameters of its address, without the page. */
export const savedViewSchema = z.strictObject({ name, parameters: z.string().max(4000) });
export type SavedView = z.infer<typeof savedViewSchema>;

/**
 * A prepared text for a failed run. Placeholders are `{runId}`, `{jobId}`, `{externalExecutionId}`, `{executionUrl}`,
 * `{customer}`, `{pipeline}`, `{region}` and `{lastMessage}`; one that the run does not know becomes empty.
 */
export const failureTemplateSchema = z.strictObject({
  name,
  failureType: z.enum(FAILURE_TYPES),
  message: z.string().trim().min(1, 'expected a message').max(LIMITS.failureMessage),
});
export type FailureTemplate = z.infer<typeof failureTemplateSchema>;

const choices = {
  /** Columns of the runs table in their order; null stands for the usual ones. */
  runsColumns: z.array(z.string().max(40)).max(40).nullable(),
  runsPageSize: z.number().int().min(10).max(200),
  savedViews: z.array(savedViewSchema).max(100),
  density: z.enum(['compact', 'comfortable']),
  notifications: z.strictObject({
    enabled: z.boolean(),
    needsHuman: z.boolean(),
    atRisk: z.boolean(),
    failed: z.boolean(),
    /** No notification from the first to the second time of day, over midnight too; null for never quiet. */
    quiet: z.strictObject({ from: timeOfDay, until: timeOfDay }).nullable(),
  }),
  failureTemplates: z.array(failureTemplateSchema).max(200),
  /** Whether the window stays in the tray when it is closed. */
  stayInTray: z.boolean(),
  welcomeSeen: z.boolean(),
};

/** Some of the preferences, as a change. */
export const preferencesChangeSchema = z.strictObject(choices).partial();
export type PreferencesChange = z.infer<typeof preferencesChangeSchema>;

/** What one person chose on this machine. Every choice has a default, so that a file of an older version opens too. */
export const preferencesSchema = z.strictObject({
  runsColumns: choices.runsColumns.default(null),
  runsPageSize: choices.runsPageSize.default(50),
  savedViews: choices.savedViews.default([]),
  density: choices.density.default('compact'),
  notifications: choices.notifications.default({
    enabled: true,
    needsHuman: true,
    atRisk: true,
    failed: false,
    quiet: null,
  }),
  failureTemplates: choices.failureTemplates.default([]),
  stayInTray: choices.stayInTray.default(false),
  welcomeSeen: choices.welcomeSeen.default(false),
});
export type Preferences = z.infer<typeof preferencesSchema>;
