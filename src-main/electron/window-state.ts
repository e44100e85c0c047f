import { readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const stateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) }).optional(),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Whether the person knows that the closed window goes on in the tray. */
  toldOfTray: z.boolean().default(false),
});

/** Where the window was and what it looked like; bounds are in device-independent pixels. */
export type WindowState = z.infer<typeof stateSchema>;
/** What the person chose; `system` follows the desktop. */
export type Theme = WindowState['theme'];

/** The state of the window across sessions. */
export interface WindowMemory {
  state(): WindowState;
  /** Changes the state and writes it in the background. */
  keep(change: Partial<WindowState>): void;
  /** Resolves when everything is written; never rejects, since nothing of worth is lost with it. */
  written(): Promise<void>;
}

/** Opens the state of the last session; anything unreadable is as good as none. */
export function openWindowMemory(file: string): WindowMemory {
  let state = read(file);
  let writing: Promise<void> = Promise.resolve();
  return {
    state: () => state,
    keep(change) {
      state = { ...state, ...change };
      const text = JSON.stringify(state);
      writing = writing.then(() => writeFileAtomic(file, text, { mode: 0o600 })).catch(() => undefined);
    },
    written: () => writing,
  };
}

function read(file: string): WindowState {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return stateSchema.parse({});
  }
}

/** The remembered bounds when a good part of the title bar would be on one of the screens, else undefined. */
export function boundsOnScreen(
  bounds: WindowState['bounds'],
  screens: readonly { x: number; y: number; width: number; height: number }[],
): WindowState['bounds'] {
  if (!bounds) return undefined;
  const visible = screens.some(
    (screen) =>
      bounds.x + bounds.width > screen.x + 100 &&
      bounds.x < screen.x + screen.width - 100 &&
      bounds.y >= screen.y - 10 &&
      bounds.y < screen.y + screen.height - 50,
  );
  return visible ? bounds : undefined;
}
