import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react';

/** What to tell; `testId` marks the text for end-to-end tests. */
interface Notice {
  tone: 'success' | 'warning' | 'error' | 'info';
  title?: string;
  text: ReactNode;
  testId?: string;
  /** Leaves by itself, as good news does: for what is also said elsewhere. */
  passes?: boolean;
}

type Notify = (notice: Notice) => void;

const NoticesContext = createContext<{ items: FlashbarProps.MessageDefinition[]; notify: Notify }>({
  items: [],
  notify: () => undefined,
});

const MOST_SHOWN = 3;
const SUCCESS_SHOWN_MS = 8_000;

/** Holds the messages of the window; the newest is on top, the oldest beyond three goes, and good news leaves by itself. */
export function NoticesProvider({ children }: { children: ReactNode }): ReactElement {
  const [notices, setNotices] = useState<(Notice & { id: string })[]>([]);
  const notify = useCallback<Notify>((notice) => {
    const id = crypto.randomUUID();
    setNotices((present) => [{ ...notice, id }, ...present].slice(0, MOST_SHOWN));
    if (notice.tone === 'success' || notice.passes) {
      setTimeout(() => setNotices((present) => present.filter((one) => one.id !== id)), SUCCESS_SHOWN_MS);
    }
  }, []);
  const value = useMemo(
    () => ({
      notify,
      items: notices.map(({ id, tone, title, text, testId }) => ({
        id,
        type: tone,
        header: title,
        content: <span data-testid={testId}>{text}</span>,
        dismissible: true,
        dismissLabel: 'Dismiss',
        ariaRole: tone === 'success' || tone === 'info' ? ('status' as const) : ('alert' as const),
        onDismiss: () => setNotices((present) => present.filter((one) => one.id !== id)),
      })),
    }),
    [notices, notify],
  );
  return <NoticesContext value={value}>{children}</NoticesContext>;
}

/** A function that shows a message over the corner of the window, where it moves nothing, and announces it to assistive technology. */
export function useNotify(): Notify {
  return useContext(NoticesContext).notify;
}

/** Where the messages appear. */
export function Notices(): ReactElement {
  return <Flashbar items={useContext(NoticesContext).items} />;
}
