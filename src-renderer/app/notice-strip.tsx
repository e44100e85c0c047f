import Icon, { type IconProps } from '@cloudscape-design/components/icon';
import { useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { noticeKey, type Notice } from '#shared/domain/notice.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { Ago, Moment } from '#renderer/ui/moment.tsx';
import './notice-strip.css';

const ICONS: Record<Notice['severity'], IconProps.Name> = {
  error: 'status-negative',
  warning: 'status-warning',
  info: 'status-info',
};
const WORDS: Record<Notice['severity'], string> = { error: 'Error', warning: 'Warning', info: 'Note' };

/**
 * What concerns every page, at the foot of the window, where it pushes nothing away. One that is put aside stays so for the
 * session, and comes back when it says something else.
 */
export function NoticeStrip(): ReactElement | null {
  const answer = useAnswer('app.notices', null);
  const [aside, setAside] = useState<ReadonlySet<string>>(new Set());
  const strip = useRef<HTMLElement>(null);
  const shown = (answer.data ?? []).filter((notice) => !aside.has(noticeKey(notice)));
  const said = shown.map(noticeKey).join('\n');
  useLayoutEffect(() => {
    // What sticks to the foot of a page sticks above the strip.
    const measure = (): void => {
      const height = strip.current?.offsetHeight ?? 0;
      document.documentElement.style.setProperty('--ad-strip', `${height}px`);
    };
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [said]);
  if (shown.length === 0) return null;
  return (
    <section ref={strip} className="ad-strip" aria-label="Notices" data-testid="notice-strip">
      {shown.map((notice) => (
        <Line
          key={noticeKey(notice)}
          notice={notice}
          onDismiss={() => setAside((present) => new Set([...present, noticeKey(notice)]))}
        />
      ))}
    </section>
  );
}

function Line({ notice, onDismiss }: { notice: Notice; onDismiss: () => void }): ReactElement {
  const { severity, sentence, detail, since, endsAt, act } = notice;
  return (
    <div
      className={`ad-strip-line ad-strip-${severity}`}
      role={severity === 'error' ? 'alert' : 'status'}
      data-notice={notice.kind}
    >
      <Icon name={ICONS[severity]} ariaLabel={WORDS[severity]} />
      <div className="ad-strip-words">
        <strong>{sentence}</strong>
        {detail && (
          <div className="ad-ellipsis" title={detail}>
            {detail}
          </div>
        )}
      </div>
      <span className="ad-strip-when">
        {endsAt === undefined ? (
          <>
            since <Moment at={since} />
          </>
        ) : (
          <>
            ends <Ago at={endsAt} />
          </>
        )}
      </span>
      {act && (
        <a className="ad-strip-link ad-focusable" href={`#/${act.page}`}>
          {act.label}
        </a>
      )}
      <button
        type="button"
        className="ad-strip-close ad-focusable"
        aria-label={`Put aside: ${sentence}`}
        title="Put aside until it says something else"
        onClick={onDismiss}
      >
        <Icon name="close" size="small" />
      </button>
    </div>
  );
}
