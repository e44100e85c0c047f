import { z } from 'zod';

/**
 * Something that concerns every page, as the window's strip shows it.
 * `silence` = polls have no answer; `credentials` = they have ended or are about to; `disk` = the data folder is nearly full;
 * `ledger` = the ledger file was damaged, restored or cannot be written; `vault` = client tokens are under a key that is not here.
 */
export const NOTICE_KINDS = ['silence', 'slots', 'credentials', 'disk', 'ledger', 'vault'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Where in the window help is found, by the page's name in the address. */
export const NOTICE_PAGES = ['agent', 'clients', 'settings', 'runs'] as const;

export const noticeSchema = z.object({
  kind: z.enum(NOTICE_KINDS),
  severity: z.enum(['error', 'warning', 'info']),
  /** Epoch ms: since when it holds. */
  since: z.number(),
  /** What is wrong and what follows from it, for a person. */
  sentence: z.string(),
  /** Particulars that may change from minute to minute: an error's words, a size. */
  detail: z.string().optional(),
  /** Epoch ms: when what is warned of happens. */
  endsAt: z.number().optional(),
  /** The page that helps, and what the link to it says. */
  act: z.object({ page: z.enum(NOTICE_PAGES), label: z.string() }).optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Two notices of the same key say the same: one that was put aside stays so until it says something new. */
export function noticeKey(notice: Notice): string {
  return `${notice.kind} ${notice.severity} ${notice.since} ${notice.sentence}`;
}
