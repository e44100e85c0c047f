import { z } from 'zod';

/** The two ways CodePipeline hands out jobs; which one follows from the action type's owner. */
export type JobProtocol = 'third-party' | 'custom';

export const ACTION_CATEGORIES = [
  'Source',
  'Build',
  'Deploy',
  'Test',
  'Invoke',
  'Approval',
  'Compute',
] as const;

/**
 * Identity of an action type. Owner `AWS` is left out: job workers serve custom and third-party actions only.
 * Source: ActionTypeId in the CodePipeline API reference.
 */
export const actionTypeIdSchema = z.strictObject({
  category: z.enum(ACTION_CATEGORIES),
  owner: z.enum(['ThirdParty', 'Custom']),
  provider: z
    .string()
    .min(1)
    .max(35)
    .regex(/^[0-9A-Za-z_-]+$/, 'expected letters, digits, _ and -'),
  version: z
    .string()
    .min(1)
    .max(9)
    .regex(/^[0-9A-Za-z_-]+$/, 'expected letters, digits, _ and -'),
});
export type ActionTypeId = z.infer<typeof actionTypeIdSchema>;

/** `Test/ThirdParty/Northwind-LoadTest/1`: stable, readable, unique. */
export function actionTypeKey(id: Readonly<Record<keyof ActionTypeId, string>>): string {
  return `${id.category}/${id.owner}/${id.provider}/${id.version}`;
}

export function protocolOf(id: ActionTypeId): JobProtocol {
  return id.owner === 'ThirdParty' ? 'third-party' : 'custom';
}

/**
 * Fills `{ExternalExecutionId}` and `{Config:Name}` of an execution URL template, each value URL-encoded.
 * Answers null when a placeholder has no value yet or the outcome is not an https URL (http only on loopback).
 * Source: ActionTypeSettings.executionUrlTemplate in the CodePipeline API reference.
 */
export function fillExecutionUrl(
  template: string | null,
  externalExecutionId: string | null,
  configuration: ReadonlyMap<string, string>,
): string | null {
  if (!template) return null;
  let missing = false;
  const filled = template.replace(/\{([^{}]+)\}/g, (_all, name: string) => {
    const value =
      name === 'ExternalExecutionId' ? externalExecutionId : configuration.get(name.replace(/^Config:/, ''));
    if (value == null) missing = true;
    return encodeURIComponent(value ?? '');
  });
  return missing || !isOpenableUrl(filled) ? null : filled;
}

const LOOPBACK_HTTP = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;

/** https anywhere, http on loopback only: the same rule for backend URLs and for links that people may open. */
export function isOpenableUrl(url: string): boolean {
  return /^https:\/\/[^/\s@]+(\/|$|\?|#)/.test(url) || LOOPBACK_HTTP.test(url);
}
