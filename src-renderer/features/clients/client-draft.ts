import { z } from 'zod';
import { clientIdSchema, clientLabelSchema, clientTokenSchema } from '#shared/domain/client.ts';

/** What is typed in the client dialog. */
export interface ClientDraft {
  clientId: string;
  label: string;
  token: string;
}

export type ClientErrors = Partial<Record<keyof ClientDraft, string>>;

const schema = z.object({ clientId: clientIdSchema, label: clientLabelSchema, token: clientTokenSchema });

const FIELD_NAMES: Record<keyof ClientDraft, string> = {
  clientId: 'Client id',
  label: 'Label',
  token: 'Client token',
};

/** The client as it is sent (trimmed), or one sentence for each field at fault: its name and what was expected. */
export function clientOfDraft(
  draft: ClientDraft,
): { ok: true; client: ClientDraft } | { ok: false; errors: ClientErrors } {
  const parsed = schema.safeParse(draft);
  if (parsed.success) return { ok: true, client: parsed.data };
  const errors: ClientErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const field = path[0] as keyof ClientDraft;
    errors[field] ??= `${FIELD_NAMES[field]}: ${message}.`;
  }
  return { ok: false, errors };
}

/** What became of the runs that waited for a client. */
export function releasedSentence(releasedRuns: number): string {
  if (releasedRuns === 0) return 'No run was waiting for it.';
  return `${releasedRuns} waiting ${releasedRuns === 1 ? 'run goes' : 'runs go'} on.`;
}
