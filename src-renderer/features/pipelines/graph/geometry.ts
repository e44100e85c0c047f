import type { ActionCell, StageColumn } from './columns.ts';

/*
 * Where the actions of a stage are, in CSS pixels, so that of a large pipeline only those in view need to be drawn. The style sheet
 * has the same heights: a card, its line of links, its bar, the frame of a group.
 */
const STAGE_PX = 200;
const GATE_PX = 92;
const CARD_PX = 45;
const LINKS_PX = 20;
const BAR_PX = 3;
const CARD_GAP_PX = 4;
/** Border, padding and "at the same time" above the cards, and border and padding below. */
const FRAME_ABOVE_PX = 23;
const FRAME_BELOW_PX = 5;
const ARROW_PX = 12;
/** Margin, border, padding and head of a stage, above its conditions. */
const HEAD_PX = 87;
const FOOT_PX = 19;
/** With its margins. */
export const CONDITION_PX = 51;
/** A disabled transition names who and why in lines of about this many letters. */
const GATE_LETTERS = 13;

/** So few are drawn whole: what is not on the screen can still be found and read aloud. */
const MOST_WHOLE = { columns: 12, cards: 160 };

/** One action at its place from the upper edge of its group. */
export interface PlacedCard {
  readonly cell: ActionCell;
  readonly top: number;
  readonly height: number;
}

/** The actions of a run order; `top` from the upper edge of the first group. */
export interface PlacedGroup {
  readonly runOrder: number;
  readonly top: number;
  readonly height: number;
  readonly cards: readonly PlacedCard[];
}

/** The part of a stage that is drawn, from the upper edge of the graph. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whether a card has the line with our run and the provider's page. */
export function hasLinks({ declared, url, run }: ActionCell): boolean {
  return declared.ours || url !== null || run !== null;
}

/** How far an action has come, while it works and tells. */
export function progressOf({ status, percentComplete }: ActionCell): number | null {
  return status === 'InProgress' && percentComplete !== null
    ? Math.max(0, Math.min(100, percentComplete))
    : null;
}

function cardHeight(cell: ActionCell): number {
  return CARD_PX + (hasLinks(cell) ? LINKS_PX : 0) + (progressOf(cell) === null ? 0 : BAR_PX);
}

/** Places the groups of a stage below each other; `height` is that of all of them. */
export function placeGroups(groups: StageColumn['groups']): { placed: PlacedGroup[]; height: number } {
  const placed: PlacedGroup[] = [];
  let height = 0;
  for (const { runOrder, actions } of groups) {
    const top = height === 0 ? 0 : height + ARROW_PX;
    const framed = actions.length > 1;
    let below = framed ? FRAME_ABOVE_PX : 0;
    const cards = actions.map((cell): PlacedCard => {
      const card = { cell, top: below, height: cardHeight(cell) };
      below += card.height + CARD_GAP_PX;
      return card;
    });
    const tall = Math.max(0, below - CARD_GAP_PX) + (framed ? FRAME_BELOW_PX : 0);
    placed.push({ runOrder, top, height: tall, cards });
    height = top + tall;
  }
  return { placed, height };
}

/** Where the first group begins, from the upper edge of the graph. */
export function groupsTop({ conditions }: StageColumn): number {
  return HEAD_PX + (conditions.some(({ type }) => type === 'BEFORE_ENTRY') ? CONDITION_PX : 0);
}

/** How high a stage or what stands in front of it is; of the latter an estimate, for its reasons wrap. */
export function columnHeight(column: StageColumn): number {
  const { conditions, groups, inbound, transition } = column;
  const checks = new Set(conditions.map(({ type }) => type)).size;
  const stage = HEAD_PX + checks * CONDITION_PX + placeGroups(groups).height + FOOT_PX;
  const why = transition?.enabled === false ? `${transition.changedBy ?? ''}${transition.reason ?? ''}` : '';
  const gate = 70 + Math.ceil(why.length / GATE_LETTERS) * 15 + inbound.length * 23;
  return Math.max(stage, gate);
}

/** How wide a stage is with the transition into it, which the first has not. */
export function columnWidth(index: number): number {
  return index === 0 ? STAGE_PX : STAGE_PX + GATE_PX;
}

/** Where a stage begins, with the transition into it. */
export function columnStart(index: number): number {
  return index === 0 ? 0 : STAGE_PX + (index - 1) * (STAGE_PX + GATE_PX);
}

/** Whether all of a pipeline is drawn, and not only what is in view. */
export function isDrawnWhole(columns: readonly StageColumn[]): boolean {
  const cards = columns.reduce((sum, { declared }) => sum + declared.actions.length, 0);
  return columns.length <= MOST_WHOLE.columns && cards <= MOST_WHOLE.cards;
}
