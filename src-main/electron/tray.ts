import { app, Menu, nativeImage, Tray } from 'electron';
import type { Log } from '#main/agent/ports.ts';
import { toActionDeskError } from '#shared/domain/errors.ts';
import { trayIcon } from './tray-icon.ts';
import { trayMenu, trayTooltip, type TrayChoice, type TrayFacts } from './tray-words.ts';

/** The application's place in the tray. */
export interface DeskTray {
  /** Shows other counts, in the tray and where the system has them as the badge of the application's icon. */
  show(facts: TrayFacts): void;
}

const SIZE = 16;

function image(calling: boolean): Electron.NativeImage {
  const shown = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const size = SIZE * scaleFactor;
    shown.addRepresentation({
      scaleFactor,
      width: size,
      height: size,
      buffer: nativeImage.createFromBitmap(trayIcon(size, calling), { width: size, height: size }).toPNG(),
    });
  }
  return shown;
}

/**
 * Puts the application into the tray. Null where the system refuses that; a desktop without a tray (some of Linux) shows nothing
 * and does not say so.
 */
export function openTray(choose: (choice: TrayChoice) => void, log: Log): DeskTray | null {
  const icons = { calm: image(false), calling: image(true) };
  let tray: Tray;
  try {
    tray = new Tray(icons.calm);
  } catch (thrown) {
    log('info', 'no tray', { message: toActionDeskError(thrown).message });
    return null;
  }
  tray.on('click', () => choose({ kind: 'open' }));
  let said = '';
  return {
    show(facts) {
      const entries = trayMenu(facts);
      const tooltip = trayTooltip(facts);
      const saying = JSON.stringify([tooltip, entries]);
      if (saying === said) return;
      said = saying;
      app.setBadgeCount(facts.calling);
      tray.setToolTip(tooltip);
      tray.setImage(facts.calling > 0 ? icons.calling : icons.calm);
      tray.setContextMenu(
        Menu.buildFromTemplate(
          entries.map(({ label, enabled, choice }) =>
            choice ? { label, enabled, click: () => choose(choice) } : { type: 'separator' as const },
          ),
        ),
      );
    },
  };
}
