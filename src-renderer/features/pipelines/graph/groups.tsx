import type { ReactElement } from 'react';
import { ActionCard } from './action-card.tsx';
import { chosenText } from './chosen.ts';
import type { StageColumn } from './columns.ts';
import { groupsTop, placeGroups, type PlacedGroup, type Span } from './geometry.ts';

interface GroupsProps {
  column: StageColumn;
  span: Span | null;
  stop: string | null;
  chosen: string | null;
}

/** The actions of a stage by run order, each at its place, so that those out of view can be left out. */
export function Groups({ column, span, stop, chosen }: GroupsProps): ReactElement {
  const { placed, height } = placeGroups(column.groups);
  const above = groupsTop(column);
  const stageName = column.declared.name;
  return (
    <div className="ad-pl-groups" style={{ height }}>
      {placed.map((group, at) => {
        const cards = cardsShown(group, above, stageName, { span, stop, chosen });
        if (cards.length === 0) return null;
        const { runOrder } = group;
        const of = group.cards.length;
        return (
          <div
            key={runOrder}
            className={`ad-pl-group${of > 1 ? ' ad-pl-side-by-side' : ''}${at > 0 ? ' ad-pl-then' : ''}`}
            role="list"
            aria-label={of > 1 ? `Run order ${runOrder}, at the same time` : `Run order ${runOrder}`}
            style={{ top: group.top, height: group.height }}
          >
            {of > 1 && (
              <div className="ad-pl-group-word" aria-hidden>
                at the same time
              </div>
            )}
            {cards.map(({ card, place, isStop, isChosen }) => (
              <ActionCard
                key={card.cell.declared.name}
                cell={card.cell}
                stageName={stageName}
                top={card.top}
                height={card.height}
                place={place}
                of={of}
                isStop={isStop}
                isChosen={isChosen}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

function cardsShown(
  group: PlacedGroup,
  above: number,
  stageName: string,
  { span, stop, chosen }: Pick<GroupsProps, 'span' | 'stop' | 'chosen'>,
) {
  const from = above + group.top;
  const isOut = span !== null && (from > span.to || from + group.height < span.from);
  if (isOut && stop === null && chosen === null) return [];
  return group.cards.flatMap((card, at) => {
    const key = chosenText({
      ...{ kind: 'action', stageName, actionName: card.cell.declared.name, executionId: null },
    });
    const isStop = key === stop;
    const isChosen = key === chosen;
    const top = from + card.top;
    const isIn = span === null || (top <= span.to && top + card.height >= span.from);
    return isIn || isStop || isChosen ? [{ card, place: at + 1, isStop, isChosen }] : [];
  });
}
