import Alert from '@cloudscape-design/components/alert';
import Input from '@cloudscape-design/components/input';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import { useState, type ReactElement } from 'react';
import {
  COMPARED,
  type Compared,
  type ComparedRow,
  type Comparison,
} from '#shared/domain/artifact-compare.ts';
import type { Fetched, OpenedArtifact } from '#shared/domain/artifact.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { Size } from '#renderer/ui/size.tsx';
import { VirtualRows, type RowColumn } from '#renderer/ui/virtual-rows.tsx';
import { visibleText } from '#renderer/ui/visible-parts.ts';
import { VisibleText } from '#renderer/ui/visible-text.tsx';
import { FetchedCounter } from '../inside/archive-head.tsx';
import { ProblemAlert } from '../problem-alert.tsx';
import { PAGE_ROWS, usePages } from '../use-pages.ts';
import { problemOf } from '../use-opened.ts';
import { growthWords, INTERESTING, toggled, VERDICT_WORDS, type SideNames } from './compare-words.ts';
import { FileDiff } from './file-diff.tsx';

const LOOK_MS = 500;

const columnsOf = ({ short }: SideNames): RowColumn[] => [
  { id: 'verdict', header: 'Verdict', width: '94px' },
  { id: 'path', header: 'Path', width: 'minmax(130px, 1fr)' },
  { id: 'left', header: short.left, width: '78px', align: 'end' },
  { id: 'right', header: short.right, width: '78px', align: 'end' },
  { id: 'growth', header: 'Growth', width: '92px', align: 'end' },
];

/** What differs, the counts as filters, and one file's differences beside. */
export function ComparedList(props: {
  begun: Comparison;
  left: OpenedArtifact;
  right: OpenedArtifact;
  names: SideNames;
  onAgain: () => void;
}): ReactElement {
  const { begun, left, right } = props;
  const { compareId } = begun;
  const [verdicts, setVerdicts] = useState<readonly Compared[]>(INTERESTING);
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(-1);
  const [shown, setShown] = useState<ComparedRow | null>(null);
  const query = { compareId, verdicts: [...verdicts], search };
  const [running, setRunning] = useState(begun.running);
  const head = useAnswer(
    'artifacts.comparison',
    { ...query, from: 0, count: 1 },
    // A file's differences are fetched by another question: what that costs is looked at here.
    { keepPrevious: true, ...(running || shown ? { refetchEveryMs: LOOK_MS } : {}) },
  );
  const comparison = head.data?.comparison ?? begun;
  if (running !== comparison.running) setRunning(comparison.running);
  const { pageAt, onRange } = usePages(
    'artifacts.comparison',
    (from, count) => ({ ...query, from, count }),
    comparison.running ? comparison.done : 'done',
  );
  const total = head.data?.total ?? 0;
  const rowAt = (index: number) => pageAt(index)?.rows[index % PAGE_ROWS];
  if (head.error)
    return (
      <ProblemAlert title="The comparison ended" problem={problemOf(head.error)} onRetry={props.onAgain} />
    );
  const found = comparison.counts;
  const identical =
    !comparison.running && INTERESTING.every((verdict) => (found[verdict] ?? 0) === 0) && !comparison.problem;
  return (
    <div className="ad-compared">
      <div className="ad-list-tools">
        <span role="group" aria-label="Show" className="ad-pills">
          {COMPARED.map((verdict) => (
            <button
              key={verdict}
              type="button"
              className="ad-pill ad-focusable"
              data-testid={`verdict-${verdict}`}
              aria-pressed={verdicts.includes(verdict)}
              onClick={() => {
                setActive(-1);
                setVerdicts(toggled(verdicts, verdict));
              }}
            >
              <span aria-hidden>{VERDICT_WORDS[verdict].mark}</span> {VERDICT_WORDS[verdict].label}{' '}
              <strong className="ad-number">{(found[verdict] ?? 0).toLocaleString('en')}</strong>
            </button>
          ))}
        </span>
        <div className="ad-tool-field">
          <Input
            type="search"
            value={search}
            ariaLabel="Find in the paths"
            placeholder="Find in the paths"
            autoComplete={false}
            onChange={({ detail }) => {
              setActive(-1);
              setSearch(detail.value.slice(0, 500));
            }}
          />
        </div>
        <span role="status" data-testid="compared" data-running={comparison.running}>
          <FetchedCounter
            fetched={sum(left.fetched, right.fetched, comparison.fetched)}
            size={left.facts.size + right.facts.size}
          />
        </span>
      </div>
      {comparison.running && comparison.total > 0 && (
        <ProgressBar
          value={(100 * comparison.done) / comparison.total}
          ariaLabel="Compared"
          additionalInfo={`${comparison.done} of ${comparison.total} paths`}
        />
      )}
      {comparison.problem && <Alert type="warning">{comparison.problem}</Alert>}
      {identical && <Alert type="success">Both hold the same files with the same content.</Alert>}
      <div className={shown ? 'ad-panes ad-panes-two' : 'ad-panes'}>
        {total === 0 ? (
          <p className="ad-muted ad-list-note">
            {comparison.running ? 'Nothing yet.' : 'Nothing to show with these filters.'}
          </p>
        ) : (
          <VirtualRows
            label="Compared paths"
            testId="compared-rows"
            columns={columnsOf(props.names)}
            count={total}
            active={active}
            onActive={setActive}
            onRange={onRange}
            onEnter={(index) => setShown(rowAt(index) ?? null)}
            rowAt={(index) => comparedRow(rowAt(index), index)}
          />
        )}
        {shown && (
          <FileDiff
            key={shown.path}
            row={shown}
            left={left.openId}
            right={right.openId}
            names={props.names}
            onClose={() => setShown(null)}
          />
        )}
      </div>
    </div>
  );
}

/** Opening both and what came after: together what has gone over the wire. */
function sum(...all: readonly Fetched[]): Fetched {
  return {
    requests: all.reduce((total, { requests }) => total + requests, 0),
    bytes: all.reduce((total, { bytes }) => total + bytes, 0),
    fromCache: all.reduce((total, { fromCache }) => total + fromCache, 0),
  };
}

function comparedRow(row: ComparedRow | undefined, index: number) {
  if (!row) return { key: String(index), cells: ['…'] };
  const words = VERDICT_WORDS[row.verdict];
  return {
    key: `${index} ${row.path}`,
    cells: [
      <span key="verdict" className={`ad-verdict-mark ad-verdict-${row.verdict}`} title={row.fault?.sentence}>
        <span aria-hidden>{words.mark}</span> {words.label}
      </span>,
      <span key="path" title={visibleText(row.path)}>
        <VisibleText text={row.path} />
      </span>,
      <Size key="left" bytes={row.leftSize} />,
      <Size key="right" bytes={row.rightSize} />,
      <span key="growth" className="ad-muted ad-number">
        {growthWords(row)}
      </span>,
    ],
  };
}
