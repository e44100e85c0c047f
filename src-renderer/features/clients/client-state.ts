import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ClientFilter, ClientView } from '#shared/domain/client.ts';

/** How a client stands, in a few words, and what that means for its jobs. */
export interface ClientStateWords {
  label: string;
  indicator: StatusIndicatorProps.Type;
  sentence: string;
}

/** The first that applies: disabled, refused, unusable, usable. */
export function clientStateWords(
  client: Pick<ClientView, 'disabledAt' | 'refusedAt' | 'tokenUsable'>,
): ClientStateWords {
  if (client.disabledAt !== null)
    return {
      label: 'Disabled',
      indicator: 'stopped',
      sentence: 'Nothing new is claimed for this client; its jobs wait until it is enabled.',
    };
  if (client.refusedAt !== null)
    return {
      label: 'Token refused',
      indicator: 'error',
      sentence: 'CodePipeline refused the stored token: rotate it.',
    };
  return client.tokenUsable
    ? { label: 'Usable', indicator: 'success', sentence: 'The token is stored and can be used.' }
    : {
        label: 'Add it again',
        indicator: 'warning',
        sentence: 'The token was kept for an earlier session only, or under a key that is not here.',
      };
}

/** The ways to narrow the table, as they are offered. */
export const FILTER_WORDS: Readonly<Record<ClientFilter, string>> = {
  all: 'All clients',
  unusable: 'Without a usable token',
  refused: 'Token refused',
  disabled: 'Disabled',
  unused: 'Never used',
};
