import { useEffect, useState, type ReactElement } from 'react';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { useNotify } from '#renderer/ui/notices.tsx';
import { openDroppedBundle } from './opened-bundle.ts';

const bringsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Opens exported runs that are dropped on the window, whatever page is on screen. */
export function BundleDoor(): ReactElement | null {
  const notify = useNotify();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const end = new AbortController();
    const { signal } = end;
    const refuse = (thrown: unknown): void =>
      notify({ tone: 'error', title: 'Not opened', text: sentenceOf(thrown), testId: 'bundle-refused' });
    const drag = (event: DragEvent): void => {
      // A dialog with a place for files of its own takes them first.
      if (!bringsFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      setOver(true);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      if (!bringsFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) openDroppedBundle(file).catch(refuse);
    };
    addEventListener('dragover', drag, { signal });
    addEventListener('drop', drop, { signal });
    addEventListener('dragleave', (event) => event.relatedTarget === null && setOver(false), { signal });
    return () => end.abort();
  }, [notify]);
  return over ? (
    <div className="ad-drop" aria-hidden="true">
      Drop an exported run to look at it
    </div>
  ) : null;
}
