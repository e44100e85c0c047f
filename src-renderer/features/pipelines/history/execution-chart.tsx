import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import { shortExecution } from '#shared/domain/pipeline-explain.ts';
import { humanDuration } from '#renderer/ui/duration.ts';
import { localTime, utcTime } from '#renderer/ui/moment.tsx';
import { lookOf } from '../status-look.ts';
import type { Chart, ChartSpan } from './chart-model.ts';
import { timeScale } from './time-scale.ts';

const LANE_PX = 22;
const GAP_PX = 10;

const keyOf = (span: ChartSpan): string => `${span.stageName}/${span.kind}/${span.executionId}/${span.from}`;

/**
 * Stages down, time across. Pointing at a bar, or walking there with the arrow keys, tells its facts in a line that keeps its
 * place; the bars of the same execution stand out.
 */
export function ExecutionChart(props: {
  chart: Chart;
  say: (span: ChartSpan) => string;
  now: number;
}): ReactElement {
  const { chart, say, now } = props;
  const spans = chart.stages.flatMap((stage) => stage.spans);
  const scale = useMemo(() => timeScale(chart.stages.flatMap((stage) => stage.spans)), [chart]);
  const [looked, setLooked] = useState<string | null>(null);
  const shown = spans.find((span) => keyOf(span) === looked) ?? null;
  const stop = shown ? keyOf(shown) : spans[0] ? keyOf(spans[0]) : null;
  const tops = topsOf(chart);
  const height = tops.at(-1) ?? 0;
  const percent = (moment: number): string => `${(scale.at(moment) * 100).toFixed(3)}%`;
  const walk = (event: KeyboardEvent<SVGSVGElement>): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = spans.findIndex((span) => keyOf(span) === stop);
    const next = spans[Math.max(0, Math.min(spans.length - 1, at + step))];
    if (!next) return;
    setLooked(keyOf(next));
    [...event.currentTarget.querySelectorAll<SVGElement>('[data-span]')]
      .find((one) => one.dataset['span'] === keyOf(next))
      ?.focus();
  };
  return (
    <>
      <p className="ad-pl-chart-fact" data-testid="chart-fact">
        {shown ? say(shown) : 'Point at a bar, or walk with the arrow keys, to read what it is.'}
      </p>
      <div className="ad-pl-chart">
        <div className="ad-pl-chart-names" aria-hidden>
          {chart.stages.map(({ name }, at) => (
            <div key={name} className="ad-ellipsis" title={name} style={{ top: tops[at] ?? 0 }}>
              {name}
            </div>
          ))}
        </div>
        <svg
          height={height}
          role="group"
          aria-label="Executions over stages and time"
          data-testid="execution-chart"
          onKeyDown={walk}
        >
          {chart.stages.map(({ name }, at) => (
            <line key={name} className="ad-pl-band" x1="0" x2="100%" y1={tops[at]} y2={tops[at]} />
          ))}
          {scale.cuts.map(({ at, ms }) => (
            <g key={at}>
              <line className="ad-pl-cut" x1={`${at * 100}%`} x2={`${at * 100}%`} y1="0" y2={height} />
              <text className="ad-pl-cut-word" x={`${at * 100}%`} y={height - 3}>
                ⋯<title>{humanDuration(ms)} idle</title>
              </text>
            </g>
          ))}
          {chart.stages.flatMap((stage, at) =>
            stage.spans.map((span) => {
              const key = keyOf(span);
              const x = scale.at(span.from);
              const width = Math.max(0, scale.at(span.to) - x);
              const y = (tops[at] ?? 0) + GAP_PX / 2 + span.lane * LANE_PX;
              const apart = shown !== null && shown.executionId !== span.executionId;
              return (
                <g
                  key={key}
                  data-span={key}
                  data-kind={span.kind}
                  className={`ad-pl-span ad-pl-span-${span.kind} ad-pl-${lookOf(span.status)}${apart ? ' ad-pl-apart' : ''}`}
                  role="img"
                  aria-label={say(span)}
                  tabIndex={key === stop ? 0 : -1}
                  onFocus={() => setLooked(key)}
                  onMouseEnter={() => setLooked(key)}
                >
                  <rect
                    x={percent(span.from)}
                    y={span.kind === 'held' ? y : y + 2}
                    style={{ width: `max(3px, ${(width * 100).toFixed(3)}%)` }}
                    height={span.kind === 'held' ? LANE_PX - 4 : LANE_PX - 8}
                    rx="2"
                  />
                  {(width > 0.06 || span.superseded !== null) && (
                    <text
                      x={span.superseded === null ? percent(span.from) : percent(span.to)}
                      dx={span.superseded === null ? 4 : -3}
                      textAnchor={span.superseded === null ? 'start' : 'end'}
                      y={y + 13}
                    >
                      {span.superseded === null ? shortExecution(span.executionId) : '✕'}
                    </text>
                  )}
                </g>
              );
            }),
          )}
        </svg>
        <div className="ad-pl-chart-axis ad-second">
          <time title={utcTime(scale.from)}>{localTime(scale.from, now)}</time>
          <time title={utcTime(scale.to)}>{localTime(scale.to, now)}</time>
        </div>
      </div>
    </>
  );
}

/** Where each stage's band begins, and at the end where the last one ends. */
function topsOf({ stages }: Chart): number[] {
  const tops = [0];
  for (const { lanes } of stages) tops.push((tops.at(-1) ?? 0) + lanes * LANE_PX + GAP_PX);
  return tops;
}
