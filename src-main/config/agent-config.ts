import { resolve, dirname } from 'node:path';
import { z } from 'zod';
import {
  environmentNameSchema,
  headlessSettingsShape,
  type HeadlessActionType,
} from '#shared/domain/environment.ts';
import { ActionDeskError } from '#shared/domain/errors.ts';
import { issueSentences } from '#shared/domain/validation.ts';
import { readJsonFile } from './read-json.ts';
import { settingsWarnings } from './settings-warnings.ts';

const agentConfigSchema = z.strictObject({
  environment: environmentNameSchema,
  ...headlessSettingsShape,
  vault: z.strictObject(
    {
      keyFile: z
        .string('expected the path of the key file')
        .trim()
        .min(1, 'expected the path of the key file'),
    },
    'expected {"keyFile": "/path/of/the/key"}',
  ),
});

/** The headless agent's configuration with every default filled in. */
export interface AgentConfig {
  environment: string;
  regions: string[];
  pollSeconds: number;
  maxConcurrentRuns: number;
  actionTypes: HeadlessActionType[];
  /** Absolute; a relative path counts from the configuration file's folder. */
  keyFile: string;
  /** What is taken but looks wrong, a sentence each. */
  warnings: string[];
}

/**
 * Reads and checks the configuration file of the headless agent. Throws `invalid-input` with one line: file, path of the
 * field, what was expected. Nothing is created or changed.
 */
export function loadAgentConfig(file: string): AgentConfig {
  const parsed = agentConfigSchema.safeParse(readJsonFile(file));
  if (!parsed.success) {
    const sentence = issueSentences(parsed.error)[0] ?? 'it is not valid';
    throw new ActionDeskError('invalid-input', `${file}: ${sentence}`);
  }
  const { vault, ...settings } = parsed.data;
  return {
    ...settings,
    keyFile: resolve(dirname(file), vault.keyFile),
    warnings: settingsWarnings(settings),
  };
}
