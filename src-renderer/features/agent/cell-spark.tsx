import type { ReactElement } from 'react';
import type { CellHistory } from '#shared/domain/agent-history.ts';
import { useMemo } from 'react';
import { Sparkline } from '#renderer/ui/sparkline.tsx';
import { barsOf, pastInWords } from './cell-past.ts';

/** The last ten minutes of a cell; `steps` of ten seconds make one bar. */
export function CellSpark(props: {
  past: CellHistory | undefined;
  steps: number;
  width: number;
  height: number;
}): ReactElement {
  const { past, steps, width, height } = props;
  const bars = useMemo(() => (past ? barsOf(past, steps) : []), [past, steps]);
  const label = useMemo(() => pastInWords(past), [past]);
  return <Sparkline bars={bars} label={label} width={width} height={height} />;
}
