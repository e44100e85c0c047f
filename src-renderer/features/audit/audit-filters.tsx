import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import Select from '@cloudscape-design/components/select';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState, type ReactElement } from 'react';
import { ACT_OUTCOMES } from '#shared/domain/acts.ts';
import { AUDIT_SUBJECTS, type AuditChoices } from '#shared/domain/audit.ts';
import { actWords, OUTCOME_WORDS, SUBJECT_WORDS } from './audit-words.ts';
import type { AuditView } from './audit-view.ts';

const LONGEST_TEXT = 600;

const UNITS = { minute: 'm', hour: 'h', day: 'd' } as const;
const UNIT_KEYS = ['minute', 'hour', 'day'] as const;
const UNIT_NAMES: Readonly<Record<string, keyof typeof UNITS>> = { m: 'minute', h: 'hour', d: 'day' };

const RELATIVE: readonly DateRangePickerProps.RelativeOption[] = (
  [
    [1, 'hour'],
    [24, 'hour'],
    [7, 'day'],
    [30, 'day'],
  ] as const
).map(([amount, unit]) => ({ key: `${amount}${UNITS[unit]}`, amount, unit, type: 'relative' }));

function rangeOf(time: AuditView['time']): DateRangePickerProps.Value | null {
  if (time === null) return null;
  if ('last' in time) {
    const unit = UNIT_NAMES[time.last.slice(-1)] ?? 'hour';
    return { type: 'relative', key: time.last, amount: Number(time.last.slice(0, -1)), unit };
  }
  return {
    type: 'absolute',
    startDate: new Date(time.from).toISOString(),
    endDate: new Date(time.until).toISOString(),
  };
}

function timeOf(range: DateRangePickerProps.Value | null): AuditView['time'] {
  if (range === null) return null;
  if (range.type === 'absolute')
    return { from: Date.parse(range.startDate), until: Date.parse(range.endDate) };
  const unit = UNIT_KEYS.find((one) => one === range.unit);
  return unit ? { last: `${range.amount}${UNITS[unit]}` } : null;
}

/** What Cloudscape's own texts cannot say, since they are functions. */
const RANGE_TEXTS: DateRangePickerProps['i18nStrings'] = {
  formatRelativeRange: ({ amount, unit }) =>
    `Last ${amount === 1 ? '' : `${amount} `}${unit}${amount === 1 ? '' : 's'}`,
  formatUnit: (unit, amount) => (amount === 1 ? unit : `${unit}s`),
};

const isRangeValid: DateRangePickerProps.ValidationFunction = (range) => {
  if (range?.type !== 'absolute') return { valid: true };
  return Date.parse(range.endDate) >= Date.parse(range.startDate)
    ? { valid: true }
    : { valid: false, errorMessage: 'Expected a start and an end after it.' };
};

interface Choice {
  label: string;
  value: string;
}

function ChoiceField(props: {
  name: string;
  all: string;
  value: string;
  choices: readonly Choice[];
  onValue: (value: string) => void;
}): ReactElement {
  const options: Choice[] = [{ label: props.all, value: '' }, ...props.choices];
  const unknown = { label: props.value, value: props.value };
  return (
    <Select
      ariaLabel={props.name}
      data-testid={`audit-${props.name.toLowerCase()}`}
      options={options}
      selectedOption={options.find(({ value }) => value === props.value) ?? unknown}
      onChange={({ detail }) => props.onValue(detail.selectedOption.value ?? '')}
    />
  );
}

/** The conditions of the audit page; every change goes back to its first page. */
export function AuditFilters(props: {
  view: AuditView;
  choices: AuditChoices;
  onView: (change: Partial<AuditView>) => void;
}): ReactElement {
  const { view, choices } = props;
  const onView = (change: Partial<AuditView>): void => props.onView({ ...change, page: 1 });
  const [typed, setTyped] = useState(view.text);
  const [shownText, setShownText] = useState(view.text);
  // The text was changed from outside, by a link or by "Show all".
  if (shownText !== view.text) {
    setShownText(view.text);
    setTyped(view.text);
  }
  return (
    <div className="ad-audit-filters">
      <div data-testid="audit-text">
        <TextFilter
          filteringText={typed}
          filteringPlaceholder="Find an id, a name, a reason"
          filteringAriaLabel="Find in the audit"
          onChange={({ detail }) => setTyped(detail.filteringText.slice(0, LONGEST_TEXT))}
          onDelayedChange={({ detail }) => {
            const text = detail.filteringText.slice(0, LONGEST_TEXT);
            setShownText(text);
            onView({ text });
          }}
        />
      </div>
      <ChoiceField
        name="Person"
        all="Anybody"
        value={view.who}
        choices={choices.who.map((value) => ({ label: value, value }))}
        onValue={(who) => onView({ who })}
      />
      <ChoiceField
        name="Subject"
        all="Any subject"
        value={view.on}
        choices={AUDIT_SUBJECTS.map((value) => ({ label: SUBJECT_WORDS[value], value }))}
        onValue={(on) => onView({ on: AUDIT_SUBJECTS.find((one) => one === on) ?? '' })}
      />
      <ChoiceField
        name="Act"
        all="Any act"
        value={view.act}
        choices={choices.acts.map((value) => ({ label: actWords(value), value }))}
        onValue={(act) => onView({ act })}
      />
      <ChoiceField
        name="Outcome"
        all="Any outcome"
        value={view.outcome}
        choices={ACT_OUTCOMES.map((value) => ({ label: OUTCOME_WORDS[value]?.label ?? value, value }))}
        onValue={(outcome) => onView({ outcome: ACT_OUTCOMES.find((one) => one === outcome) ?? '' })}
      />
      <DateRangePicker
        data-testid="audit-time"
        ariaLabel="Time"
        value={rangeOf(view.time)}
        placeholder="Any time"
        relativeOptions={RELATIVE}
        customRelativeRangeUnits={[...UNIT_KEYS]}
        isValidRange={isRangeValid}
        i18nStrings={RANGE_TEXTS}
        onChange={({ detail }) => onView({ time: timeOf(detail.value) })}
      />
    </div>
  );
}
