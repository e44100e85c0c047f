import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import { CONDITION_WORDS, type Condition } from './cell-words.ts';

/** Icon, colour and word of a condition; its meaning on hover. */
export function ConditionIndicator({ condition }: { condition: Condition }): ReactElement {
  const { label, indicator, meaning } = CONDITION_WORDS[condition];
  return (
    <span title={meaning}>
      <StatusIndicator
        type={indicator}
        wrapText={false}
        {...(condition === 'busy' ? { colorOverride: 'blue' as const } : {})}
      >
        {label}
      </StatusIndicator>
    </span>
  );
}
