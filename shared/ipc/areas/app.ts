import { z } from 'zod';
import { PROTECTIONS } from '../../domain/environment.ts';
import { noticeSchema } from '../../domain/notice.ts';
import { tokenKeepingSchema } from './token-keeping.ts';

const nothing = z.null();

/** The application itself: what is at work, links, clipboard, theme. */
export const appChannels = {
  'app.info': {
    request: nothing,
    response: z.object({
      version: z.string(),
      electronVersion: z.string(),
      environment: z.string(),
      practice: z.boolean(),
      protection: z.enum(PROTECTIONS),
      /** The simulator's endpoint while practising, for the AWS CLI and other agents. */
      simulatorEndpoint: z.string().nullable(),
      tokenKeeping: tokenKeepingSchema,
      /** True where the window shows test data without a display or in an end-to-end run: animations are off. */
      reducedMotion: z.boolean(),
      /** What stands in the way: a runtime that could not start, or stored environments that could not be read. */
      startProblem: z.string().nullable(),
    }),
  },
  /** What concerns every page, the most urgent first; empty while no environment is at work. */
  'app.notices': { request: nothing, response: z.array(noticeSchema) },
  /** Opens an https link in the browser; answers false when the link is not one that may be opened. */
  'app.openLink': {
    request: z.strictObject({ url: z.string().max(4000) }),
    response: z.object({ opened: z.boolean() }),
  },
  'app.copyText': { request: z.strictObject({ text: z.string().max(1_000_000) }), response: nothing },
  /**
   * While something typed is not stored, closing the window or quitting sends `app:close-asked` first. False goes on with
   * what was asked for, true stays; a second try is not asked about.
   */
  'app.setUnsaved': { request: z.strictObject({ unsaved: z.boolean() }), response: nothing },
  'app.setTheme': {
    request: z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }),
    response: nothing,
  },
} as const;
