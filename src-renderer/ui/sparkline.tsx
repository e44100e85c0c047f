import { memo, type ReactElement } from 'react';
import './sparkline.css';

/** One bar: its height from 0 to 1, null where there is nothing to show, and what it stands for. */
export interface SparkBar {
  height: number | null;
  tone: 'plain' | 'accent' | 'bad';
}

const TONES = ['plain', 'accent', 'bad'] as const;

function pathOf(bars: readonly SparkBar[], tone: SparkBar['tone'], width: number, height: number): string {
  const step = width / bars.length;
  return bars
    .map((bar, at) => {
      if (bar.height === null || bar.tone !== tone) return '';
      const tall = Math.max(2, Math.min(1, bar.height) * height);
      return `M${(at * step).toFixed(2)} ${height}v${(-tall).toFixed(2)}h${(step * 0.8).toFixed(2)}v${tall.toFixed(2)}z`;
    })
    .join('');
}

/** A row of small bars over a base line, the oldest on the left; `label` says in words what they show, also on hover. */
export const Sparkline = memo(function Sparkline(props: {
  bars: readonly SparkBar[];
  label: string;
  width: number;
  height: number;
}): ReactElement {
  const { bars, label, width, height } = props;
  return (
    <svg className="ad-spark" role="img" aria-label={label} width={width} height={height + 1}>
      <title>{label}</title>
      <path className="ad-spark-base" d={`M0 ${height + 0.5}H${width}`} />
      {TONES.map((tone) => (
        <path key={tone} className={`ad-spark-${tone}`} d={pathOf(bars, tone, width, height)} />
      ))}
    </svg>
  );
});
